import type { TemplateValue } from '../template.ts';

const truth: Readonly<Record<string, boolean>> = Object.assign(Object.create(null) as Record<string, boolean>, {
  ...Object.fromEntries(['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word) => [word, true])),
  ...Object.fromEntries(
    ['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, false]),
  ),
});
const decimal = /^[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/**
 * The value of a plain YAML scalar as AWS takes it: the truth words of YAML 1.1 and decimal numbers are typed; dates,
 * octals, `0x1f`, `1:30`, `.inf`, a lone `y` or `n` and account numbers with leading zeros stay text.
 */
export function plainScalar(text: string): TemplateValue {
  if (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return null;
  return truth[text] ?? numberOrText(text);
}

/** A number, unless JavaScript cannot hold it: an integer of 20 digits stays text. */
export function numberOrText(text: string): number | string {
  const first = text.charCodeAt(0);
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!mayBeNumber || !decimal.test(text)) return text;
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return /^[-+]?[0-9]+$/.test(text) && !Number.isSafeInteger(value) ? text : value;
}
