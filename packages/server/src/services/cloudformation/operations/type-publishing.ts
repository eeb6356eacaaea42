import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { parseTypeArn, typeArn, versionIdOf } from '../model/registered-type.ts';
import type { PublicType, Publisher, TypeVersion } from '../model/registered-type.ts';
import {
  findPublisher,
  findPublisherById,
  findType,
  publicVersions,
  savePublicType,
  savePublisher,
  saveType,
  saveVersion,
} from '../store/types.ts';
import { checkFragment, PackageError } from '../types/handler-package.ts';
import { parseTypeInput, registryError, requireTypeVersion, typeNotFound } from '../types/type-lookup.ts';

export const typePublishingOperations = {
  async RegisterPublisher({ AcceptTermsAndConditions, ConnectionArn }, { unit, account, platform }) {
    if (AcceptTermsAndConditions !== true) throw registryError('The terms and conditions must be accepted.');
    if (ConnectionArn !== undefined) {
      throw registryError(`The connection ${ConnectionArn} cannot be used: CodeStar Connections is not here.`);
    }
    const publisher = (await findPublisher(unit, account)) ?? { account, publisherId: platform.ids.hex(40) };
    savePublisher(unit, publisher);
    return { PublisherId: publisher.publisherId };
  },

  async DescribePublisher({ PublisherId }, request) {
    const { publisherId } = await requirePublisher(request, PublisherId);
    return { PublisherId: publisherId, PublisherStatus: 'VERIFIED', IdentityProvider: 'AWS_Marketplace' };
  },

  async TestType(input, request) {
    const { version } = await requireTypeVersion(request.unit, request, parseTypeInput(input));
    saveVersion(request.unit, { ...version, ...testResult(version) });
    return { TypeVersionArn: typeArn(version) };
  },

  async PublishType({ PublicVersionNumber, ...input }, request) {
    const { unit, region, clock } = request;
    const { publisherId } = await requirePublisher(request, undefined);
    const { version } = await requireTypeVersion(unit, request, parseTypeInput(input));
    if (version.testStatus !== 'PASSED') {
      throw registryError(
        `${version.typeName} version ${version.versionId} has not passed its tests: use TestType first.`,
      );
    }
    const { kind, typeName, definition } = version;
    const earlier = await publicVersions(unit, { region, kind, typeName, publisherId });
    const publicVersion = PublicVersionNumber ?? nextVersion(earlier.at(-1)?.publicVersion);
    if (earlier.some((one) => one.publicVersion === publicVersion)) {
      throw registryError(`Version ${publicVersion} of ${typeName} has been published already.`);
    }
    savePublicType(unit, { kind, typeName, region, publisherId, publicVersion, publishedAt: clock.now(), definition });
    return { PublicTypeArn: typeArn({ account: '', region, kind, typeName, publisherId, versionId: publicVersion }) };
  },

  async ActivateType({ PublicTypeArn, TypeNameAlias, AutoUpdate = true, ...input }, request) {
    const { unit, account, region, clock } = request;
    const published = await requirePublished(request, { ...input, Arn: PublicTypeArn });
    const { kind, publisherId, publicVersion, definition } = published;
    const typeName = TypeNameAlias ?? published.typeName;
    const existing = await findType(unit, request, { kind, typeName });
    if (existing?.status === 'LIVE' && existing.activated === undefined) {
      throw registryError(`${typeName} is the name of a registered type: choose an alias.`);
    }
    const place = { account, region, kind, typeName };
    const versions = (existing?.versions ?? 0) + 1;
    const versionId = versionIdOf(versions);
    const now = clock.now();
    const activated = { publisherId, originalTypeName: published.typeName, publicVersion, autoUpdate: AutoUpdate };
    saveType(unit, { ...place, status: 'LIVE', defaultVersionId: versionId, versions, updatedAt: now, activated });
    saveVersion(unit, {
      ...place,
      versionId,
      status: 'LIVE',
      createdAt: now,
      definition,
      testStatus: 'PASSED',
      loggingConfig: input.LoggingConfig,
      executionRoleArn: input.ExecutionRoleArn,
    });
    return { Arn: typeArn(place) };
  },
} satisfies Partial<CloudFormationHandlers>;

async function requirePublisher(request: RequestContext, publisherId: string | undefined): Promise<Publisher> {
  const { unit, account } = request;
  const found =
    publisherId === undefined ? await findPublisher(unit, account) : await findPublisherById(unit, publisherId);
  if (found !== undefined) return found;
  throw registryError(
    publisherId === undefined
      ? 'This account is not registered as a publisher.'
      : `Publisher ${publisherId} is not registered.`,
  );
}

/** The contract tests of resource types and hooks call their functions; a module has only its template to be tested. */
function testResult({ kind, definition }: TypeVersion): Pick<TypeVersion, 'testStatus' | 'testDescription'> {
  if (kind !== 'MODULE') {
    const testDescription =
      'The contract tests call the handlers, which are functions, and functions do not run on this server yet.';
    return { testStatus: 'FAILED', testDescription };
  }
  try {
    checkFragment(definition.fragment ?? '');
    return { testStatus: 'PASSED', testDescription: undefined };
  } catch (error) {
    if (error instanceof PackageError) return { testStatus: 'FAILED', testDescription: error.message };
    throw error;
  }
}

function nextVersion(last: string | undefined): string {
  const [major = '1', minor = '0', patch] = last?.split('.') ?? [];
  return patch === undefined ? '1.0.0' : `${major}.${minor}.${Number(patch) + 1}`;
}

interface PublicTypeInput {
  Arn?: string | undefined;
  Type?: 'RESOURCE' | 'MODULE' | 'HOOK' | undefined;
  TypeName?: string | undefined;
  PublisherId?: string | undefined;
  MajorVersion?: number | undefined;
}

async function requirePublished(request: RequestContext, input: PublicTypeInput): Promise<PublicType> {
  const { kind, typeName, publisherId, versionId } = parseTypeInput(input);
  if (publisherId === undefined) {
    throw registryError(
      'The type of a publisher is named by PublicTypeArn, or by Type, TypeName and PublisherId; types of AWS are always active.',
    );
  }
  const wanted = (input.Arn === undefined ? undefined : parseTypeArn(input.Arn)?.versionId) ?? versionId;
  const versions = await publicVersions(request.unit, { region: request.region, kind, typeName, publisherId });
  const found = versions.findLast(({ publicVersion }) => {
    if (wanted !== undefined) return publicVersion === wanted;
    return input.MajorVersion === undefined || publicVersion.startsWith(`${input.MajorVersion}.`);
  });
  if (found === undefined) throw typeNotFound({ kind, typeName }, request);
  return found;
}
