import { templateLimits } from '../limits.ts';
import { formatError } from '../template-error.ts';
import { isScalar, isTemplateObject, sectionOf } from '../template.ts';
import type { TemplateObject, TemplatePath, TemplateValue } from '../template.ts';

const memberMustBeMap = 'Every Mappings member must be a map';
const attributeMustBeText = 'Every Mappings attribute must be a String or a List.';

/** Map, key, attribute: two levels of names over strings and lists, no functions. */
export function checkMappings(template: TemplateObject): void {
  for (const [name, keys] of Object.entries(sectionOf(template, 'Mappings'))) {
    if (name === 'Fn::Transform') continue;
    checkName(name, ['Mappings', name]);
    if (!isTemplateObject(keys)) throw formatError(memberMustBeMap, ['Mappings', name]);
    for (const [key, attributes] of Object.entries(keys)) {
      const path = ['Mappings', name, key];
      if (key === 'Fn::Transform') continue;
      if (!isTemplateObject(attributes)) throw formatError(`Every Mappings member ${key} must be a map`, path);
      checkName(key, path);
      if (Object.keys(attributes).length > templateLimits.mappingAttributes) {
        const count = Object.keys(attributes).length;
        const limit = templateLimits.mappingAttributes;
        throw formatError(`Number of mapping attributes, ${count}, is greater than maximum allowed, ${limit}`, path);
      }
      for (const [attribute, value] of Object.entries(attributes)) checkValue(attribute, value, [...path, attribute]);
    }
  }
}

function checkName(name: string, path: TemplatePath): void {
  if (/^[A-Za-z0-9._-]+$/.test(name) && name.length <= templateLimits.mappingNameCharacters) return;
  throw formatError(`Mappings element name '${name}' must contain only alphanumeric characters, '-' and '.'.`, path);
}

function checkValue(attribute: string, value: TemplateValue, path: TemplatePath): void {
  if (attribute === 'Fn::Transform') return;
  checkName(attribute, path);
  const items = Array.isArray(value) ? value : [value];
  if (!items.every(isScalar)) throw formatError(attributeMustBeText, path);
}
