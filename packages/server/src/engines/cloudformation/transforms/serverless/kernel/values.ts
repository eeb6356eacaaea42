import { isDeepStrictEqual } from 'node:util';

export type Fields = Record<string, unknown>;

export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function asMap(value: unknown): Fields {
  return isMap(value) ? value : {};
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** AWS's transform takes empty maps, lists and strings as not given. */
export function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

export function includesEqual(list: readonly unknown[], item: unknown): boolean {
  return list.some((other) => isDeepStrictEqual(other, item));
}

export function withUnique(list: unknown, additions: unknown): unknown[] {
  const result = [...asList(list)];
  for (const addition of asList(additions)) if (!includesEqual(result, addition)) result.push(addition);
  return result;
}

/** Properties without a value are left out of what is generated. */
export function withoutAbsent(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isAbsent(value)));
}

export function isAlphanumeric(text: string): boolean {
  return /^[\p{L}\p{N}]+$/u.test(text);
}

/** What a table has by a name of the template's; nothing that every object has, as `constructor`. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The value at a path of names; `undefined` when a step is missing, `notMapAt` told when a step is no map. */
export function valueAt(root: unknown, path: readonly string[], notMapAt: (path: string) => never): unknown {
  let value = root;
  for (const [index, name] of path.entries()) {
    if (isAbsent(value)) return undefined;
    if (!isMap(value)) return notMapAt(path.slice(0, index).join('.'));
    value = value[name];
  }
  return value;
}

export function notMapMessage(path: string): string {
  return path ? `The value of '${path}' should be a map` : 'It should be a map';
}
