import { intrinsicOf } from '../template/intrinsic.ts';
import { isTemplateObject, memberOf } from '../template/template.ts';
import type { TemplateObject, TemplateValue } from '../template/template.ts';
import { coerceProperties } from './coerce.ts';
import { replacementAt, strongest } from './replacement.ts';
import type { RequiresRecreation } from './replacement.ts';
import { membersOf } from './resource-schema.ts';
import type { ResourceSchema, ValueType } from './resource-schema.ts';
import { isSame } from './same-value.ts';

/** One property that is not as it was, or not as the template says. */
export interface PropertyDifference {
  /** As change sets write it: `/Properties/Tags/0/Value`. */
  path: string;
  /** The property at the top of the resource. */
  name: string;
  change: 'Add' | 'Modify' | 'Remove';
  before: TemplateValue | undefined;
  after: TemplateValue | undefined;
  requiresRecreation: RequiresRecreation;
}

/**
 * What an update from `before` to `after` changes. Other spellings of the same value are no difference, nor are another
 * order of tags and a default that is written out.
 */
export function compareProperties(
  schema: ResourceSchema,
  before: TemplateObject,
  after: TemplateObject,
): PropertyDifference[] {
  return differencesOf(schema, coerceProperties(schema, before), coerceProperties(schema, after));
}

/** What of a resource as it is differs from its template; properties that the template does not name are not looked at. */
export function driftOf(
  schema: ResourceSchema,
  expected: TemplateObject,
  actual: TemplateObject,
): PropertyDifference[] {
  const wanted = coerceProperties(schema, expected);
  return differencesOf(schema, wanted, restrictedTo(wanted, coerceProperties(schema, actual)) as TemplateObject);
}

function differencesOf(schema: ResourceSchema, before: TemplateObject, after: TemplateObject): PropertyDifference[] {
  const found: PropertyDifference[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    const [was, is] = [memberOf(before, name) ?? property?.default, memberOf(after, name) ?? property?.default];
    if (isSame(was, is)) continue;
    const difference = { schema, name, found };
    compare(difference, property?.type ?? 'json', memberOf(before, name), memberOf(after, name), [name]);
  }
  return found;
}

interface Comparison {
  schema: ResourceSchema;
  name: string;
  found: PropertyDifference[];
}

function compare(
  comparison: Comparison,
  type: ValueType,
  before: TemplateValue | undefined,
  after: TemplateValue | undefined,
  path: readonly string[],
): void {
  const below = (member: ValueType, key: string | number, was?: TemplateValue, is?: TemplateValue): void => {
    if (!isSame(was, is)) compare(comparison, member, was, is, [...path, String(key)]);
  };
  if (Array.isArray(before) && Array.isArray(after) && typeof type === 'object' && 'list' in type) {
    if (isTagList(comparison.schema, type, path) && isSameSet(before, after)) return;
    const length = Math.max(before.length, after.length);
    for (let index = 0; index < length; index++) below(type.list, index, before[index], after[index]);
    return;
  }
  if (isPlainObject(before) && isPlainObject(after)) {
    const members = membersOf(comparison.schema, type);
    const ofMap = typeof type === 'object' && 'map' in type ? type.map : 'json';
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      below(members?.[name]?.type ?? ofMap, name, memberOf(before, name), memberOf(after, name));
    }
    return;
  }
  report(comparison, before, after, path);
}

function report(
  { schema, name, found }: Comparison,
  before: TemplateValue | undefined,
  after: TemplateValue | undefined,
  path: readonly string[],
): void {
  found.push({
    path: `/Properties/${path.join('/')}`,
    name,
    change: before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify',
    before,
    after,
    requiresRecreation: strongest([replacementAt(schema, path, before), replacementAt(schema, path, after)]),
  });
}

/** Functions are values of their own: nothing below them is a property. */
function isPlainObject(value: TemplateValue | undefined): value is TemplateObject {
  return isTemplateObject(value) && intrinsicOf(value) === undefined;
}

function isTagList(schema: ResourceSchema, type: { list: ValueType }, path: readonly string[]): boolean {
  return type.list === 'tag' || (path.length === 1 && path[0] === schema.tagging?.property);
}

function isSameSet(before: readonly TemplateValue[], after: readonly TemplateValue[]): boolean {
  return before.length === after.length && before.every((item) => after.some((other) => isSame(item, other)));
}

/** `value` without the members that `pattern` does not name. */
export function restrictedTo(pattern: TemplateValue, value: TemplateValue): TemplateValue {
  if (Array.isArray(pattern) && Array.isArray(value)) {
    return value.map((item, index) => restrictedTo(pattern[index] ?? item, item));
  }
  if (!isTemplateObject(pattern) || !isTemplateObject(value)) return value;
  const members = Object.entries(pattern).flatMap(([name, member]) => {
    const actual = memberOf(value, name);
    return actual === undefined ? [] : [[name, restrictedTo(member, actual)] as const];
  });
  return Object.fromEntries(members);
}
