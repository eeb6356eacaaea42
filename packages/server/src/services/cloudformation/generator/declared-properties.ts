import type { PropertySchema, ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { writeOnlyNames } from '../drift/write-only-properties.ts';
import type { GeneratedResource } from '../model/generated-template.ts';

export interface DeclaredProperties {
  properties: TemplateObject;
  parameters: TemplateObject;
  warnings: GeneratedResource['warnings'];
}

/**
 * What a template would declare of a resource that was read. A required property that cannot be read becomes a
 * parameter; others that may be there unseen are warned of.
 */
export function declaredProperties(
  schema: ResourceSchema,
  model: TemplateObject,
  logicalId: string,
): DeclaredProperties {
  const properties = Object.fromEntries(
    Object.entries(model).filter(([name]) => Object.hasOwn(schema.properties, name)),
  );
  const parameters: TemplateObject = {};
  const warned: { PropertyPath: string; Required: boolean; Description: string }[] = [];
  for (const [name, property] of unreadProperties(schema, model)) {
    const isText =
      property.required === true && ['string', 'number', 'integer', 'boolean'].includes(typeName(property));
    if (isText) {
      const parameter = `${logicalId}${name}`;
      parameters[parameter] = { Type: 'String', NoEcho: true, Description: `${name} of ${logicalId}` };
      properties[name] = { Ref: parameter };
    } else {
      warned.push({
        PropertyPath: `/properties/${name}`,
        Required: property.required === true,
        Description: `${name} is write-only and cannot be read from the resource.`,
      });
    }
  }
  const warnings = warned.length > 0 ? [{ Type: 'UNSUPPORTED_PROPERTIES' as const, Properties: warned }] : [];
  return { properties, parameters, warnings };
}

function unreadProperties(schema: ResourceSchema, model: TemplateObject): [string, PropertySchema][] {
  const writeOnly = new Set(writeOnlyNames(schema.typeName));
  return Object.entries(schema.properties).filter(
    ([name, { required }]) => !Object.hasOwn(model, name) && (required === true || writeOnly.has(name)),
  );
}

function typeName({ type }: PropertySchema): string {
  if (typeof type === 'string') return type;
  return 'enum' in type ? type.of : 'object';
}
