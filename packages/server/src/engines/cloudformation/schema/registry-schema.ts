import type { TemplateObject, TemplateValue } from '../template/template.ts';
import type { PropertySchema, ResourceSchema, ValueType } from './resource-schema.ts';

export type HandlerName = 'create' | 'read' | 'update' | 'delete' | 'list';

/** IAM actions by handler, as the service that owns the type knows them. */
export type HandlerPermissions = Partial<Record<HandlerName, readonly string[]>>;

/** The type as a JSON schema document, in the form that DescribeType gives. */
export function registrySchema(schema: ResourceSchema, handlers?: HandlerPermissions): TemplateObject {
  const readOnly = Object.keys(schema.attributes).filter((name) => !hasProperty(schema, name));
  const attributes = readOnly.filter((name) => !name.includes('.'));
  const replacing = replacingPointers(schema);
  return compact({
    typeName: schema.typeName,
    description: schema.description ?? `Resource Type definition for ${schema.typeName}`,
    additionalProperties: schema.openProperties ?? false,
    properties: {
      ...propertySchemas(schema.properties),
      ...Object.fromEntries(attributes.map((name) => [name, typeSchema(schema.attributes[name] ?? 'json')])),
    },
    definitions: Object.fromEntries(
      Object.entries(schema.definitions).map(([name, members]) => [name, objectSchema(members)]),
    ),
    required: requiredNames(schema.properties),
    readOnlyProperties: pointersTo(readOnly),
    createOnlyProperties: replacing.yes,
    conditionalCreateOnlyProperties: replacing.maybe,
    deprecatedProperties: pointersTo(
      Object.keys(schema.properties).filter((name) => schema.properties[name]?.deprecated),
    ),
    primaryIdentifier: pointersTo(schema.primaryIdentifier),
    tagging: taggingOf(schema),
    handlers:
      handlers &&
      Object.fromEntries(
        Object.entries(handlers).map(([name, permissions]) => [name, { permissions: [...permissions] }]),
      ),
  });
}

/** Without empty lists, which the registry's own schemas do not have either. */
function compact(document: Record<string, TemplateValue | undefined>): TemplateObject {
  const kept = Object.entries(document).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as TemplateObject;
}

function taggingOf({ tagging }: ResourceSchema): TemplateObject {
  if (tagging === undefined) {
    return { taggable: false, tagOnCreate: false, tagUpdatable: false, cloudFormationSystemTags: false };
  }
  return {
    taggable: true,
    tagOnCreate: true,
    tagUpdatable: true,
    cloudFormationSystemTags: true,
    tagProperty: pointerOf(tagging.property),
  };
}

function hasProperty(schema: ResourceSchema, attribute: string): boolean {
  return Object.hasOwn(schema.properties, attribute.split('.')[0] ?? '') && !attribute.includes('.');
}

function pointersTo(names: readonly string[]): string[] {
  return names.map(pointerOf);
}

function pointerOf(name: string): string {
  return `/properties/${name.replaceAll('.', '/')}`;
}

function replacingPointers(schema: ResourceSchema): { yes: string[]; maybe: string[] } {
  const found: { yes: string[]; maybe: string[] } = { yes: [], maybe: [] };
  const visit = (members: Readonly<Record<string, PropertySchema>>, prefix: string, above: readonly string[]): void => {
    for (const [name, { type, replacement }] of Object.entries(members)) {
      const pointer = `${prefix}/${name}`;
      if (replacement !== undefined) found[replacement].push(pointer);
      // All that lies below a property that replaces does so too, and needs no line of its own.
      if (replacement === 'yes') continue;
      const { element, suffix } = elementOf(type);
      const object = typeof element === 'object' && 'object' in element ? element.object : undefined;
      if (object === undefined || above.includes(object)) continue;
      visit(schema.definitions[object] ?? {}, pointer + suffix, [...above, object]);
    }
  };
  visit(schema.properties, '/properties', []);
  for (const path of schema.replacingPaths ?? []) found.yes.push(`/properties/${path.join('/')}`);
  return found;
}

function elementOf(type: ValueType): { element: ValueType; suffix: string } {
  if (typeof type === 'object' && 'list' in type) return { element: type.list, suffix: '/*' };
  return { element: type, suffix: '' };
}

function objectSchema(members: Readonly<Record<string, PropertySchema>>): TemplateObject {
  return compact({
    type: 'object',
    additionalProperties: false,
    properties: propertySchemas(members),
    required: requiredNames(members),
  });
}

function propertySchemas(members: Readonly<Record<string, PropertySchema>>): TemplateObject {
  return Object.fromEntries(
    Object.entries(members).map(([name, property]) => [
      name,
      compact({ ...typeSchema(property.type), default: property.default as TemplateValue | undefined }),
    ]),
  );
}

function requiredNames(members: Readonly<Record<string, PropertySchema>>): string[] {
  return Object.keys(members).filter((name) => members[name]?.required);
}

function typeSchema(type: ValueType): TemplateObject {
  if (typeof type === 'object') {
    if ('enum' in type) return { type: type.of, enum: [...type.enum] };
    if ('list' in type) return { type: 'array', items: typeSchema(type.list) };
    if ('map' in type)
      return { type: 'object', additionalProperties: false, patternProperties: { '.*': typeSchema(type.map) } };
    if ('object' in type) return { $ref: `#/definitions/${type.object}` };
    return { anyOf: type.oneOf.map(typeSchema) };
  }
  if (type === 'json') return { type: ['object', 'string'] };
  if (type === 'date-time') return { type: 'string', format: 'date-time' };
  if (type !== 'tag') return { type };
  return {
    type: 'object',
    additionalProperties: false,
    properties: { Key: { type: 'string' }, Value: { type: 'string' } },
    required: ['Key'],
  };
}
