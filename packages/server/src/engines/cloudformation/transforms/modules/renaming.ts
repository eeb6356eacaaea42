import { attributeTarget, conditionOf, intrinsicOf } from '../../template/intrinsic.ts';
import { parseSubArgument, parseSubText } from '../../template/sub-text.ts';
import type { SubPart } from '../../template/sub-text.ts';
import { isTemplateObject, textOf } from '../../template/template.ts';
import type { TemplateObject, TemplateValue } from '../../template/template.ts';

/** How names in a part of a template are replaced; undefined leaves a name as it is. */
export interface Renaming {
  /** Of what Ref and Fn::Sub name: another name, or a value to take its place. */
  reference(name: string): { name: string } | { value: TemplateValue } | undefined;
  /** Of `Resource.Attribute`, as one text. */
  attribute(target: string): string | undefined;
  condition(name: string): string | undefined;
  mapping(name: string): string | undefined;
}

/** The value with the names in its functions replaced. */
export function renamed(value: TemplateValue, renaming: Renaming): TemplateValue {
  if (Array.isArray(value)) return value.map((item) => renamed(item, renaming));
  if (!isTemplateObject(value)) return value;
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined) return renamedFunction(intrinsic.name, intrinsic.argument, renaming);
  const condition = conditionOf(value);
  const other = condition === undefined ? undefined : renaming.condition(condition);
  if (other !== undefined) return { Condition: other };
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, renamed(item, renaming)]));
}

function renamedFunction(name: string, argument: TemplateValue, renaming: Renaming): TemplateValue {
  switch (name) {
    case 'Ref': {
      const found = renaming.reference(textOf(argument));
      if (found === undefined) return { Ref: argument };
      return 'value' in found ? found.value : { Ref: found.name };
    }
    case 'Fn::GetAtt':
      return { 'Fn::GetAtt': renamedAttribute(argument, renaming) };
    case 'Fn::Sub':
      return renamedSub(argument, renaming);
    case 'Fn::If':
      return { 'Fn::If': renamedFirst(argument, renaming, (first) => renaming.condition(first)) };
    case 'Fn::FindInMap':
      return { 'Fn::FindInMap': renamedFirst(argument, renaming, (first) => renaming.mapping(first)) };
    default:
      return { [name]: renamed(argument, renaming) };
  }
}

function renamedFirst(
  argument: TemplateValue,
  renaming: Renaming,
  rename: (first: string) => string | undefined,
): TemplateValue {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return renamed(argument, renaming);
  const [first, ...rest] = argument;
  return [rename(first) ?? first, ...rest.map((item) => renamed(item, renaming))];
}

function renamedAttribute(argument: TemplateValue, renaming: Renaming): TemplateValue {
  const target = attributeTarget(argument);
  if (target === undefined || typeof target.attribute !== 'string') return renamed(argument, renaming);
  const other = renaming.attribute(`${target.resource}.${target.attribute}`);
  if (other === undefined) return argument;
  const dot = other.indexOf('.');
  return [other.slice(0, dot), other.slice(dot + 1)];
}

function renamedSub(argument: TemplateValue, renaming: Renaming): TemplateValue {
  const { text, variables } = parseSubArgument(argument);
  const values: TemplateObject = {};
  for (const [name, value] of Object.entries(variables)) values[name] = renamed(value, renaming);
  const parts = parseSubText(text).map((part): SubPart => {
    if (!('variable' in part) || Object.hasOwn(variables, part.variable)) return part;
    const { variable } = part;
    const attribute = renaming.attribute(variable);
    if (attribute !== undefined && variable.includes('.')) return { variable: attribute };
    const found = renaming.reference(variable);
    if (found === undefined) return part;
    if ('name' in found) return { variable: found.name };
    values[variable] = found.value;
    return part;
  });
  const result = parts.map(subText).join('');
  return { 'Fn::Sub': Object.keys(values).length === 0 ? result : [result, values] };
}

function subText(part: SubPart): string {
  if ('variable' in part) return `\${${part.variable}}`;
  return /^\$\{[^}]*\}$/.test(part.text) ? part.text.replace('${', '${!') : part.text;
}
