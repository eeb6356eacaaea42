import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { invalidNextToken } from '../errors.ts';
import type { PublicType, RegisteredType } from '../model/registered-type.ts';
import { schemasOf } from '../resource-schemas.ts';
import { deleteType, publicVersions, saveType, saveVersion, versionsOf } from '../store/types.ts';
import { describeAwsType, findAwsType } from '../types/aws-types.ts';
import { describeOwnType, describePublicType, ownSummary, publicSummary } from '../types/type-descriptions.ts';
import { listTypes } from '../types/type-list.ts';
import type { ListedType } from '../types/type-list.ts';
import {
  parseTypeInput,
  registryError,
  requireLiveType,
  requireTypeVersion,
  typeNotFound,
} from '../types/type-lookup.ts';
import type { TypeReference } from '../types/type-lookup.ts';

const defaultLimit = 100;

export const typeOperations = {
  async ListTypes({ MaxResults = defaultLimit, NextToken, ...input }, request) {
    const kind = JSON.stringify(['ListTypes', request.account, request.region, input]);
    const after = NextToken === undefined ? '' : decodePageToken(kind, NextToken);
    if (typeof after !== 'string') throw invalidNextToken();
    const types = (await listTypes(input, request)).filter(({ key }) => key > after);
    const found: ListedType[] = [];
    for (const type of types) {
      if (found.length > MaxResults) break;
      const { ProvisioningType: wanted } = input;
      if (wanted === undefined || (await type.provisioningType()) === wanted) found.push(type);
    }
    const page = found.slice(0, MaxResults);
    const last = page.at(-1);
    return {
      TypeSummaries: await Promise.all(page.map((type) => type.summary())),
      NextToken: last !== undefined && found.length > MaxResults ? encodePageToken(kind, last.key) : undefined,
    };
  },

  async DescribeType(input, request) {
    const reference = parseTypeInput(input);
    const { platform, unit, region } = request;
    const schema = reference.kind === 'RESOURCE' ? findAwsType(schemasOf(platform), reference.typeName) : undefined;
    if (schema !== undefined) {
      return describeAwsType(schema, region, platform.resourceHandlers.get(reference.typeName));
    }
    if (reference.publisherId !== undefined) {
      return describePublicType(await requirePublicType(request, reference, input.PublicVersionNumber), request);
    }
    const { type, version } = await requireTypeVersion(unit, request, reference);
    return describeOwnType(type, version, reference.versionId !== undefined);
  },

  async ListTypeVersions({ MaxResults = defaultLimit, NextToken, DeprecatedStatus = 'LIVE', ...input }, request) {
    const reference = parseTypeInput(input);
    const { unit, platform, region } = request;
    const kind = JSON.stringify(['ListTypeVersions', reference, DeprecatedStatus]);
    const start = NextToken === undefined ? 0 : decodePageToken(kind, NextToken);
    if (typeof start !== 'number') throw invalidNextToken();
    const all = await versionSummaries(reference, DeprecatedStatus);
    const end = start + MaxResults;
    return {
      TypeVersionSummaries: all.slice(start, end),
      NextToken: end < all.length ? encodePageToken(kind, end) : undefined,
    };

    async function versionSummaries({ typeName, publisherId, ...name }: TypeReference, status: string) {
      if (publisherId !== undefined) {
        const versions = await publicVersions(unit, { ...name, typeName, publisherId, region });
        return versions.map((version) => publicSummary(version));
      }
      const aws = name.kind === 'RESOURCE' && findAwsType(schemasOf(platform), typeName);
      // Types of AWS have the one version that is in use.
      if (aws) return [];
      const type = await requireLiveOrGivenUp(request, { ...name, typeName });
      const versions = await versionsOf(unit, request, type);
      return versions.filter((one) => one.status === status).map((version) => ownSummary(type, version));
    }
  },

  async SetTypeDefaultVersion(input, request) {
    const reference = parseTypeInput(input);
    const type = await requireLiveType(request.unit, request, reference);
    if (reference.versionId === undefined) throw registryError('VersionId must be specified.');
    const { version } = await requireTypeVersion(request.unit, request, reference);
    if (version.status === 'DEPRECATED') throw registryError(`Version ${version.versionId} is deregistered.`);
    saveType(request.unit, { ...type, defaultVersionId: version.versionId, updatedAt: request.clock.now() });
    return {};
  },

  async DeregisterType(input, request) {
    const reference = parseTypeInput(input);
    const { unit, clock } = request;
    const type = await requireLiveType(unit, request, reference);
    if (type.activated !== undefined)
      throw registryError(`${type.typeName} is activated, not registered: use DeactivateType.`);
    const live = (await versionsOf(unit, request, type)).filter(({ status }) => status === 'LIVE');
    const given = live.filter(
      ({ versionId }) => reference.versionId === undefined || versionId === reference.versionId,
    );
    if (given.length === 0) throw typeNotFound(reference, request);
    const isDefault = reference.versionId === type.defaultVersionId;
    if (isDefault && live.length > 1) {
      throw registryError('The default version of a type cannot be deregistered unless it is the only active version.');
    }
    for (const version of given) saveVersion(unit, { ...version, status: 'DEPRECATED' });
    const isLast = given.length === live.length;
    if (isLast) saveType(unit, { ...type, status: 'DEPRECATED', updatedAt: clock.now() });
    return {};
  },

  async DeactivateType(input, request) {
    const type = await requireLiveType(request.unit, request, parseTypeInput(input));
    if (type.activated === undefined)
      throw registryError(`${type.typeName} is registered, not activated: use DeregisterType.`);
    deleteType(request.unit, type);
    return {};
  },
} satisfies Partial<CloudFormationHandlers>;

async function requireLiveOrGivenUp(request: RequestContext, reference: TypeReference): Promise<RegisteredType> {
  return (await requireTypeVersion(request.unit, request, { ...reference, versionId: undefined })).type;
}

async function requirePublicType(
  request: RequestContext,
  { kind, typeName, publisherId = '' }: TypeReference,
  wanted: string | undefined,
): Promise<PublicType> {
  const versions = await publicVersions(request.unit, { region: request.region, kind, typeName, publisherId });
  const found = versions.findLast(({ publicVersion }) => wanted === undefined || publicVersion === wanted);
  if (found === undefined) throw typeNotFound({ kind, typeName }, request);
  return found;
}
