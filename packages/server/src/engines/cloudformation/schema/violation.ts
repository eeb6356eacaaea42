import type { TemplateValue } from '../template/template.ts';
import type { ResourceSchema, ValueType } from './resource-schema.ts';

/** Something that a resource's schema forbids. */
export interface Violation {
  /** The object or value at fault: `#`, `#/Rules/0/Id`. */
  pointer: string;
  keyword: 'required' | 'additionalProperties' | 'type' | 'enum';
  /** As AWS writes it, alone. */
  message: string;
}

/** What AWS answers for all of them together; of older types it tells the first alone. */
export function validationMessage(schema: ResourceSchema, logicalId: string, violations: readonly Violation[]): string {
  const messages = violations.map(({ message }) => message);
  if (schema.legacy) return messages[0] ?? '';
  return `Properties validation failed for resource ${logicalId} with message:\n[${messages.join(', ')}]`;
}

/** The texts of one kind of type. */
export interface ViolationTexts {
  missing(pointer: string, name: string): string;
  extraneous(pointer: string, name: string): string;
  wrongType(pointer: string, type: ValueType, found: TemplateValue): string;
}

export const registryTexts: ViolationTexts = {
  missing: (pointer, name) => `${pointer}: required key [${name}] not found`,
  extraneous: (pointer, name) => `${pointer}: extraneous key [${name}] is not permitted`,
  wrongType: (pointer, type, found) => `${pointer}: expected type: ${javaType(type)}, found: ${javaTypeOf(found)}`,
};

export const legacyTexts: ViolationTexts = {
  missing: (_, name) => `Property ${name} cannot be empty.`,
  extraneous: (_, name) => `Encountered unsupported property ${name}`,
  wrongType: (pointer, type) => `Value of property ${lastName(pointer)} must be ${legacyType(type)}`,
};

/** The names of Java's org.json, by which AWS validates. */
function javaType(type: ValueType): string {
  if (typeof type === 'object') {
    if ('enum' in type) return javaType(type.of);
    return 'list' in type ? 'JSONArray' : 'JSONObject';
  }
  if (type === 'json' || type === 'tag') return 'JSONObject';
  return type === 'date-time' ? 'String' : `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}

function javaTypeOf(value: TemplateValue): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  if (typeof value === 'object') return 'JSONObject';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Double';
  return typeof value === 'boolean' ? 'Boolean' : 'String';
}

function legacyType(type: ValueType): string {
  if (typeof type !== 'object') return type === 'json' || type === 'tag' ? 'an object' : `of type ${javaType(type)}`;
  if ('enum' in type) return legacyType(type.of);
  if ('map' in type) return 'an object with String (or simple type) properties';
  if (!('list' in type)) return 'an object';
  return type.list === 'string' ? 'of type List of String' : 'of type List';
}

function lastName(pointer: string): string {
  return pointer.split('/').findLast((part) => !/^\d+$/.test(part)) ?? '';
}
