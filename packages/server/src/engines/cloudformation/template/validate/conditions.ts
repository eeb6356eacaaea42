import { conditionFunctions, ruleFunctions } from '../function-table.ts';
import { attributeTarget, conditionOf, intrinsicOf } from '../intrinsic.ts';
import type { Intrinsic } from '../intrinsic.ts';
import { parseSubArgument, parseSubText } from '../sub-text.ts';
import { formatError, templateError } from '../template-error.ts';
import { isTemplateObject, sectionOf, textOf } from '../template.ts';
import type { TemplateObject, TemplatePath, TemplateValue } from '../template.ts';
import { checkFunctionForm } from './function-forms.ts';
import { isValueName } from './names.ts';
import type { DeclaredNames } from './names.ts';

const onlyBoolean = 'Conditions can only be boolean operations on parameters and other conditions';
/** Functions that ask for more than parameters and mappings. */
const refused: ReadonlySet<string> = new Set([
  'Fn::ImportValue',
  'Fn::GetStackOutput',
  'Fn::GetAZs',
  'Fn::Cidr',
  'Fn::Base64',
  ...ruleFunctions,
]);

interface Scope {
  names: DeclaredNames;
  /** Of the condition in hand: the conditions that it names. */
  uses: Set<string>;
  unresolved: Set<string>;
}

export function checkConditions(template: TemplateObject, names: DeclaredNames): void {
  const unresolved = new Set<string>();
  const uses = new Map<string, Set<string>>();
  for (const [name, condition] of Object.entries(sectionOf(template, 'Conditions'))) {
    const path = ['Conditions', name];
    if (!/^[A-Za-z0-9]+$/.test(name)) throw formatError(`Condition name ${name} is non alphanumeric.`, path);
    const scope: Scope = { names, uses: new Set(), unresolved };
    checkTruth(condition, path, scope);
    uses.set(name, scope.uses);
  }
  if (unresolved.size > 0) {
    const list = [...unresolved].join(', ');
    throw formatError(
      `Unresolved dependencies [${list}]. Cannot reference resources in the Conditions block of the template`,
      ['Conditions'],
    );
  }
  checkCycles(uses);
}

function checkTruth(value: TemplateValue, path: TemplatePath, scope: Scope): void {
  const condition = conditionOf(value);
  if (condition !== undefined) return useCondition(condition, 'Condition', path, scope);
  if (typeof value === 'boolean') return;
  const intrinsic = intrinsicOf(value);
  if (intrinsic === undefined || !conditionFunctions.has(intrinsic.name)) throw formatError(onlyBoolean, path);
  checkFunctionForm(intrinsic, path);
  const operands = intrinsic.argument as TemplateValue[];
  const check = intrinsic.name === 'Fn::Equals' ? checkOperand : checkTruth;
  operands.forEach((operand, index) => check(operand, [...path, intrinsic.name, index], scope));
}

function useCondition(name: string, by: string, path: TemplatePath, { names, uses }: Scope): void {
  if (!names.conditions.has(name)) throw templateError(`unresolved condition dependency ${name} in ${by}`, path);
  uses.add(name);
}

function checkOperand(value: TemplateValue, path: TemplatePath, scope: Scope): void {
  const intrinsic = intrinsicOf(value);
  if (intrinsic === undefined) {
    const members = Array.isArray(value) ? value.entries() : isTemplateObject(value) ? Object.entries(value) : [];
    for (const [name, member] of members) checkOperand(member, [...path, name], scope);
    return;
  }
  const { name } = intrinsic;
  if (refused.has(name)) throw templateError(`Cannot use ${name} in Conditions.`, path);
  checkFunctionForm(intrinsic, path);
  noteNames(intrinsic, path, scope);
  if (name !== 'Ref' && name !== 'Fn::GetAtt') checkOperand(intrinsic.argument, [...path, name], scope);
}

function noteNames({ name, argument }: Intrinsic, path: TemplatePath, scope: Scope): void {
  const { names, unresolved } = scope;
  if (name === 'Ref' && !isValueName(textOf(argument), names)) unresolved.add(textOf(argument));
  if (name === 'Fn::GetAtt') unresolved.add(attributeTarget(argument)?.resource ?? '');
  if (name === 'Fn::If' && Array.isArray(argument)) useCondition(textOf(argument[0]), 'Fn::If', path, scope);
  if (name !== 'Fn::Sub') return;
  const { text, variables } = parseSubArgument(argument);
  for (const part of parseSubText(text)) {
    if (!('variable' in part) || Object.hasOwn(variables, part.variable)) continue;
    if (!isValueName(part.variable, names)) unresolved.add(part.variable.split('.')[0] ?? '');
  }
}

function checkCycles(uses: ReadonlyMap<string, ReadonlySet<string>>): void {
  const done = new Set<string>();
  const visit = (name: string, above: readonly string[]): void => {
    if (done.has(name)) return;
    if (above.includes(name)) {
      const cycle = above.slice(above.indexOf(name));
      throw templateError(`Found circular condition dependency: [${cycle.join(', ')}]`, ['Conditions', name]);
    }
    for (const used of uses.get(name) ?? []) visit(used, [...above, name]);
    done.add(name);
  };
  for (const name of uses.keys()) visit(name, []);
}
