import { conditionFunctions, ruleFunctions } from '../function-table.ts';
import { visitIntrinsics } from '../intrinsic.ts';
import { formatError, templateError } from '../template-error.ts';
import { isScalar, isTemplateObject, memberOf, sectionOf, textOf } from '../template.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';
import { checkFunctionForm } from './function-forms.ts';
import { isValueName } from './names.ts';
import type { DeclaredNames } from './names.ts';

const allowed: ReadonlySet<string> = new Set([...conditionFunctions, ...ruleFunctions, 'Ref', 'Fn::If']);

export function checkRules(template: TemplateObject, names: DeclaredNames): void {
  for (const [name, rule] of Object.entries(sectionOf(template, 'Rules'))) {
    const path = ['Rules', name];
    if (!isTemplateObject(rule)) throw formatError('Any Rules member must be a JSON object.', path);
    const unknown = Object.keys(rule).find((member) => member !== 'RuleCondition' && member !== 'Assertions');
    if (unknown !== undefined) throw formatError(`Invalid template rule property '${unknown}'`, [...path, unknown]);
    const assertions = memberOf(rule, 'Assertions');
    if (!Array.isArray(assertions) || assertions.length === 0) {
      throw formatError('Every Rules object must contain an Assertions member.', path);
    }
    const condition = memberOf(rule, 'RuleCondition');
    if (condition !== undefined) checkExpression(condition, [...path, 'RuleCondition'], names);
    assertions.forEach((assertion, index) => checkAssertion(assertion, [...path, 'Assertions', index], names));
  }
}

function checkAssertion(assertion: TemplateValue, path: (string | number)[], names: DeclaredNames): void {
  const assert = memberOf(assertion, 'Assert');
  if (assert === undefined) throw formatError('Every Assertions member must contain an Assert object.', path);
  const description = memberOf(assertion, 'AssertDescription');
  if (description !== undefined && !isScalar(description)) {
    throw formatError('Every AssertDescription member must be a string.', path);
  }
  checkExpression(assert, [...path, 'Assert'], names);
}

function checkExpression(expression: TemplateValue, path: (string | number)[], names: DeclaredNames): void {
  visitIntrinsics(
    expression,
    (intrinsic, at) => {
      if (!allowed.has(intrinsic.name)) throw templateError(`Cannot use ${intrinsic.name} in Rules.`, at);
      checkFunctionForm(intrinsic, at);
      if (intrinsic.name === 'Ref' && !isValueName(textOf(intrinsic.argument), names)) {
        const name = textOf(intrinsic.argument);
        throw formatError(
          `Unresolved dependencies [${name}]. Cannot reference resources in the Rules block of the template`,
          at,
        );
      }
    },
    path,
  );
}
