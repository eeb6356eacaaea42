import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import { isScalar, isTemplateObject, memberOf, textOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject, TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import { validation } from '../errors.ts';

/**
 * The properties that identify a resource, from `a|b` in the order of its schema or from a JSON object by their names.
 * https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-identifier.html
 */
export function parseIdentifier(schema: ResourceSchema, text: string): TemplateObject {
  const values = text.trimStart().startsWith('{') ? valuesByName(schema, text) : valuesInOrder(schema, text);
  const properties: TemplateObject = {};
  schema.primaryIdentifier.forEach((part, index) => {
    const value = values[index];
    if (value !== undefined) put(properties, part.split('/'), value);
  });
  return properties;
}

function valuesInOrder(schema: ResourceSchema, text: string): (string | undefined)[] {
  const { primaryIdentifier } = schema;
  const values = primaryIdentifier.length === 1 ? [text] : text.split('|');
  // Parts that a resource does not have are left out at the end: the event bus of a rule on the default one.
  const required = primaryIdentifier.filter((part) => !isOptional(schema, part)).length;
  if (values.length > primaryIdentifier.length || values.length < required) throw notValid(schema, text);
  return values;
}

function valuesByName(schema: ResourceSchema, text: string): (string | undefined)[] {
  const model = parsed(text);
  if (!isTemplateObject(model)) throw notValid(schema, text);
  return schema.primaryIdentifier.map((part) => {
    const value = memberOf(model, part) ?? memberOf(model, part.split('/').at(-1) ?? part);
    if (isScalar(value)) return textOf(value);
    if (isOptional(schema, part)) return undefined;
    throw notValid(schema, text);
  });
}

function isOptional({ properties }: ResourceSchema, part: string): boolean {
  const property = properties[part];
  return property !== undefined && property.required === undefined && property.generated === undefined;
}

function notValid({ primaryIdentifier }: ResourceSchema, text: string): Error {
  const parts = primaryIdentifier.map((part) => `/properties/${part}`).join(', ');
  return validation(`Identifier ${text} is not valid for identifier [${parts}]`);
}

function parsed(text: string): TemplateValue | undefined {
  try {
    return JSON.parse(text) as TemplateValue;
  } catch {
    return undefined;
  }
}

function put(target: TemplateObject, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const below = (target[name] ??= {});
  if (isTemplateObject(below)) put(below, rest, value);
}
