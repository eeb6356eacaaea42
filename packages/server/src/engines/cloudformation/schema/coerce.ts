import { intrinsicOf } from '../template/intrinsic.ts';
import { isScalar, isTemplateObject, textOf } from '../template/template.ts';
import type { TemplateObject, TemplateValue } from '../template/template.ts';
import { membersOf, tagMembers } from './resource-schema.ts';
import type { PropertySchema, ResourceSchema, ValueType } from './resource-schema.ts';

/**
 * The properties with the types of their schema: templates may write `"5"` for an integer, `"true"` for a boolean, 5 for
 * a string and JSON as text. What has no such form, functions included, stays as it is.
 */
export function coerceProperties(schema: ResourceSchema, properties: TemplateObject): TemplateObject {
  return coerceMembers(schema, schema.properties, properties);
}

function coerceValue(schema: ResourceSchema, type: ValueType, value: TemplateValue): TemplateValue {
  if (intrinsicOf(value) !== undefined) return value;
  if (typeof type === 'object') return coerceComposite(schema, type, value);
  switch (type) {
    case 'string':
    case 'date-time':
      return isScalar(value) ? textOf(value) : value;
    case 'integer':
    case 'number':
      return numberOf(value) ?? value;
    case 'boolean':
      return booleanOf(value) ?? value;
    case 'json':
      return parsedJson(value) ?? value;
    default:
      return isTemplateObject(value) ? coerceMembers(schema, tagMembers, value) : value;
  }
}

function coerceComposite(
  schema: ResourceSchema,
  type: Exclude<ValueType, string>,
  value: TemplateValue,
): TemplateValue {
  if ('enum' in type) return coerceValue(schema, type.of, value);
  // Alternatives tell no more than what the value is already, but for JSON as an object or its text.
  if ('oneOf' in type) return (isJsonOrText(type.oneOf) ? parsedJson(value) : undefined) ?? value;
  if ('list' in type) return Array.isArray(value) ? value.map((item) => coerceValue(schema, type.list, item)) : value;
  if (!isTemplateObject(value)) return value;
  const members = membersOf(schema, type);
  if (members !== undefined) return coerceMembers(schema, members, value);
  if (!('map' in type)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coerceValue(schema, type.map, item)]));
}

function isJsonOrText(types: readonly ValueType[]): boolean {
  return types.length === 2 && types.includes('json') && types.includes('string');
}

function coerceMembers(
  schema: ResourceSchema,
  members: Readonly<Record<string, PropertySchema>>,
  value: TemplateObject,
): TemplateObject {
  const coerced: TemplateObject = {};
  for (const [name, member] of Object.entries(value)) {
    const type = Object.hasOwn(members, name) ? members[name]?.type : undefined;
    coerced[name] = type === undefined ? member : coerceValue(schema, type, member);
  }
  return coerced;
}

export function numberOf(value: TemplateValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value)) return undefined;
  return Number(value);
}

export function booleanOf(value: TemplateValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The object or list that a JSON text holds. */
export function parsedJson(value: TemplateValue): TemplateValue | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as TemplateValue;
  } catch {
    return undefined;
  }
}
