import { intrinsicOf } from '../template/intrinsic.ts';
import { isScalar, isTemplateObject, textOf } from '../template/template.ts';
import type { TemplateObject, TemplateValue } from '../template/template.ts';

/** What AWS writes for a value that only the execution will tell. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Functions that could not be computed are written as AWS writes what is not known yet, scalars as their text. */
function shownValue(value: TemplateValue): TemplateValue {
  if (isScalar(value)) return textOf(value);
  if (Array.isArray(value)) return value.map(shownValue);
  if (!isTemplateObject(value)) return value;
  if (intrinsicOf(value) !== undefined) return knownAfterApply;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shownValue(member)]));
}

export function valueText(value: TemplateValue): string {
  const shown = shownValue(value);
  return typeof shown === 'string' ? shown : JSON.stringify(shown);
}

/** BeforeContext and AfterContext: the resource as it is declared, functions computed. */
export function contextText(members: Readonly<Record<string, TemplateValue | undefined>>): string {
  const shown: TemplateObject = {};
  for (const [name, member] of Object.entries(members)) {
    if (member !== undefined) shown[name] = shownValue(member);
  }
  return JSON.stringify(shown);
}
