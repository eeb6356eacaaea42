import type { Ids } from '../../../platform/ids.ts';
import { coerceProperties } from '../schema/coerce.ts';
import { primaryIdentifierOf, refOf } from '../schema/references.ts';
import type { ResourceModel } from '../schema/references.ts';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import { isTemplateObject, memberOf, textOf } from '../template/template.ts';
import type { TemplateObject } from '../template/template.ts';
import { ModelWriter } from './model-writer.ts';

/** Where a resource is recorded, and what chance and time it gets. */
export interface RecordedScope {
  account: string;
  region: string;
  partition: string;
  stackName: string;
  logicalId: string;
  ids: Ids;
  /** Milliseconds since 1970. */
  now: number;
}

/** A resource whose service is not here: what AWS would have made of its properties, and nothing behind it. */
export interface RecordedResource {
  /** What Ref gives. */
  physicalId: string;
  /** Cloud Control's identifier. */
  primaryIdentifier: string;
  /** As given, with the types of the schema, and the names that were made up. */
  properties: TemplateObject;
  /** What Fn::GetAtt gives, by the attribute's whole name (`Endpoint.Address`). */
  attributes: TemplateObject;
}

/** `properties` are resolved: no function is left in them. */
export function createRecorded(
  schema: ResourceSchema,
  properties: TemplateObject,
  scope: RecordedScope,
): RecordedResource {
  return write(schema, properties, {}, scope);
}

/** After an update in place: identifiers and attributes stay, but for those that repeat a property. */
export function updateRecorded(
  schema: ResourceSchema,
  recorded: RecordedResource,
  properties: TemplateObject,
  scope: RecordedScope,
): RecordedResource {
  const kept = keptNames(schema, recorded, properties);
  const { physicalId, primaryIdentifier } = recorded;
  return { ...write(schema, { ...properties, ...kept }, recorded.attributes, scope), physicalId, primaryIdentifier };
}

/** The resource as Cloud Control reads it: properties and read-only attributes, without what can only be written. */
export function readRecorded(schema: ResourceSchema, recorded: RecordedResource): ResourceModel {
  const model = structuredClone(recorded.properties);
  for (const name of Object.keys(model)) if (isWriteOnly(name)) delete model[name];
  for (const name of Object.keys(schema.attributes)) {
    const value = memberOf(recorded.attributes, name);
    if (value !== undefined && isThere(schema, model, name)) put(model, name.split('.'), structuredClone(value));
  }
  return model;
}

function write(
  schema: ResourceSchema,
  properties: TemplateObject,
  known: TemplateObject,
  scope: RecordedScope,
): RecordedResource {
  const writer = new ModelWriter(schema, coerceProperties(schema, properties), known, scope);
  const attributes: TemplateObject = {};
  for (const name of Object.keys(schema.attributes)) attributes[name] = writer.valueOf(name);
  for (const name of [...schema.primaryIdentifier, ...(schema.refIdentifier ?? [])]) writer.identify(name);
  const model = { ...attributes, ...writer.properties };
  const primaryIdentifier = primaryIdentifierOf(schema, model) || textOf(writer.valueOf('Id'));
  return {
    physicalId: refOf(schema, model) || primaryIdentifier,
    primaryIdentifier,
    properties: writer.properties,
    attributes,
  };
}

/** Names that were made up at the creation are not in the template, and stay. */
function keptNames(schema: ResourceSchema, recorded: RecordedResource, properties: TemplateObject): TemplateObject {
  const kept = Object.entries(recorded.properties).filter(([name]) => {
    if (Object.hasOwn(properties, name)) return false;
    const isIdentifier = [...schema.primaryIdentifier, ...(schema.refIdentifier ?? [])].includes(name);
    return isIdentifier || schema.properties[name]?.generated === true;
  });
  return Object.fromEntries(kept);
}

/** The schemas at hand do not tell what is write-only; these names are, wherever they appear. */
function isWriteOnly(name: string): boolean {
  return /(Password|SecretString|AuthToken|PrivateKey|ClientToken|Keytab|ClientSecret)$/.test(name);
}

/** An attribute inside a property is there where the property is. */
function isThere(schema: ResourceSchema, model: ResourceModel, attribute: string): boolean {
  const [top = '', below] = attribute.split('.');
  return below === undefined || model[top] !== undefined || !Object.hasOwn(schema.properties, top);
}

function put(target: TemplateObject, path: readonly string[], value: TemplateObject[string]): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] ??= value;
    return;
  }
  const below = (target[name] ??= {});
  if (isTemplateObject(below)) put(below, rest, value);
}
