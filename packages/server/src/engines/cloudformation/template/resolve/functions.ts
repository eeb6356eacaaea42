import type { Intrinsic } from '../intrinsic.ts';
import { templateError } from '../template-error.ts';
import { isScalar, textOf } from '../template.ts';
import type { TemplateValue } from '../template.ts';
import { unsupportedFunction } from '../function-table.ts';
import { cidrBlocks } from './cidr.ts';
import type { Evaluation, Evaluator } from './environment.ts';
import { evaluateAttribute, evaluateReference } from './references.ts';
import { findInMap } from './find-in-map.ts';
import { evaluateSub } from './sub.ts';
import { joinList, selectItem, splitText } from './lists.ts';
import { evaluateImport, evaluateStackOutput, evaluateZones } from './other-stacks.ts';

/** Functions that need their whole argument: while part of it is unknown, they stay with what is known. */
const strict: Readonly<Record<string, (argument: TemplateValue) => TemplateValue>> = {
  'Fn::Join': joinList,
  'Fn::Split': splitText,
  'Fn::Base64': base64,
  'Fn::Cidr': cidr,
  'Fn::Length': length,
  'Fn::ToJsonString': (argument) => JSON.stringify(argument),
};

/** Functions that choose what they evaluate, or ask the environment. */
const lazy: Readonly<Record<string, Evaluator>> = {
  Ref: evaluateReference,
  'Fn::GetAtt': evaluateAttribute,
  'Fn::If': evaluateIf,
  'Fn::Select': selectItem,
  'Fn::FindInMap': findInMap,
  'Fn::Sub': evaluateSub,
  'Fn::GetAZs': evaluateZones,
  'Fn::ImportValue': evaluateImport,
  'Fn::GetStackOutput': evaluateStackOutput,
};

export function evaluateFunction({ name, argument }: Intrinsic, evaluation: Evaluation): TemplateValue | undefined {
  const chooser = evaluation.functions?.[name] ?? lazy[name];
  if (chooser !== undefined) return chooser(argument, evaluation);
  const compute = strict[name];
  if (compute === undefined) throw templateError(unsupportedFunction(name));
  const before = evaluation.unresolved.length;
  const value = evaluation.evaluate(argument) ?? '';
  return evaluation.unresolved.length > before ? { [name]: value } : compute(value);
}

/** Only the branch that is taken is looked at: the other may name what does not exist. */
function evaluateIf(argument: TemplateValue, evaluation: Evaluation): TemplateValue | undefined {
  const [name, then = '', otherwise = ''] = Array.isArray(argument) ? argument : [];
  if (typeof name !== 'string') {
    throw templateError('Fn::If requires a list argument with the first element being a condition');
  }
  const { conditions } = evaluation.environment;
  if (!conditions.has(name)) throw templateError(`unresolved condition dependency ${name} in Fn::If`);
  const state = conditions.get(name);
  if (state !== undefined) return evaluation.evaluate(state ? then : otherwise);
  evaluation.unresolved.push({ kind: 'Condition', name });
  const branches = [then, otherwise].map((branch) => evaluation.evaluate(branch) ?? { Ref: 'AWS::NoValue' });
  return { 'Fn::If': [name, ...branches] };
}

function base64(argument: TemplateValue): TemplateValue {
  if (!isScalar(argument)) throw templateError('every Fn::Base64 object must have a String-typed value.');
  return Buffer.from(String(argument)).toString('base64');
}

function cidr(argument: TemplateValue): TemplateValue {
  const [block, count, bits] = Array.isArray(argument) ? argument : [];
  return cidrBlocks(textOf(block), Number(count), bits === undefined ? undefined : Number(bits));
}

function length(argument: TemplateValue): TemplateValue {
  if (!Array.isArray(argument)) throw templateError('Fn::Length requires a list');
  return argument.length;
}
