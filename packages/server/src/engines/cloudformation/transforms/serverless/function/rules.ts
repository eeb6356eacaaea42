import type { SourceResource } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { shown } from '../kernel/python-text.ts';
import { asMap, isAbsent, isGiven } from '../kernel/values.ts';

const EXCLUSIVE = [
  ['CapacityProviderConfig', 'ProvisionedConcurrencyConfig'],
  ['CapacityProviderConfig', 'VpcConfig'],
] as const;

const REQUIRING = [
  ['FunctionScalingConfig', 'CapacityProviderConfig'],
  ['VersionDeletionPolicy', 'AutoPublishAlias'],
] as const;

/** Which properties exclude or need each other. */
export function checkFunctionRules({ id, properties }: SourceResource): void {
  const has = (name: string): boolean => !isAbsent(properties[name]);
  const problems = [
    ...EXCLUSIVE.filter(([a, b]) => has(a) && has(b)).map(([a, b]) => `Cannot specify '${a}' and '${b}' together.`),
    ...REQUIRING.filter(([a, b]) => has(a) && !has(b)).map(([a, b]) => `'${a}' requires '${b}'.`),
  ];
  if (problems.length > 0) throw resourceError(id, problems.join('\n'));
}

const NOT_WITH_TENANTS = [
  ['ProvisionedConcurrencyConfig', 'Provisioned concurrency'],
  ['FunctionUrlConfig', 'Function URL'],
  ['SnapStart', 'SnapStart'],
] as const;

/** What a function that isolates its tenants cannot have. */
export function checkTenancy({ id, properties }: SourceResource): void {
  if (!isGiven(properties['TenancyConfig'])) return;
  const refused = NOT_WITH_TENANTS.find(([name]) => isGiven(properties[name]));
  if (refused) {
    throw resourceError(id, `${refused[1]} is not supported for functions enabled with tenancy configuration.`);
  }
  const types = Object.values(asMap(properties['Events'])).map((event) => asMap(event)['Type']);
  const index = types.findIndex((type) => type !== 'Api' && type !== 'HttpApi');
  if (index < 0) return;
  throw resourceError(
    id,
    `Event source '${shown(types[index])}' is not supported for functions enabled with tenancy configuration. Only Api and HttpApi event sources are supported.`,
  );
}
