import { accessDenied, S3Error } from '../errors.ts';

/** Fields of a form, by their names in lower case. */
export type FormFields = ReadonlyMap<string, string>;

export interface PostPolicy {
  /** Milliseconds since 1970. */
  expiration: number;
  conditions: PostCondition[];
}

export type PostCondition =
  | { kind: 'content-length-range'; least: number; most: number }
  | { kind: 'eq' | 'starts-with'; field: string; value: string; text: string };

/** @param text base64, as it stands in the form */
export function parsePostPolicy(text: string): PostPolicy {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(text, 'base64').toString());
  } catch {
    throw invalidPolicy('Invalid JSON.');
  }
  const { expiration, conditions } = (document ?? {}) as { expiration?: unknown; conditions?: unknown };
  if (typeof expiration !== 'string') throw invalidPolicy('Policy missing expiration.');
  const time = Date.parse(expiration);
  if (Number.isNaN(time)) throw invalidPolicy(`Invalid 'expiration' value: '${expiration}'`);
  if (!Array.isArray(conditions)) throw invalidPolicy('Policy missing conditions.');
  return { expiration: time, conditions: conditions.flatMap(parseCondition) };
}

function parseCondition(condition: unknown): PostCondition[] {
  if (Array.isArray(condition)) return [parseTriple(condition as unknown[])];
  if (typeof condition !== 'object' || condition === null) throw invalidCondition(condition);
  const entries = Object.entries(condition);
  if (entries.length !== 1)
    throw invalidPolicy('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  return entries.map(([field, value]) => {
    if (typeof value !== 'string') throw invalidPolicy(`Invalid Simple-Condition: value must be a string.`);
    return { kind: 'eq', field: field.toLowerCase(), value, text: JSON.stringify(['eq', `$${field}`, value]) };
  });
}

function parseTriple(condition: unknown[]): PostCondition {
  const [operator, first, second] = condition;
  const kind = typeof operator === 'string' ? operator.toLowerCase() : '';
  if (condition.length !== 3) throw invalidCondition(condition);
  if (kind === 'content-length-range') {
    const [least, most] = [Number(first), Number(second)];
    if (!Number.isInteger(least) || !Number.isInteger(most)) throw invalidCondition(condition);
    return { kind, least, most };
  }
  if ((kind !== 'eq' && kind !== 'starts-with') || typeof first !== 'string' || typeof second !== 'string') {
    throw invalidCondition(condition);
  }
  if (!first.startsWith('$')) throw invalidCondition(condition);
  return { kind, field: first.slice(1).toLowerCase(), value: second, text: JSON.stringify(condition) };
}

/** Throws AccessDenied where a form does not keep to its policy. The size of the file shows later. */
export function checkPostPolicy(policy: PostPolicy, fields: FormFields, bucket: string, now: number): void {
  if (policy.expiration <= now) throw violation('Policy expired.');
  const values = new Map([...fields, ['bucket', bucket]]);
  const named = new Set<string>();
  for (const condition of policy.conditions) {
    if (condition.kind === 'content-length-range') continue;
    named.add(condition.field);
    if (!meets(condition, values.get(condition.field))) throw violation(`Policy Condition failed: ${condition.text}`);
  }
  // The bucket is named by the address, and wants its condition all the same.
  const extra = [...values.keys()].find((field) => !named.has(field) && !needsNoCondition(field));
  if (extra !== undefined) throw violation(`Extra input fields: ${extra}`);
}

/** The sizes that all of the policy's ranges allow. */
export function allowedSizes({ conditions }: PostPolicy): { least: number; most: number } {
  const sizes = { least: 0, most: Infinity };
  for (const condition of conditions) {
    if (condition.kind !== 'content-length-range') continue;
    sizes.least = Math.max(sizes.least, condition.least);
    sizes.most = Math.min(sizes.most, condition.most);
  }
  return sizes;
}

function meets(
  { kind, field, value }: Exclude<PostCondition, { kind: 'content-length-range' }>,
  given: string | undefined,
): boolean {
  if (given === undefined) return false;
  if (kind === 'eq') return given === value;
  // A list of types has to keep to the prefix in all its parts.
  if (field === 'content-type') return given.split(',').every((part) => part.trim().startsWith(value));
  return given.startsWith(value);
}

function needsNoCondition(field: string): boolean {
  return /^(?:file|policy|signature|awsaccesskeyid|x-amz-signature|x-ignore-.*)$/.test(field);
}

function violation(reason: string): S3Error {
  return accessDenied(`Invalid according to Policy: ${reason}`);
}

function invalidCondition(condition: unknown): S3Error {
  return invalidPolicy(`Invalid Condition: ${JSON.stringify(condition)}`);
}

function invalidPolicy(reason: string): S3Error {
  return new S3Error('InvalidPolicyDocument', `Invalid Policy: ${reason}`);
}
