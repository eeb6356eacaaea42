import { parseSubArgument, parseSubText } from '../sub-text.ts';
import { templateError } from '../template-error.ts';
import { isScalar } from '../template.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';
import type { Evaluation } from './environment.ts';
import { evaluateAttribute, evaluateReference } from './references.ts';

/** While a variable is unknown, the text stays an Fn::Sub with the known ones filled in. */
export function evaluateSub(argument: TemplateValue, evaluation: Evaluation): TemplateValue {
  const { text, variables } = parseSubArgument(argument);
  const start = evaluation.unresolved.length;
  const given = evaluateVariables(variables, evaluation);
  const left: TemplateObject = {};
  let result = '';
  for (const part of parseSubText(text)) {
    if ('text' in part) {
      result += marked(part.text);
      continue;
    }
    const name = part.variable;
    const before = evaluation.unresolved.length;
    const known = given.get(name);
    const value = known === undefined ? referenced(name, evaluation) : known.value;
    const isUnknown = known === undefined ? evaluation.unresolved.length > before : known.isUnknown;
    if (isUnknown) {
      if (known !== undefined) left[name] = known.value;
      result += `\${${name}}`;
      continue;
    }
    if (!isScalar(value)) throw templateError(`variable ${name} in Fn::Sub expression does not resolve to a string`);
    result += marked(String(value));
  }
  if (evaluation.unresolved.length === start) return result.replaceAll(mark, '');
  const kept = result.replaceAll(mark, '!');
  return { 'Fn::Sub': Object.keys(left).length === 0 ? kept : [kept, left] };
}

/** Stands where `!` keeps a literal `${` from being read as a variable. */
const mark = '\u0000';

function marked(text: string): string {
  return text.replaceAll('${', `\${${mark}`);
}

function referenced(name: string, evaluation: Evaluation): TemplateValue | undefined {
  return name.includes('.') && !name.startsWith('AWS::')
    ? evaluateAttribute(name, evaluation)
    : evaluateReference(name, evaluation);
}

interface Variable {
  value: TemplateValue;
  isUnknown: boolean;
}

function evaluateVariables(variables: TemplateObject, evaluation: Evaluation): Map<string, Variable> {
  const result = new Map<string, Variable>();
  for (const [name, variable] of Object.entries(variables)) {
    const before = evaluation.unresolved.length;
    const value = evaluation.evaluate(variable);
    const isUnknown = evaluation.unresolved.length > before;
    if (value === undefined || (!isUnknown && !isScalar(value))) {
      throw templateError(
        'every value of the context object of every Fn::Sub object must be a string or a function that returns a string',
      );
    }
    result.set(name, { value, isUnknown });
  }
  return result;
}
