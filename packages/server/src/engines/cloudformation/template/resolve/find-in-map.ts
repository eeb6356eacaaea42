import { functionForms } from '../function-table.ts';
import { templateError } from '../template-error.ts';
import { isScalar, memberOf } from '../template.ts';
import type { TemplateValue } from '../template.ts';
import type { Evaluation } from './environment.ts';

/** `DefaultValue` is looked at only when the names lead nowhere. */
export function findInMap(argument: TemplateValue, evaluation: Evaluation): TemplateValue | undefined {
  const [map, key, attribute, options] = Array.isArray(argument) ? argument : [];
  const before = evaluation.unresolved.length;
  const names = [map, key, attribute].map((name) => evaluation.evaluate(name ?? '') ?? '');
  if (evaluation.unresolved.length > before) {
    return { 'Fn::FindInMap': options === undefined ? names : [...names, options] };
  }
  if (!names.every(isScalar)) throw templateError(functionForms['Fn::FindInMap']?.refusal ?? '');
  const [mapName = '', topKey = '', attributeName = ''] = names.map(String);
  const mappings = (evaluation.environment.mappings ?? {}) as TemplateValue;
  const found = memberOf(memberOf(memberOf(mappings, mapName), topKey), attributeName);
  if (found !== undefined) return found;
  const defaultValue = memberOf(options, 'DefaultValue');
  if (defaultValue !== undefined) return evaluation.evaluate(defaultValue);
  if (memberOf(mappings, mapName) === undefined) {
    throw templateError(`Mapping named '${mapName}' is not present in the 'Mappings' section of template.`);
  }
  throw templateError(`Unable to get mapping for ${mapName}::${topKey}::${attributeName}`);
}
