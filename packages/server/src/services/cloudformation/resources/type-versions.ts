import type { DescribeTypeOutput } from '../../../../generated/types/cloudformation.ts';
import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';

type Kind = 'HOOK' | 'MODULE' | 'RESOURCE';

const askAgainInMs = 200;

/** A registration takes a while; its token is kept until the version has its ARN. */
function versionResource(kind: Kind, names: { type: string; package: string }): ResourceHandler {
  return {
    async create(desired, { call }) {
      const { LoggingConfig, ExecutionRoleArn } = desired as Record<string, never>;
      const { RegistrationToken } = await call.cloudformation.RegisterType({
        Type: kind,
        TypeName: String(desired[names.type]),
        SchemaHandlerPackage: String(desired[names.package]),
        LoggingConfig,
        ExecutionRoleArn,
      });
      return { RegistrationToken };
    },

    async read({ properties }, context) {
      const found = await describe(String(properties['Arn']), context);
      if (found === undefined || found.DeprecatedStatus === 'DEPRECATED') return undefined;
      return presentProperties({
        [names.type]: found.TypeName,
        LoggingConfig: found.LoggingConfig,
        ExecutionRoleArn: found.ExecutionRoleArn,
        ...attributesOf(found),
      });
    },

    async delete({ properties }, { call }) {
      const { Arn } = properties as { Arn?: string };
      // The registration has failed: there is nothing.
      if (Arn === undefined) return;
      await unlessGone(call.cloudformation.DeregisterType({ Arn }), 'TypeNotFoundException');
    },

    async list({ call }) {
      const found: ResourceProperties[] = [];
      let NextToken: string | undefined;
      do {
        const page = await call.cloudformation.ListTypes({ Type: kind, Visibility: 'PRIVATE', NextToken });
        for (const { TypeName } of page.TypeSummaries ?? []) {
          const { TypeVersionSummaries = [] } = await call.cloudformation.ListTypeVersions({ Type: kind, TypeName });
          found.push(...TypeVersionSummaries.map(({ Arn }) => ({ Arn })));
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },

    async settle({ properties }, step, context) {
      const { RegistrationToken, Arn } = properties as { RegistrationToken?: string; Arn?: string };
      if (step !== 'create' || RegistrationToken === undefined || Arn !== undefined) return { state: 'done' };
      const registration = await context.call.cloudformation.DescribeTypeRegistration({ RegistrationToken });
      if (registration.ProgressStatus === 'IN_PROGRESS') return { state: 'waiting', askAgainInMs };
      if (registration.ProgressStatus === 'FAILED' || registration.TypeVersionArn === undefined) {
        return { state: 'failed', reason: registration.Description ?? 'The registration has failed.' };
      }
      const found = await describe(registration.TypeVersionArn, context);
      return { state: 'done', properties: found === undefined ? {} : attributesOf(found) };
    },
  };
}

/** What SetTypeDefaultVersion does; nothing is left to be undone when it goes. */
function defaultVersionResource(kind: Kind, names: { type: string; arn: string }): ResourceHandler {
  const setDefault = async (desired: ResourceProperties, { call }: ResourceContext): Promise<ResourceProperties> => {
    const { VersionId, [names.type]: TypeName, [names.arn]: Arn } = desired as Record<string, string | undefined>;
    const input = Arn === undefined ? { Type: kind, TypeName, VersionId } : { Arn };
    await call.cloudformation.SetTypeDefaultVersion(input);
    const { Arn: found } = await call.cloudformation.DescribeType(
      Arn === undefined ? { Type: kind, TypeName } : { Arn: typeArnOf(Arn) },
    );
    return { Arn: names.arn === 'Arn' && Arn !== undefined ? Arn : found };
  };
  return {
    create: setDefault,
    ...(kind !== 'MODULE' && { update: (_existing, desired, context) => setDefault(desired, context) }),

    async read({ properties }, context) {
      const found = await describe(typeArnOf(String(properties['Arn'])), context);
      if (found === undefined) return undefined;
      return { Arn: properties['Arn'], [names.type]: found.TypeName, VersionId: found.DefaultVersionId };
    },

    async delete() {},
  };
}

/** Without the version: `arn:aws:cloudformation:us-east-1:123456789012:type/resource/My-Own-Thing`. */
function typeArnOf(arn: string): string {
  return arn.replace(/\/\d{8}$/, '');
}

function describe(Arn: string, { call }: ResourceContext): Promise<DescribeTypeOutput | undefined> {
  return unlessGone(call.cloudformation.DescribeType({ Arn }), 'TypeNotFoundException');
}

function attributesOf(found: DescribeTypeOutput): ResourceProperties {
  const { Arn = '', IsDefaultVersion, ProvisioningType, Visibility, Description, Schema } = found;
  return presentProperties({
    Arn,
    TypeArn: typeArnOf(Arn),
    VersionId: Arn.split('/').at(-1),
    IsDefaultVersion,
    Visibility,
    ...(found.Type === 'RESOURCE' && { ProvisioningType }),
    ...(found.Type === 'MODULE' && {
      Description,
      Schema,
      DocumentationUrl: found.DocumentationUrl,
      TimeCreated: found.TimeCreated?.toISOString(),
    }),
  });
}

export const resourceVersionResource = versionResource('RESOURCE', {
  type: 'TypeName',
  package: 'SchemaHandlerPackage',
});
export const hookVersionResource = versionResource('HOOK', { type: 'TypeName', package: 'SchemaHandlerPackage' });
export const moduleVersionResource = versionResource('MODULE', { type: 'ModuleName', package: 'ModulePackage' });
export const resourceDefaultVersionResource = defaultVersionResource('RESOURCE', {
  type: 'TypeName',
  arn: 'TypeVersionArn',
});
export const hookDefaultVersionResource = defaultVersionResource('HOOK', { type: 'TypeName', arn: 'TypeVersionArn' });
export const moduleDefaultVersionResource = defaultVersionResource('MODULE', { type: 'ModuleName', arn: 'Arn' });
