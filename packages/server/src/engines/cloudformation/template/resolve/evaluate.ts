import { intrinsicOf } from '../intrinsic.ts';
import { isTemplateObject } from '../template.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';
import { replaceDynamicReferences } from './dynamic-references.ts';
import type { Environment, Evaluation, UnresolvedReference } from './environment.ts';
import { evaluateFunction } from './functions.ts';

export interface Resolution {
  /** Undefined where the whole value is AWS::NoValue. Functions that cannot be computed yet stay, with what is known. */
  value: TemplateValue | undefined;
  unresolved: UnresolvedReference[];
}

/** The value with its functions computed. */
export function evaluate(value: TemplateValue, environment: Environment): Resolution {
  const evaluation = startEvaluation(environment);
  const result = evaluation.evaluate(value);
  if (environment.dynamicReference === undefined || result === undefined) {
    return { value: result, unresolved: evaluation.unresolved };
  }
  const replaced = replaceDynamicReferences(result, (reference) => {
    const text = environment.dynamicReference?.(reference);
    if (text === undefined) evaluation.unresolved.push({ kind: 'DynamicReference', reference });
    return text;
  });
  return { value: replaced, unresolved: evaluation.unresolved };
}

export function startEvaluation(
  environment: Environment,
  further: Pick<Evaluation, 'functions' | 'predicates'> = {},
): Evaluation {
  const evaluation: Evaluation = {
    environment,
    unresolved: [],
    evaluate: (value) => evaluateValue(value, evaluation),
    ...further,
  };
  return evaluation;
}

function evaluateValue(value: TemplateValue, evaluation: Evaluation): TemplateValue | undefined {
  if (Array.isArray(value)) {
    return value.map((item) => evaluateValue(item, evaluation)).filter((item) => item !== undefined);
  }
  if (!isTemplateObject(value)) return value;
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined) return evaluateFunction(intrinsic, evaluation);
  const result: TemplateObject = {};
  for (const name in value) {
    const member = evaluateValue(value[name] ?? null, evaluation);
    if (member !== undefined) result[name] = member;
  }
  return result;
}
