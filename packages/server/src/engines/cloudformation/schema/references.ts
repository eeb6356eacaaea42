import { isScalar, memberOf, textOf } from '../template/template.ts';
import type { TemplateObject, TemplateValue } from '../template/template.ts';
import type { ResourceSchema } from './resource-schema.ts';

/** Properties and attributes of a resource as one object: what Cloud Control calls its model. */
export type ResourceModel = TemplateObject;

/** What Ref gives: the physical id. Identifiers of several parts are joined as Cloud Control does. */
export function refOf(schema: ResourceSchema, model: ResourceModel): string {
  return identifierText(schema.refIdentifier ?? schema.primaryIdentifier, model);
}

/** The identifier that Cloud Control knows the resource by: `rtb-1|10.0.0.0/16`. */
export function primaryIdentifierOf(schema: ResourceSchema, model: ResourceModel): string {
  return identifierText(schema.primaryIdentifier, model);
}

/** Parts that a resource does not have are left out: a rule on the default event bus is its name alone. */
function identifierText(parts: readonly string[], model: ResourceModel): string {
  return parts
    .map((part) => valueAt(model, part.split('/')))
    .filter((value) => isScalar(value))
    .map(textOf)
    .join('|');
}

export function valueAt(value: TemplateValue | undefined, path: readonly string[]): TemplateValue | undefined {
  return path.reduce<TemplateValue | undefined>((current, name) => memberOf(current, name), value);
}

/** What Fn::GetAtt knows of this type, without names that only the resource tells (`Outputs.Url`). */
export function attributeNames(schema: ResourceSchema): readonly string[] {
  return Object.keys(schema.attributes);
}

/** Whether Fn::GetAtt takes the attribute; below a map or JSON any name is taken. */
export function supportsAttribute(schema: ResourceSchema, name: string): boolean {
  if (Object.hasOwn(schema.attributes, name)) return true;
  if (schema.openAttributes !== undefined && name.startsWith(schema.openAttributes)) return true;
  const parent = Object.keys(schema.attributes).find((attribute) => name.startsWith(`${attribute}.`));
  const type = parent === undefined ? undefined : schema.attributes[parent];
  return type === 'json' || (typeof type === 'object' && 'map' in type);
}
