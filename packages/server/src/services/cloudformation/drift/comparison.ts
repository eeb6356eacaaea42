import { coerceProperties } from '../../../engines/cloudformation/schema/coerce.ts';
import { driftOf, restrictedTo } from '../../../engines/cloudformation/schema/compare.ts';
import { valueAt } from '../../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import { isTemplateObject, memberOf, textOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject, TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import type { PropertyDifference } from '../model/drift.ts';
import { isWriteOnly } from './write-only-properties.ts';

export interface Comparison {
  expected: TemplateObject;
  /** What of the resource the template speaks of. */
  actual: TemplateObject;
  differences: PropertyDifference[];
}

/** A resource as it is beside what its template says; what only the resource has is no drift. */
export function compareResource(schema: ResourceSchema, declared: TemplateObject, read: TemplateObject): Comparison {
  const readable = (model: TemplateObject) => withoutSecrets(schema, model, declared);
  const expected = coerceProperties(schema, readable(declared));
  const restricted = restrictedTo(expected, aligned(expected, coerceProperties(schema, readable(read))));
  const actual = restricted as TemplateObject;
  const differences = driftOf(schema, expected, actual).map(({ path, change, before, after }) => ({
    PropertyPath: path.replace(/^\/Properties/, ''),
    ExpectedValue: shownValue(before),
    ActualValue: shownValue(after),
    DifferenceType:
      change === 'Add' ? ('ADD' as const) : change === 'Remove' ? ('REMOVE' as const) : ('NOT_EQUAL' as const),
  }));
  return { expected, actual, differences };
}

/** Members that cannot be read, and those whose value the template takes from elsewhere. */
function withoutSecrets(
  schema: ResourceSchema,
  model: TemplateObject,
  declared: TemplateObject,
  path: readonly string[] = [],
): TemplateObject {
  const kept = Object.entries(model).flatMap(([name, value]) => {
    const here = [...path, name];
    const source = valueAt(declared, here);
    if (isWriteOnly(schema.typeName, here)) return [];
    if (typeof source === 'string' && source.includes('{{resolve:')) return [];
    return [[name, isTemplateObject(value) ? withoutSecrets(schema, value, declared, here) : value] as const];
  });
  return Object.fromEntries(kept);
}

/** Lists with the expected items in the expected order, for services keep many of them as sets. */
function aligned(expected: TemplateValue, actual: TemplateValue): TemplateValue {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const rest = [...actual];
    const matched = expected.map((item) => {
      const index = rest.findIndex((other) => isSame(item, restrictedTo(item, aligned(item, other))));
      return index < 0 ? undefined : rest.splice(index, 1)[0];
    });
    // What stands in place of an expected item is taken for it, changed.
    const inPlace = matched.map((found, index) => {
      if (found !== undefined) return aligned(expected[index] ?? found, found);
      const other = rest.shift();
      return other === undefined ? undefined : aligned(expected[index] ?? other, other);
    });
    return [...inPlace.filter((item) => item !== undefined), ...rest];
  }
  if (!isTemplateObject(expected) || !isTemplateObject(actual)) return actual;
  return Object.fromEntries(
    Object.entries(actual).map(([name, value]) => {
      const member = memberOf(expected, name);
      return [name, member === undefined ? value : aligned(member, value)];
    }),
  );
}

/** AWS writes what is not there as `null`. */
function shownValue(value: TemplateValue | undefined): string {
  return value === undefined ? 'null' : textOf(value);
}

/** The value with `****` for each of these texts: parameters that are not to be echoed. */
export function masked<Value extends TemplateValue>(value: Value, secrets: readonly string[]): Value {
  if (secrets.length === 0) return value;
  if (typeof value === 'string')
    return secrets.reduce<string>((text, secret) => text.replaceAll(secret, '****'), value) as Value;
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets)) as Value;
  if (!isTemplateObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked(item, secrets)])) as Value;
}
