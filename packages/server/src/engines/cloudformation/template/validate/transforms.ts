import { TemplateError } from '../template-error.ts';
import { isTemplateObject, memberOf } from '../template.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';

export const languageExtensions = 'AWS::LanguageExtensions';

/** Names in the Transform section, in order, then those of Fn::Transform within the template. */
export function declaredTransforms(template: TemplateObject): string[] {
  const found = new Set<string>(sectionTransforms(memberOf(template, 'Transform')));
  collect(template, found);
  return [...found];
}

/** The Transform section takes a name, a list of names, and `{Name, Parameters}`. */
function sectionTransforms(value: TemplateValue | undefined): string[] {
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.map((item) => {
    const name = isTemplateObject(item) ? memberOf(item, 'Name') : item;
    if (typeof name === 'string') return name;
    throw new TemplateError('Key Name of transform definition must be a string.', ['Transform']);
  });
}

function collect(value: TemplateValue, found: Set<string>): void {
  if (Array.isArray(value)) value.forEach((item) => collect(item, found));
  if (!isTemplateObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'Fn::Transform') sectionTransforms(member).forEach((transform) => found.add(transform));
    collect(member, found);
  }
}
