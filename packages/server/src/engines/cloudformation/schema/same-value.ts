import { isScalar, isTemplateObject, memberOf, textOf } from '../template/template.ts';
import type { TemplateValue } from '../template/template.ts';
import { parsedJson } from './coerce.ts';

/** Equal but for spelling: numbers and booleans as text, JSON as text, members in another order. */
export function isSame(left: unknown, right: unknown): boolean {
  const [a, b] = [left as TemplateValue | undefined, right as TemplateValue | undefined];
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (isScalar(a) && isScalar(b)) return textOf(a) === textOf(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (isTemplateObject(a) && isTemplateObject(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], memberOf(b, name)));
  }
  const [parsedA, parsedB] = [parsedJson(a), parsedJson(b)];
  if (parsedA === undefined && parsedB === undefined) return false;
  return isSame(parsedA ?? a, parsedB ?? b);
}
