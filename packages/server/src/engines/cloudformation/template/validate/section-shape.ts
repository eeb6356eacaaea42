import { templateLimits } from '../limits.ts';
import { TemplateError, formatError, pathText } from '../template-error.ts';
import { isScalar, isTemplateObject, memberOf } from '../template.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';

const objectSections = [
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
  'Hooks',
] as const;
const sections: ReadonlySet<string> = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Transform',
  ...objectSections,
]);

/** `extra`: sections that a transform of the template still replaces. */
export function checkSections(template: TemplateObject, extra: (section: string) => boolean): void {
  checkNulls(template, []);
  const unknown = Object.keys(template).filter((section) => !sections.has(section) && !extra(section));
  if (unknown.length > 0) {
    throw new TemplateError(`Invalid template property or properties [${unknown.join(', ')}]`, [unknown[0] ?? '']);
  }
  for (const section of objectSections) {
    const value = memberOf(template, section);
    if (value !== undefined && !isTemplateObject(value)) {
      const noun = section === 'Resources' ? 'Any Resources member' : `[/${section}]`;
      throw formatError(`${noun} must be an object${section === 'Resources' ? '.' : ''}`, [section]);
    }
  }
  checkHead(template);
  checkCounts(template);
}

function checkNulls(value: TemplateValue, path: (string | number)[]): void {
  if (value === null) throw new TemplateError(`[${pathText(path)}] 'null' values are not allowed in templates`, path);
  if (typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) checkMember(index, value[index], path);
  } else {
    for (const name in value) checkMember(name, value[name], path);
  }
}

function checkMember(name: string | number, value: TemplateValue | undefined, path: (string | number)[]): void {
  path.push(name);
  checkNulls(value ?? null, path);
  path.pop();
}

function checkHead(template: TemplateObject): void {
  const version = memberOf(template, 'AWSTemplateFormatVersion');
  if (version !== undefined && version !== '2010-09-09') {
    throw formatError('unsupported value for AWSTemplateFormatVersion.', ['AWSTemplateFormatVersion']);
  }
  const description = memberOf(template, 'Description');
  if (description === undefined) return;
  if (!isScalar(description)) throw formatError('Every Description member must be a string.', ['Description']);
  if (Buffer.byteLength(String(description)) > templateLimits.descriptionBytes) {
    throw formatError(`'Description' length is greater than ${templateLimits.descriptionBytes}.`, ['Description']);
  }
}

const counted = [
  ['Parameters', 'parameters', templateLimits.parameters],
  ['Mappings', 'mappings', templateLimits.mappings],
  ['Resources', 'resources', templateLimits.resources],
  ['Outputs', 'outputs', templateLimits.outputs],
] as const;

function checkCounts(template: TemplateObject): void {
  const resources = memberOf(template, 'Resources');
  if (!isTemplateObject(resources) || Object.keys(resources).length === 0) {
    throw formatError('At least one Resources member must be defined.', ['Resources']);
  }
  for (const [section, noun, limit] of counted) {
    const count = Object.keys(memberOf(template, section) ?? {}).length;
    if (count > limit) {
      throw formatError(`Number of ${noun}, ${count}, is greater than maximum allowed, ${limit}`, [section]);
    }
  }
}

/** Logical ids: letters and digits, at most 255. */
export function checkNames(section: string, noun: string, names: readonly string[], limit: number): void {
  for (const name of names) {
    if (!/^[A-Za-z0-9]+$/.test(name)) throw formatError(`${noun} name ${name} is non alphanumeric.`, [section, name]);
    if (name.length > limit) {
      throw formatError(`${noun} name ${name} exceeds the maximum length of ${limit} characters.`, [section, name]);
    }
  }
}
