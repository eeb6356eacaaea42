import { intrinsicOf } from '../intrinsic.ts';
import { evaluateConditions } from '../resolve/conditions.ts';
import type { Environment } from '../resolve/environment.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { isTemplateObject, memberOf, sectionOf } from '../template.ts';
import type { Template, TemplateObject, TemplateValue } from '../template.ts';
import { languageExtensions } from '../validate/transforms.ts';
import { extensionError } from './extension-error.ts';
import { unrollLoops } from './for-each.ts';
import type { Loops } from './for-each.ts';

const sections = ['Conditions', 'Resources', 'Outputs'] as const;

/**
 * AWS::LanguageExtensions: Fn::ForEach unrolled; Fn::Length, Fn::ToJsonString, and functions in the names of Ref,
 * Fn::GetAtt, Condition, DeletionPolicy and UpdateReplacePolicy computed. Of the environment it uses parameters,
 * mappings and pseudo parameters; what hangs on resources stays for the stack operation where AWS lets it.
 */
export function expandLanguageExtensions(
  template: TemplateObject,
  known: Pick<Environment, 'parameters' | 'pseudo'>,
): TemplateObject {
  refuseElsewhere(template);
  const result: TemplateObject = { ...template };
  const Mappings = memberOf(template, 'Mappings');
  const environment: Environment = {
    ...known,
    conditions: { has: () => true, get: () => undefined },
    ...(Mappings === undefined ? {} : { mappings: Mappings as NonNullable<Template['Mappings']> }),
  };
  const loops: Loops = { environment, made: 0 };
  for (const section of sections) {
    const value = memberOf(template, section);
    if (value !== undefined) result[section] = finish(unrollLoops(value, loops, true), environment);
  }
  const states = evaluateConditions(sectionOf(result, 'Conditions') as Template['Conditions'], environment);
  finishAttributes(result, { ...environment, conditions: states });
  return withoutTransform(result);
}

function refuseElsewhere(template: TemplateObject): void {
  for (const section of ['Parameters', 'Mappings', 'Rules', 'Metadata']) {
    if (Object.keys(sectionOf(template, section)).some((name) => name.startsWith('Fn::ForEach::'))) {
      throw extensionError(`Fn::ForEach is not supported in the ${section} section`, [section]);
    }
  }
}

/** Computes what only this transform knows, innermost first. */
function finish(value: TemplateValue, environment: Environment): TemplateValue {
  if (Array.isArray(value)) return value.map((item) => finish(item, environment));
  if (!isTemplateObject(value)) return value;
  const intrinsic = intrinsicOf(value);
  switch (intrinsic?.name) {
    case 'Fn::Length':
      return lengthOf(finish(intrinsic.argument, environment), environment);
    case 'Fn::ToJsonString': {
      const text = evaluate({ 'Fn::ToJsonString': finish(intrinsic.argument, environment) }, environment);
      return text.value ?? '';
    }
    case 'Ref':
      return { Ref: nameIn(intrinsic.argument, environment, 'Ref') };
    case 'Fn::GetAtt':
      return { 'Fn::GetAtt': attributeNames(intrinsic.argument, environment) };
    default:
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, finish(member, environment)]));
  }
}

function lengthOf(argument: TemplateValue, environment: Environment): TemplateValue {
  const list = evaluate(argument, environment);
  // The length of a list that stands in the template does not hang on what its items will be.
  if (Array.isArray(list.value) && (Array.isArray(argument) || list.unresolved.length === 0)) return list.value.length;
  if (list.unresolved.length > 0) {
    throw extensionError('The Fn::Length value could not be resolved for properties');
  }
  throw extensionError('Fn::Length layout is incorrect');
}

function attributeNames(argument: TemplateValue, environment: Environment): TemplateValue {
  if (!Array.isArray(argument)) return argument;
  return argument.map((part) => nameIn(part, environment, 'Fn::GetAtt'));
}

function nameIn(value: TemplateValue, environment: Environment, by: string): TemplateValue {
  if (!isTemplateObject(value)) return value;
  const name = evaluate(value, environment);
  if (typeof name.value !== 'string' || name.unresolved.length > 0) {
    throw extensionError(`A function in ${by} could not be resolved to a name`);
  }
  return name.value;
}

function finishAttributes(template: TemplateObject, environment: Environment): void {
  const computed = (owner: TemplateObject, attribute: string) => {
    const value = memberOf(owner, attribute);
    if (!isTemplateObject(value)) return;
    const result = evaluate(value, environment);
    if (result.value === undefined) delete owner[attribute];
    else if (typeof result.value === 'string') owner[attribute] = result.value;
    else throw extensionError(`The ${attribute} value could not be resolved`);
  };
  for (const section of ['Resources', 'Outputs']) {
    for (const member of Object.values(sectionOf(template, section))) {
      if (!isTemplateObject(member)) continue;
      for (const attribute of ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy']) computed(member, attribute);
    }
  }
}

function withoutTransform(template: TemplateObject): TemplateObject {
  const { Transform, ...rest } = template;
  const items = Array.isArray(Transform) ? Transform : Transform === undefined ? [] : [Transform];
  const left = items.filter((item) => item !== languageExtensions && memberOf(item, 'Name') !== languageExtensions);
  if (left.length === 0) return rest;
  return { ...rest, Transform: Array.isArray(Transform) ? left : (left[0] ?? '') };
}
