import { TemplateError } from '../../template/template-error.ts';
import { isTemplateObject, memberOf, sectionOf } from '../../template/template.ts';
import type { TemplateObject, TemplateValue } from '../../template/template.ts';

/** AWS checks no more than that each parameter has a value, and each property a parameter. */
export function parameterValues(
  id: string,
  resource: TemplateObject,
  fragment: TemplateObject,
): Map<string, TemplateValue> {
  const declared = sectionOf(fragment, 'Parameters');
  const given = resource['Properties'] ?? {};
  const problems: string[] = [];
  const values = new Map<string, TemplateValue>();
  for (const [name, declaration] of Object.entries(declared)) {
    const value = memberOf(given, name) ?? memberOf(declaration, 'Default');
    if (value === undefined) problems.push(`#: required key [${name}] not found`);
    else values.set(name, isListType(memberOf(declaration, 'Type')) ? asList(value) : value);
  }
  for (const name of isTemplateObject(given) ? Object.keys(given) : []) {
    if (!Object.hasOwn(declared, name)) problems.push(`#: extraneous key [${name}] is not permitted`);
  }
  if (problems.length > 0) {
    throw new TemplateError(`Properties validation failed for resource ${id} with message:\n${problems.join('\n')}`, [
      'Resources',
      id,
    ]);
  }
  return values;
}

function isListType(type: TemplateValue | undefined): boolean {
  return typeof type === 'string' && /^(CommaDelimitedList$|List<)/.test(type);
}

function asList(value: TemplateValue): TemplateValue {
  return typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
}
