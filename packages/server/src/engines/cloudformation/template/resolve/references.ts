import { attributeTarget } from '../intrinsic.ts';
import { noValue } from '../pseudo-parameters.ts';
import type { PseudoParameters } from '../pseudo-parameters.ts';
import { functionForms } from '../function-table.ts';
import { templateError } from '../template-error.ts';
import { textOf } from '../template.ts';
import type { TemplateValue } from '../template.ts';
import type { Evaluation } from './environment.ts';

export function evaluateReference(argument: TemplateValue, evaluation: Evaluation): TemplateValue | undefined {
  const name = textOf(argument);
  if (name === noValue) return undefined;
  const value = findReferenced(name, evaluation);
  if (value !== undefined) return value;
  evaluation.unresolved.push({ kind: 'Ref', name });
  return { Ref: name };
}

/** The value of a parameter, pseudo parameter or resource; undefined while it is not known. */
function findReferenced(name: string, { environment }: Evaluation): TemplateValue | undefined {
  const { parameters, pseudo } = environment;
  if (parameters.has(name)) return parameters.get(name);
  if (name.startsWith('AWS::')) return pseudo[name as keyof PseudoParameters];
  return environment.ref?.(name);
}

export function evaluateAttribute(argument: TemplateValue, evaluation: Evaluation): TemplateValue {
  const target = attributeTarget(argument);
  if (target === undefined) throw templateError(functionForms['Fn::GetAtt']?.refusal ?? '');
  const { resource, attribute } = target;
  const before = evaluation.unresolved.length;
  const name = evaluation.evaluate(attribute) ?? '';
  if (evaluation.unresolved.length > before) return { 'Fn::GetAtt': [resource, name] };
  const value = evaluation.environment.getAtt?.(resource, textOf(name));
  if (value !== undefined) return value;
  evaluation.unresolved.push({ kind: 'GetAtt', name: resource, attribute: textOf(name) });
  return { 'Fn::GetAtt': [resource, name] };
}
