import { conditionFunctions, languageExtensionFunctions, ruleFunctions } from '../function-table.ts';
import { attributeTarget, intrinsicOf, visitIntrinsics } from '../intrinsic.ts';
import type { Intrinsic } from '../intrinsic.ts';
import { isPseudoParameter } from '../pseudo-parameters.ts';
import { parseSubArgument, parseSubText } from '../sub-text.ts';
import { formatError, templateError } from '../template-error.ts';
import { isScalar, isTemplateObject, memberOf, sectionOf, textOf } from '../template.ts';
import type { TemplateObject, TemplatePath, TemplateValue } from '../template.ts';
import { checkFunctionForm } from './function-forms.ts';
import type { DeclaredNames } from './names.ts';

export interface ReferenceChecks {
  names: DeclaredNames;
  /** Whether Fn::GetAtt of that resource knows the attribute; undefined of a type that is not known here. */
  hasAttribute: (resource: string, attribute: string) => boolean | undefined;
  /** Whether AWS::LanguageExtensions was applied: its functions may be left. */
  languageExtensions: boolean;
}

interface Scope extends ReferenceChecks {
  unresolved: Set<string>;
  firstPath?: TemplatePath;
}

/** Each function in Resources and Outputs: its form, its place, and that all it names exists, in every branch. */
export function checkReferences(template: TemplateObject, checks: ReferenceChecks): void {
  for (const block of ['Resources', 'Outputs']) {
    const scope: Scope = { ...checks, unresolved: new Set() };
    for (const [name, member] of Object.entries(sectionOf(template, block))) {
      if (block === 'Resources') noteDependsOn(memberOf(member, 'DependsOn'), ['Resources', name, 'DependsOn'], scope);
      visitIntrinsics(member, (intrinsic, path) => checkIntrinsic(intrinsic, path, scope), [block, name]);
    }
    if (scope.unresolved.size === 0) continue;
    const list = [...scope.unresolved].join(', ');
    throw formatError(
      `Unresolved resource dependencies [${list}] in the ${block} block of the template`,
      scope.firstPath ?? [block],
    );
  }
}

function noteDependsOn(value: TemplateValue | undefined, path: TemplatePath, scope: Scope): void {
  for (const id of Array.isArray(value) ? value : [value]) {
    if (typeof id === 'string' && !scope.names.resources.has(id)) unresolved(id, path, scope);
  }
}

function unresolved(name: string, path: TemplatePath, scope: Scope): void {
  scope.unresolved.add(name);
  scope.firstPath ??= [...path];
}

function checkIntrinsic(intrinsic: Intrinsic, path: TemplatePath, scope: Scope): boolean {
  const { name, argument } = intrinsic;
  if (conditionFunctions.has(name) || ruleFunctions.has(name)) {
    throw templateError(`${name} cannot be partially collapsed`, path);
  }
  if (scope.languageExtensions && languageExtensionFunctions.has(name)) return true;
  checkFunctionForm(intrinsic, path);
  switch (name) {
    case 'Ref':
      checkRef(textOf(argument), path, scope);
      return false;
    case 'Fn::GetAtt':
      checkGetAtt(argument, path, scope);
      return true;
    case 'Fn::Sub':
      checkSub(argument, path, scope);
      return true;
    case 'Fn::If':
      checkIf(argument, path, scope);
      return true;
    case 'Fn::FindInMap':
      checkFindInMap(argument, path, scope);
      return true;
    case 'Fn::ImportValue':
      checkImportValue(argument, path, scope);
      return true;
    default:
      return true;
  }
}

function checkRef(name: string, path: TemplatePath, scope: Scope): void {
  const { parameters, resources } = scope.names;
  if (!resources.has(name) && !parameters.has(name) && !isPseudoParameter(name)) unresolved(name, path, scope);
}

function checkGetAtt(argument: TemplateValue, path: TemplatePath, { names, hasAttribute }: Scope): void {
  const target = attributeTarget(argument);
  if (target === undefined) return;
  const { resource, attribute } = target;
  if (!names.resources.has(resource)) {
    throw templateError(`instance of Fn::GetAtt references undefined resource ${resource}`, path);
  }
  if (typeof attribute === 'string' && hasAttribute(resource, attribute) === false) {
    throw templateError(`resource ${resource} does not support attribute type ${attribute} in Fn::GetAtt`, path);
  }
}

function checkSub(argument: TemplateValue, path: TemplatePath, scope: Scope): void {
  const { text, variables } = parseSubArgument(argument, path);
  for (const value of Object.values(variables)) {
    if (isScalar(value) || intrinsicOf(value) !== undefined) continue;
    throw templateError(
      'every value of the context object of every Fn::Sub object must be a string or a function that returns a string',
      path,
    );
  }
  for (const part of parseSubText(text, path)) {
    if (!('variable' in part) || Object.hasOwn(variables, part.variable)) continue;
    const dot = part.variable.indexOf('.');
    const resource = dot < 0 ? '' : part.variable.slice(0, dot);
    if (dot < 0) checkRef(part.variable, path, scope);
    else if (
      !scope.names.resources.has(resource) ||
      scope.hasAttribute(resource, part.variable.slice(dot + 1)) === false
    ) {
      throw templateError(`instance of Fn::Sub references invalid resource attribute ${part.variable}`, path);
    }
  }
}

function checkIf(argument: TemplateValue, path: TemplatePath, { names }: Scope): void {
  const condition = Array.isArray(argument) ? argument[0] : undefined;
  if (typeof condition !== 'string') {
    throw templateError('Fn::If requires a list argument with the first element being a condition', path);
  }
  if (!names.conditions.has(condition)) {
    throw templateError(`unresolved condition dependency ${condition} in Fn::If`, path);
  }
}

function checkFindInMap(argument: TemplateValue, path: TemplatePath, { names }: Scope): void {
  const [map, , , options] = argument as TemplateValue[];
  if (typeof map !== 'string' || names.mappings.has(map) || memberOf(options, 'DefaultValue') !== undefined) return;
  throw templateError(`Mapping named '${map}' is not present in the 'Mappings' section of template.`, path);
}

function checkImportValue(argument: TemplateValue, path: TemplatePath, { names }: Scope): void {
  const refuse = () => {
    throw templateError(
      'the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
      path,
    );
  };
  const isResource = (name: string) => names.resources.has(name);
  visitIntrinsics(argument, (inner) => {
    if (['Fn::ImportValue', 'Fn::GetAZs', 'Fn::GetAtt', 'Fn::GetStackOutput'].includes(inner.name)) refuse();
    if (inner.name === 'Ref' && isResource(textOf(inner.argument))) refuse();
    if (inner.name !== 'Fn::Sub') return;
    const { text, variables } = parseSubArgument(inner.argument, path);
    for (const part of parseSubText(text, path)) {
      const used = 'variable' in part && !Object.hasOwn(variables, part.variable) ? part.variable : '';
      if (isResource(used.split('.')[0] ?? '')) refuse();
    }
  });
}

export function attributeChecker(
  template: TemplateObject,
  hasAttribute: (type: string, attribute: string) => boolean | undefined,
): ReferenceChecks['hasAttribute'] {
  const resources = sectionOf(template, 'Resources');
  return (resource, attribute) => {
    const declaration = resources[resource];
    const type = isTemplateObject(declaration) ? declaration['Type'] : undefined;
    return typeof type === 'string' ? hasAttribute(type, attribute) : undefined;
  };
}
