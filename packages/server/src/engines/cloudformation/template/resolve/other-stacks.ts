import { functionForms } from '../function-table.ts';
import { templateError } from '../template-error.ts';
import { isScalar, isTemplateObject, memberOf } from '../template.ts';
import type { TemplateValue } from '../template.ts';
import type { Evaluation, StackOutputReference } from './environment.ts';

/** Fn::GetAZs: of an empty string, the stack's own Region. */
export function evaluateZones(argument: TemplateValue, evaluation: Evaluation): TemplateValue {
  const before = evaluation.unresolved.length;
  const value = evaluation.evaluate(argument) ?? '';
  if (evaluation.unresolved.length > before) return { 'Fn::GetAZs': value };
  if (!isScalar(value)) throw templateError(functionForms['Fn::GetAZs']?.refusal ?? '');
  const { environment } = evaluation;
  const region = value === '' ? (environment.pseudo['AWS::Region'] ?? '') : String(value);
  const zones = environment.availabilityZones?.(region);
  if (zones !== undefined) return [...zones];
  evaluation.unresolved.push({ kind: 'AvailabilityZones', region });
  return { 'Fn::GetAZs': region };
}

export function evaluateImport(argument: TemplateValue, evaluation: Evaluation): TemplateValue {
  const before = evaluation.unresolved.length;
  const name = evaluation.evaluate(argument) ?? '';
  if (evaluation.unresolved.length > before) return { 'Fn::ImportValue': name };
  if (!isScalar(name)) throw templateError(functionForms['Fn::ImportValue']?.refusal ?? '');
  const value = evaluation.environment.importValue?.(String(name));
  if (value !== undefined) return value;
  evaluation.unresolved.push({ kind: 'ImportValue', name: String(name) });
  return { 'Fn::ImportValue': name };
}

export function evaluateStackOutput(argument: TemplateValue, evaluation: Evaluation): TemplateValue {
  const before = evaluation.unresolved.length;
  const parts = evaluation.evaluate(argument) ?? '';
  if (evaluation.unresolved.length > before) return { 'Fn::GetStackOutput': parts };
  const output = stackOutputReference(parts);
  const value = evaluation.environment.stackOutput?.(output);
  if (value !== undefined) return value;
  evaluation.unresolved.push({ kind: 'StackOutput', output });
  return { 'Fn::GetStackOutput': parts };
}

function stackOutputReference(parts: TemplateValue): StackOutputReference {
  const text = (name: string) => {
    const value = memberOf(parts, name);
    return isScalar(value) ? String(value) : undefined;
  };
  const [StackName, OutputName, Region, RoleArn] = ['StackName', 'OutputName', 'Region', 'RoleArn'].map(text);
  if (!isTemplateObject(parts) || StackName === undefined || OutputName === undefined) {
    throw templateError(functionForms['Fn::GetStackOutput']?.refusal ?? '');
  }
  return {
    StackName,
    OutputName,
    ...(Region === undefined ? {} : { Region }),
    ...(RoleArn === undefined ? {} : { RoleArn }),
  };
}
