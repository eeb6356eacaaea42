import { isTemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject, TemplateValue } from '../../../engines/cloudformation/template/template.ts';

/** A value by which other resources may name this one. */
export interface ResourceName {
  value: string;
  /** Undefined: what Ref gives. */
  attribute?: string;
}

export interface NamedResource {
  type: string;
  names: readonly ResourceName[];
}

/** The text of a property, and the name of the property (of the list that it is in). */
type TextVisitor = (text: string, property: string) => TemplateValue | undefined;

/** The value with each text replaced by what the visitor answers for it; undefined keeps the text. */
export function replaceTexts(value: TemplateValue, visit: TextVisitor, property = ''): TemplateValue {
  if (typeof value === 'string') return visit(value, property) ?? value;
  if (Array.isArray(value)) return value.map((item) => replaceTexts(item, visit, property));
  if (!isTemplateObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaceTexts(item, visit, name)]));
}

/**
 * Whether a text in that property names the resource. An ARN, URL or the like does wherever it stands; a plain name only
 * where the property speaks of that kind of resource: `orders` in `QueueName`, `worker` in `Roles`.
 */
export function findName(resource: NamedResource, text: string, property: string): ResourceName | undefined {
  const name = resource.names.find(({ value }) => value === text);
  if (name === undefined || /[:/]/.test(text)) return name;
  const noun = resource.type.split('::').at(-1)?.toLowerCase() ?? '';
  return property.toLowerCase().includes(noun) ? name : undefined;
}

export function refersTo(model: TemplateObject, resource: NamedResource): boolean {
  let found = false;
  replaceTexts(model, (text, property) => {
    found ||= findName(resource, text, property) !== undefined;
    return undefined;
  });
  return found;
}
