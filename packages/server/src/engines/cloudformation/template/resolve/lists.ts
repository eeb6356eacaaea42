import { functionForms } from '../function-table.ts';
import { intrinsicOf } from '../intrinsic.ts';
import { templateError } from '../template-error.ts';
import { isScalar } from '../template.ts';
import type { TemplateValue } from '../template.ts';
import type { Evaluation } from './environment.ts';

const refusal = (name: string) => templateError(functionForms[name]?.refusal ?? name);

export function joinList(argument: TemplateValue): TemplateValue {
  const [delimiter, items] = Array.isArray(argument) ? argument : [];
  if (!isScalar(delimiter) || !Array.isArray(items) || !items.every(isScalar)) throw refusal('Fn::Join');
  return items.join(String(delimiter));
}

export function splitText(argument: TemplateValue): TemplateValue {
  const [delimiter, text] = Array.isArray(argument) ? argument : [];
  if (!isScalar(delimiter) || delimiter === '' || !isScalar(text)) throw refusal('Fn::Split');
  return String(text).split(String(delimiter));
}

/** Of a list that stands in the template only the chosen item is evaluated, so that others may be unknown. */
export function selectItem(argument: TemplateValue, evaluation: Evaluation): TemplateValue | undefined {
  const [index, list = ''] = Array.isArray(argument) ? argument : [];
  const before = evaluation.unresolved.length;
  const position = evaluation.evaluate(index ?? '') ?? '';
  if (evaluation.unresolved.length > before) {
    return { 'Fn::Select': [position, evaluation.evaluate(list) ?? []] };
  }
  const at = isScalar(position) && /^-?[0-9]+$/.test(String(position)) ? Number(position) : Number.NaN;
  if (Number.isNaN(at)) throw refusal('Fn::Select');
  if (Array.isArray(list) && !list.some(mayVanish)) {
    return evaluation.evaluate(chosen(list, at));
  }
  const items = evaluation.evaluate(list);
  if (evaluation.unresolved.length > before) return { 'Fn::Select': [position, items ?? []] };
  if (!Array.isArray(items)) throw refusal('Fn::Select');
  return chosen(items, at);
}

/** An item that may be AWS::NoValue: the ones after it would move. */
function mayVanish(item: TemplateValue): boolean {
  const intrinsic = intrinsicOf(item);
  return intrinsic?.name === 'Fn::If' || intrinsic?.argument === 'AWS::NoValue';
}

function chosen(items: readonly TemplateValue[], at: number): TemplateValue {
  const item = items[at];
  if (item === undefined) throw templateError(`Fn::Select cannot select nonexistent value at index ${at}`);
  return item;
}
