import { templateLimits } from '../limits.ts';
import { intrinsicOf } from '../intrinsic.ts';
import { TemplateError, formatError } from '../template-error.ts';
import { isScalar, isTemplateObject, memberOf, sectionOf } from '../template.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';
import type { DeclaredNames } from './names.ts';
import { checkNames } from './section-shape.ts';

const members: ReadonlySet<string> = new Set(['Value', 'Description', 'Condition', 'Export']);

export function checkOutputs(template: TemplateObject, names: DeclaredNames): void {
  const outputs = sectionOf(template, 'Outputs');
  checkNames('Outputs', 'Output', Object.keys(outputs), templateLimits.outputNameCharacters);
  for (const [name, output] of Object.entries(outputs)) {
    const path = ['Outputs', name];
    if (!isTemplateObject(output)) throw formatError(`Output ${name} is malformed!`, path);
    const value = memberOf(output, 'Value');
    if (value === undefined) throw formatError('Every Outputs member must contain a Value object', path);
    const unknown = Object.keys(output).find((member) => !members.has(member));
    if (unknown !== undefined)
      throw new TemplateError(`Invalid template output property '${unknown}'`, [...path, unknown]);
    checkOutputValue(value, [...path, 'Value']);
    checkTexts(output, path, names);
    checkExport(name, memberOf(output, 'Export'));
  }
}

/** A list or map can be seen without evaluating anything. */
function checkOutputValue(value: TemplateValue, path: string[]): void {
  if (isScalar(value) || intrinsicOf(value) !== undefined) return;
  const kind = Array.isArray(value) ? 'List' : 'Map';
  throw formatError(`The Value field of every Outputs member must evaluate to a String and not a ${kind}.`, path);
}

function checkTexts(output: TemplateObject, path: string[], names: DeclaredNames): void {
  const description = memberOf(output, 'Description');
  if (description !== undefined && !isScalar(description)) {
    throw formatError('Every Description member must be a string.', [...path, 'Description']);
  }
  if (Buffer.byteLength(String(description ?? '')) > templateLimits.descriptionBytes) {
    throw formatError(`'Description' length is greater than ${templateLimits.descriptionBytes}.`, path);
  }
  const condition = memberOf(output, 'Condition');
  if (condition === undefined) return;
  if (typeof condition !== 'string')
    throw formatError('Every Condition member must be a string.', [...path, 'Condition']);
  if (!names.conditions.has(condition)) {
    throw formatError(`Unresolved condition dependency ${condition} in the Outputs block of the template`, path);
  }
}

/** A name that is computed is known only once the stack is there. */
function checkExport(output: string, value: TemplateValue | undefined): void {
  if (value === undefined) return;
  const name = memberOf(value, 'Name');
  const isWhole = isTemplateObject(value) && Object.keys(value).length === 1 && name !== undefined;
  if (isWhole && (isScalar(name) ? isExportName(String(name)) : intrinsicOf(name) !== undefined)) return;
  throw new TemplateError(malformedExport(output), ['Outputs', output, 'Export']);
}

export function isExportName(name: string): boolean {
  return /^[A-Za-z0-9:-]+$/.test(name);
}

export function malformedExport(output: string): string {
  const rule = 'must be specified and consist only of alphanumeric characters, colons, or hyphens.';
  return `Template format error: Output ${output} is malformed. The Name field of every Export member ${rule}`;
}
