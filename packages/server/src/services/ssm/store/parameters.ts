import type { Scope } from '../../../platform/service.ts';
import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { parameterNotFound } from '../errors.ts';
import type { Parameter, ParameterVersion, Tier } from '../model/parameter.ts';
import { isPublic, parentOf } from '../model/parameter-name.ts';
import type { ParameterId, ParameterReference } from '../model/parameter-name.ts';
import { findPublicParameter } from '../model/public-parameters.ts';
import { sharedAccounts } from '../model/sharing.ts';

/** Current versions, those directly under a path together: so each level of a hierarchy is a range, and needs no index. */
export const parametersTable = defineTable<Parameter>()({ name: 'ssm.parameters', key: parameterKey });

/** Versions that were current. */
export const pastVersionsTable = defineTable<ParameterVersion>()({
  name: 'ssm.past-versions',
  key: (past) => pastVersionKey(past, past.version),
});

/** Parameters of other accounts, by the account that may use them. */
export interface Share extends Scope {
  owner: string;
  name: string;
}

export const sharesTable = defineTable<Share>()({
  name: 'ssm.shares',
  key: ({ account, region, owner, name }) => [account, region, owner, name],
});

export function parameterKey({ account, region, name }: ParameterId): Key {
  return [account, region, parentOf(name), name];
}

/** Without a version, what all keys of the parameter's versions begin with. */
export function pastVersionKey({ account, region, name }: ParameterId, version?: number): Key {
  return version === undefined ? [account, region, name] : [account, region, name, version];
}

export async function findParameter(reader: Reader, reference: ParameterReference): Promise<Parameter | undefined> {
  const { account, region, names } = reference;
  for (const name of names) {
    const found = isPublic(name)
      ? findPublicParameter(name, region)
      : await reader.get(parametersTable, parameterKey({ account, region, name }));
    if (found) return found;
  }
  return undefined;
}

export async function requireParameter(reader: Reader, reference: ParameterReference): Promise<Parameter> {
  const parameter = await findParameter(reader, reference);
  if (!parameter) throw parameterNotFound();
  return parameter;
}

/** Undefined where there is no such version, or none any more. */
export async function findVersion(
  reader: Reader,
  parameter: Parameter,
  version: number,
): Promise<ParameterVersion | undefined> {
  if (version === parameter.version) return parameter;
  return reader.get(pastVersionsTable, pastVersionKey(parameter, version));
}

export function createParameter(unit: Unit, parameter: Parameter): void {
  unit.put(parametersTable, parameter);
  unit.add(tierCounter(parameter, parameter.tier), 1);
}

/** Makes a new version the current one. */
export function replaceVersion(unit: Unit, former: Parameter, parameter: Parameter): void {
  const { oldestVersion, labels, tags, resourcePolicies, ...past } = former;
  unit.put(pastVersionsTable, past);
  for (let version = former.oldestVersion; version < parameter.oldestVersion; version++) {
    unit.delete(pastVersionsTable, pastVersionKey(former, version));
  }
  unit.put(parametersTable, parameter);
  if (former.tier === parameter.tier) return;
  unit.add(tierCounter(former, former.tier), -1);
  unit.add(tierCounter(parameter, parameter.tier), 1);
}

/** For what is not a new version: labels, tags, states of policies. */
export function saveParameter(unit: Unit, parameter: Parameter): void {
  unit.put(parametersTable, parameter);
}

export function deleteParameter(unit: Unit, parameter: Parameter): void {
  for (let version = parameter.oldestVersion; version < parameter.version; version++) {
    unit.delete(pastVersionsTable, pastVersionKey(parameter, version));
  }
  saveShares(unit, parameter, { ...parameter, resourcePolicies: [] });
  unit.delete(parametersTable, parameterKey(parameter));
  unit.add(tierCounter(parameter, parameter.tier), -1);
}

export function saveShares(unit: Unit, former: Parameter, parameter: Parameter): void {
  const { account: owner, region, name } = parameter;
  for (const account of sharedAccounts(former.resourcePolicies))
    unit.delete(sharesTable, [account, region, owner, name]);
  for (const account of sharedAccounts(parameter.resourcePolicies))
    unit.put(sharesTable, { account, region, owner, name });
}

export function countParameters(reader: Reader, scope: Scope, tier: Tier): Promise<number> {
  return reader.counter(tierCounter(scope, tier));
}

function tierCounter({ account, region }: Scope, tier: Tier): Key {
  return ['ssm', account, region, tier];
}
