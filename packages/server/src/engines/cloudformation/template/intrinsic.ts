import { isTemplateObject, textOf } from './template.ts';
import type { TemplatePath, TemplateValue } from './template.ts';

export interface Intrinsic {
  name: string;
  argument: TemplateValue;
}

/** The function that an object is: one member, named `Ref` or `Fn::...`. */
export function intrinsicOf(value: TemplateValue | undefined): Intrinsic | undefined {
  if (!isTemplateObject(value)) return undefined;
  let found: string | undefined;
  for (const name in value) {
    if (found !== undefined) return undefined;
    found = name;
  }
  if (found === undefined || (found !== 'Ref' && !found.startsWith('Fn::'))) return undefined;
  if (found.startsWith('Fn::ForEach::')) return undefined;
  return { name: found, argument: value[found] ?? null };
}

/** `{Condition: Name}` is a function too, but only among conditions: elsewhere it is IAM's, with an object. */
export function conditionOf(value: TemplateValue | undefined): string | undefined {
  if (!isTemplateObject(value) || typeof value['Condition'] !== 'string') return undefined;
  return Object.keys(value).length === 1 ? value['Condition'] : undefined;
}

export interface AttributeTarget {
  resource: string;
  /** A function where the attribute's name is a parameter's. */
  attribute: TemplateValue;
}

/** `[Id, Attribute.Part]`, `[Id, Attribute, Part]` and, in YAML, `Id.Attribute.Part`. */
export function attributeTarget(argument: TemplateValue): AttributeTarget | undefined {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot < 1 || dot === argument.length - 1) return undefined;
    return { resource: argument.slice(0, dot), attribute: argument.slice(dot + 1) };
  }
  if (!Array.isArray(argument) || argument.length < 2) return undefined;
  const [resource, first, ...rest] = argument;
  if (typeof resource !== 'string' || resource === '' || first === undefined) return undefined;
  if (isTemplateObject(first)) return rest.length === 0 ? { resource, attribute: first } : undefined;
  const parts = [first, ...rest];
  if (!parts.every((part) => (typeof part === 'string' && part !== '') || typeof part === 'number')) return undefined;
  return { resource, attribute: parts.map(textOf).join('.') };
}

/** Calls `visit` for each function, outer before inner; it returns false to leave the argument alone. */
export type IntrinsicVisitor = (intrinsic: Intrinsic, path: TemplatePath) => boolean | void;

export function visitIntrinsics(value: TemplateValue, visit: IntrinsicVisitor, path: (string | number)[] = []): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      visitIntrinsics(value[index] ?? null, visit, path);
      path.pop();
    }
    return;
  }
  if (!isTemplateObject(value)) return;
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined && visit(intrinsic, path) === false) return;
  for (const name in value) {
    path.push(name);
    visitIntrinsics(value[name] ?? null, visit, path);
    path.pop();
  }
}
