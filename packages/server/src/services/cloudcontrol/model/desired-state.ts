import { coerceProperties } from '../../../engines/cloudformation/schema/coerce.ts';
import { compareProperties } from '../../../engines/cloudformation/schema/compare.ts';
import type { PropertyDifference } from '../../../engines/cloudformation/schema/compare.ts';
import { replacesResource } from '../../../engines/cloudformation/schema/conditional-replacement.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import { validateProperties } from '../../../engines/cloudformation/schema/validate.ts';
import { isTemplateObject, memberOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { CloudControlError, invalidRequest, validation } from '../errors.ts';
import { parseDocument } from './json-document.ts';

/** A JSON text of properties: DesiredState, or the filter of a list. */
export function parseModel(text: string, member: string): TemplateObject {
  let model: unknown;
  try {
    model = parseDocument(text);
  } catch {
    throw invalidRequest(`${member} is not valid JSON.`);
  }
  if (!isTemplateObject(model)) throw invalidRequest(`${member} must be a JSON object.`);
  return model;
}

/** The properties of a resource to be made, checked and with the types of the schema. */
export function newState(schema: ResourceSchema, model: TemplateObject): TemplateObject {
  const given = readOnlyNames(schema).filter((name) => Object.hasOwn(model, name));
  if (given.length > 0) throw invalidRequest(`readOnlyProperties [${pointers(given)}] cannot be specified`);
  return validated(schema, model);
}

/** The properties after a patch: what it may not change must be as it was. */
export function changedState(schema: ResourceSchema, before: TemplateObject, after: TemplateObject): TemplateObject {
  const names = readOnlyNames(schema);
  const touched = names.filter((name) => !isSame(memberOf(before, name), memberOf(after, name)));
  if (touched.length > 0)
    throw validation(`Invalid patch update: readOnlyProperties [${pointers(touched)}] cannot be updated`);
  const differences = compareProperties(schema, without(names, before), without(names, after));
  const refused = differences.filter((difference) => replacesResource(schema, [difference], after));
  if (refused.length > 0) {
    const list = [...new Set(refused.map(pointerTo))].join(', ');
    throw new CloudControlError(
      'NotUpdatableException',
      `Invalid patch update: createOnlyProperties [${list}] cannot be updated`,
    );
  }
  return validated(schema, without(names, after));
}

/** What a read answers but no property sets. */
function readOnlyNames(schema: ResourceSchema): string[] {
  const names = Object.keys(schema.attributes).map((name) => name.split('.')[0] ?? name);
  return [...new Set(names)].filter((name) => !Object.hasOwn(schema.properties, name));
}

function validated(schema: ResourceSchema, model: TemplateObject): TemplateObject {
  const violations = validateProperties(schema, model, { unresolvedAllowed: false });
  if (violations.length === 0) return coerceProperties(schema, model);
  throw validation(`Model validation failed (${violations.map(({ message }) => message).join('\n')})`);
}

function without(names: readonly string[], model: TemplateObject): TemplateObject {
  return Object.fromEntries(Object.entries(model).filter(([name]) => !names.includes(name)));
}

function pointers(names: readonly string[]): string {
  return names.map((name) => `/properties/${name}`).join(', ');
}

/** As schemas write it: a star for each index. */
function pointerTo({ path }: PropertyDifference): string {
  return path.replace(/^\/Properties/, '/properties').replace(/\/\d+(?=\/|$)/g, '/*');
}
