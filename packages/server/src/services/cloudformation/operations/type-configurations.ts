import { isTemplateObject, memberOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import type {
  BatchDescribeTypeConfigurationsError,
  TypeConfigurationDetails,
  TypeConfigurationIdentifier,
} from '../../../../generated/types/cloudformation.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { configurationArn, parseTypeArn, typeArn } from '../model/registered-type.ts';
import type { TypeConfiguration, TypeName } from '../model/registered-type.ts';
import { configurationsOf, saveConfiguration, saveType } from '../store/types.ts';
import { parseTypeInput, registryError, requireLiveType } from '../types/type-lookup.ts';

export const typeConfigurationOperations = {
  async SetTypeConfiguration({ TypeArn, Configuration, ConfigurationAlias: alias = 'default', ...input }, request) {
    const { unit, clock } = request;
    const type = await requireLiveType(unit, request, parseTypeInput({ ...input, Arn: TypeArn }));
    const configuration = parseConfiguration(Configuration);
    if (type.kind === 'HOOK') refuseInvocation(type.typeName, configuration);
    const { account, region, kind, typeName } = type;
    const updatedAt = clock.now();
    const row: TypeConfiguration = {
      account,
      region,
      kind,
      typeName,
      alias,
      isDefault: alias === 'default',
      configuration: Configuration,
      updatedAt,
    };
    saveConfiguration(unit, row);
    saveType(unit, { ...type, updatedAt });
    return { ConfigurationArn: configurationArn(row) };
  },

  async BatchDescribeTypeConfigurations({ TypeConfigurationIdentifiers }, request) {
    const found: TypeConfigurationDetails[] = [];
    const errors: BatchDescribeTypeConfigurationsError[] = [];
    for (const identifier of TypeConfigurationIdentifiers) {
      const configuration = await findConfiguration(request, identifier);
      if (configuration !== undefined) found.push(shownConfiguration(configuration));
      else {
        errors.push({
          ErrorCode: 'TypeConfigurationNotFoundException',
          ErrorMessage: 'The specified extension configuration cannot be found.',
          TypeConfigurationIdentifier: identifier,
        });
      }
    }
    return { TypeConfigurations: found, Errors: errors, UnprocessedTypeConfigurations: [] };
  },
} satisfies Partial<CloudFormationHandlers>;

function parseConfiguration(text: string): TemplateValue {
  let value: TemplateValue;
  try {
    value = JSON.parse(text) as TemplateValue;
  } catch {
    throw registryError('The configuration is not valid JSON.');
  }
  if (!isTemplateObject(value)) throw registryError('The configuration must be a JSON object.');
  return value;
}

/** A hook that never ran would let through what it is to stop. */
function refuseInvocation(typeName: string, configuration: TemplateValue): void {
  const hook = memberOf(memberOf(configuration, 'CloudFormationConfiguration'), 'HookConfiguration');
  const isInvoked = memberOf(hook, 'TargetStacks') === 'ALL' || memberOf(hook, 'HookInvocationStatus') === 'ENABLED';
  if (!isInvoked) return;
  throw registryError(
    `The hook ${typeName} cannot be enabled: hooks run as functions, and functions do not run on this server yet.`,
  );
}

async function findConfiguration(
  request: RequestContext,
  identifier: TypeConfigurationIdentifier,
): Promise<TypeConfiguration | undefined> {
  const { name, alias } = named(identifier);
  if (name === undefined) return undefined;
  return (await configurationsOf(request.unit, request, name)).find((one) => one.alias === alias);
}

function named(identifier: TypeConfigurationIdentifier): { name: TypeName | undefined; alias: string } {
  const {
    TypeArn,
    TypeConfigurationAlias: alias = 'default',
    TypeConfigurationArn,
    Type,
    TypeName: typeName,
  } = identifier;
  if (TypeConfigurationArn !== undefined) {
    const [, arn, own] = /^(.*)\/([^/]+)$/.exec(TypeConfigurationArn.replace(':type-configuration/', ':type/')) ?? [];
    return { name: arn === undefined ? undefined : parseTypeArn(arn), alias: own ?? alias };
  }
  if (TypeArn !== undefined) return { name: parseTypeArn(TypeArn), alias };
  return { name: typeName === undefined ? undefined : { kind: Type ?? 'RESOURCE', typeName }, alias };
}

function shownConfiguration(configuration: TypeConfiguration): TypeConfigurationDetails {
  return {
    Arn: configurationArn(configuration),
    Alias: configuration.alias,
    Configuration: configuration.configuration,
    LastUpdated: new Date(configuration.updatedAt),
    TypeArn: typeArn(configuration),
    TypeName: configuration.typeName,
    IsDefaultConfiguration: configuration.isDefault,
  };
}
