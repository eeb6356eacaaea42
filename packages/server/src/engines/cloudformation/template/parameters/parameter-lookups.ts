import { TemplateError } from '../template-error.ts';
import { isAwsSpecific, listMembers } from './parameter-type.ts';
import type { ParameterValue } from './parameter-values.ts';

export interface SsmParameter {
  Type: string;
  Value: string;
}

export interface ParameterLookups {
  /** By name, as given with a version or label; names that do not exist are absent. */
  ssmParameters(names: readonly string[]): Promise<ReadonlyMap<string, SsmParameter>>;
  /** Those of the values, of an AWS-specific type, that do not exist in the account and Region. */
  missingValues(type: string, values: readonly string[]): Promise<readonly string[]>;
}

/** Values with what their SSM parameters hold. */
export async function lookUpSsmValues(
  values: ReadonlyMap<string, ParameterValue>,
  lookups: ParameterLookups,
): Promise<Map<string, ParameterValue>> {
  const wanted = [...values.values()].filter(({ type }) => type.ssm !== undefined);
  const result = new Map(values);
  if (wanted.length === 0) return result;
  const found = await lookups.ssmParameters([...new Set(wanted.map(({ text }) => text))]);
  const absent = [...new Set(wanted.map(({ text }) => text).filter((name) => !found.has(name)))];
  if (absent.length > 0) {
    throw new TemplateError(`Unable to fetch parameters [${absent.join(',')}] from parameter store for this account.`);
  }
  const readable = wanted.filter(({ type }) => type.ssm === 'value');
  const secret = readable.filter(({ text }) => found.get(text)?.Type === 'SecureString').map(({ text }) => text);
  if (secret.length > 0) {
    const list = secret.join(', ');
    throw new TemplateError(`Parameters [${list}] referenced by template have types not supported by CloudFormation.`);
  }
  for (const value of readable) result.set(value.name, { ...value, resolved: found.get(value.text)?.Value ?? '' });
  return result;
}

/** Refuses values of AWS-specific types that do not exist. AWS does so when the stack is there, and rolls it back. */
export async function checkExistence(
  values: ReadonlyMap<string, ParameterValue>,
  lookups: ParameterLookups,
): Promise<void> {
  const failures: string[] = [];
  for (const { name, type, text, resolved } of values.values()) {
    const value = resolved ?? text;
    if (!isAwsSpecific(type)) continue;
    const members = type.isList ? listMembers(value) : [value];
    for (const missing of await lookups.missingValues(type.item, members)) {
      failures.push(`parameter value ${missing} for parameter name ${name} does not exist`);
    }
  }
  if (failures.length > 0) throw new TemplateError(`Parameter validation failed: ${failures.join(', ')}`);
}
