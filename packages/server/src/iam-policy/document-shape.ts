export type Json = Record<string, unknown>;

export const DOCUMENT_FIELDS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
export const STATEMENT_FIELDS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
export const VERSIONS: ReadonlySet<unknown> = new Set(['2008-10-17', '2012-10-17']);

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isOptionalString(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/** A string or a list of strings. */
export function isStringList(value: unknown): value is string | string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));
}

export function isConditionValue(value: unknown): boolean {
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar));
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The strings of an element and of its `Not...` form. */
export function stringsOf(statement: Json, name: string): string[] {
  return [statement[name], statement[`Not${name}`]].filter(isStringList).flat();
}

export function hasBoth(statement: Json, name: string): boolean {
  return statement[name] !== undefined && statement[`Not${name}`] !== undefined;
}

export function hasDuplicateSids(statements: readonly Json[]): boolean {
  const sids = statements.map(({ Sid }) => Sid).filter(Boolean);
  return new Set(sids).size < sids.length;
}
