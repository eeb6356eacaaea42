import { templateError } from '../template-error.ts';
import { textOf } from '../template.ts';
import type { Template, TemplateValue } from '../template.ts';
import { evaluateTruth } from './conditions.ts';
import { startEvaluation } from './evaluate.ts';
import type { Environment, Evaluation, Evaluator, Predicate } from './environment.ts';

type Declarations = NonNullable<Template['Parameters']>;

export interface RuleLookups {
  /**
   * The values of an attribute (as `VpcId`, `Tags.Department`) of what a parameter names; `unknown` where the service
   * that could tell is not here.
   */
  attributeValues?(parameter: string, attribute: string): readonly string[] | 'unknown' | undefined;
}

export interface FailedAssertion {
  rule: string;
  description: string;
}

/** Assertions that do not hold, of rules whose condition does. What hangs on unknown values holds for now. */
export function failedAssertions(
  template: Pick<Template, 'Rules' | 'Parameters'>,
  environment: Environment,
  lookups: RuleLookups = {},
): FailedAssertion[] {
  const functions = ruleFunctions(template.Parameters ?? {}, lookups);
  const truth = (value: TemplateValue) => evaluateTruth(value, startEvaluation(environment, { functions, predicates }));
  const failed: FailedAssertion[] = [];
  for (const [rule, { RuleCondition, Assertions }] of Object.entries(template.Rules ?? {})) {
    if (RuleCondition !== undefined && truth(RuleCondition) !== true) continue;
    for (const { Assert, AssertDescription } of Assertions) {
      if (truth(Assert) !== false) continue;
      failed.push({ rule, description: AssertDescription ?? 'an assertion does not hold' });
    }
  }
  return failed;
}

export function checkRuleAssertions(...input: Parameters<typeof failedAssertions>): void {
  const [first] = failedAssertions(...input);
  if (first !== undefined)
    throw templateError(`Rule ${first.rule} failed: ${first.description}`, ['Rules', first.rule]);
}

/** Both arguments as lists of strings, once both are known. */
function comparing(compare: (first: string[], second: string[]) => boolean): Predicate {
  return (argument, evaluation) => {
    const before = evaluation.unresolved.length;
    const [first = [], second = []] = (Array.isArray(argument) ? argument : []).map((side) => texts(side, evaluation));
    return evaluation.unresolved.length > before ? undefined : compare(first, second);
  };
}

const predicates: Readonly<Record<string, Predicate>> = {
  'Fn::Contains': comparing((list, wanted) => wanted.every((member) => list.includes(member))),
  'Fn::EachMemberEquals': comparing((list, [value]) => list.every((member) => member === value)),
  'Fn::EachMemberIn': comparing((list, allowed) => list.every((member) => allowed.includes(member))),
};

function texts(value: TemplateValue, evaluation: Evaluation): string[] {
  const found = evaluation.evaluate(value) ?? '';
  return (Array.isArray(found) ? found : [found]).map(String);
}

function ruleFunctions(declarations: Declarations, lookups: RuleLookups): Record<string, Evaluator> {
  const ofType = (type: TemplateValue | undefined) =>
    Object.keys(declarations).filter((name) => itemType(declarations[name]?.Type ?? '') === type);
  const attributeOf = (parameter: string, attribute: TemplateValue | undefined, evaluation: Evaluation) => {
    const values = lookups.attributeValues?.(parameter, textOf(attribute));
    if (values === 'unknown') {
      evaluation.unresolved.push({ kind: 'Ref', name: parameter });
      return [];
    }
    if (values === undefined) throw templateError(`${textOf(attribute)} of parameter ${parameter} cannot be looked up`);
    return [...values];
  };
  return {
    'Fn::RefAll': (type, evaluation) => ofType(type).flatMap((name) => evaluation.evaluate({ Ref: name }) ?? []),
    'Fn::ValueOf': (argument, evaluation) => {
      const [parameter, attribute] = Array.isArray(argument) ? argument : [];
      return attributeOf(textOf(parameter), attribute, evaluation);
    },
    'Fn::ValueOfAll': (argument, evaluation) => {
      const [type, attribute] = Array.isArray(argument) ? argument : [];
      return ofType(type).flatMap((parameter) => attributeOf(parameter, attribute, evaluation));
    },
  };
}

function itemType(type: string): string {
  return /^List<(.+)>$/.exec(type)?.[1] ?? type;
}
