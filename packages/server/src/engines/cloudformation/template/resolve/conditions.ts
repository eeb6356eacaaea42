import { conditionOf, intrinsicOf } from '../intrinsic.ts';
import { formatError, templateError } from '../template-error.ts';
import { isScalar } from '../template.ts';
import type { Template, TemplateValue } from '../template.ts';
import { startEvaluation } from './evaluate.ts';
import type { ConditionStates, Environment, Evaluation } from './environment.ts';

/** Every condition's state; undefined where it hangs on a parameter that is not known yet. */
export function evaluateConditions(
  definitions: Template['Conditions'] = {},
  environment: Omit<Environment, 'conditions'>,
): Map<string, boolean | undefined> {
  const states = new Map<string, boolean | undefined>();
  const open = new Set<string>();
  const get = (name: string): boolean | undefined => {
    if (states.has(name)) return states.get(name);
    if (open.has(name)) throw templateError(`Found circular condition dependency: [${[...open].join(', ')}]`);
    open.add(name);
    const definition = definitions[name] ?? '';
    const state = evaluateTruth(definition, startEvaluation({ ...environment, conditions }));
    open.delete(name);
    states.set(name, state);
    return state;
  };
  const conditions: ConditionStates = { has: (name) => Object.hasOwn(definitions, name), get };
  for (const name of Object.keys(definitions)) get(name);
  return states;
}

/** Three-valued: an unknown operand leaves And and Or open only where it matters. */
export function evaluateTruth(value: TemplateValue, evaluation: Evaluation): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const condition = conditionOf(value);
  if (condition !== undefined) return conditionState(condition, evaluation);
  const intrinsic = intrinsicOf(value);
  const operands = Array.isArray(intrinsic?.argument) ? intrinsic.argument : [];
  switch (intrinsic?.name) {
    case 'Fn::Equals':
      return equal(operands, evaluation);
    case 'Fn::Not': {
      const state = evaluateTruth(operands[0] ?? '', evaluation);
      return state === undefined ? undefined : !state;
    }
    case 'Fn::And':
      return decide(operands, false, evaluation);
    case 'Fn::Or':
      return decide(operands, true, evaluation);
    default: {
      const predicate = evaluation.predicates?.[intrinsic?.name ?? ''];
      if (predicate !== undefined) return predicate(operands, evaluation);
      throw formatError('Conditions can only be boolean operations on parameters and other conditions');
    }
  }
}

function conditionState(name: string, { environment }: Evaluation): boolean | undefined {
  if (!environment.conditions.has(name)) throw templateError(`unresolved condition dependency ${name} in Condition`);
  return environment.conditions.get(name);
}

function decide(operands: readonly TemplateValue[], deciding: boolean, evaluation: Evaluation): boolean | undefined {
  let result: boolean | undefined = !deciding;
  for (const operand of operands) {
    const state = evaluateTruth(operand, evaluation);
    if (state === deciding) return deciding;
    if (state === undefined) result = undefined;
  }
  return result;
}

function equal([left = '', right = '']: readonly TemplateValue[], evaluation: Evaluation): boolean | undefined {
  const before = evaluation.unresolved.length;
  const values = [left, right].map((side) => evaluation.evaluate(side));
  if (evaluation.unresolved.length > before) return undefined;
  const [first, second] = values.map((value) => (isScalar(value) ? String(value) : JSON.stringify(value)));
  return first === second;
}
