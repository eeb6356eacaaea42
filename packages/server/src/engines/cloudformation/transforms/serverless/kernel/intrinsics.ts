import { isMap, isText, type Fields } from './values.ts';

const NO_VALUE = 'AWS::NoValue';
const MOST_OPERANDS = 10;

export const ref = (id: unknown): Fields => ({ Ref: id });
export const getAtt = (id: string, attribute: string): Fields => ({ 'Fn::GetAtt': [id, attribute] });
export const join = (separator: string, parts: unknown[]): Fields => ({ 'Fn::Join': [separator, parts] });

export function sub(text: string, variables?: Fields): Fields {
  return { 'Fn::Sub': variables ? [text, variables] : text };
}

export function conditional(condition: unknown, value: unknown, otherwise: unknown = ref(NO_VALUE)): Fields {
  return { 'Fn::If': [condition, value, otherwise] };
}

function onlyKey(value: unknown): string | undefined {
  if (!isMap(value)) return undefined;
  const keys = Object.keys(value);
  return keys.length === 1 ? keys[0] : undefined;
}

export function isIntrinsic(value: unknown): value is Fields {
  const key = onlyKey(value);
  return key !== undefined && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'));
}

export function isIntrinsicIf(value: unknown): value is { 'Fn::If': unknown } {
  return onlyKey(value) === 'Fn::If';
}

export function isNoValue(value: unknown): boolean {
  return isMap(value) && onlyKey(value) === 'Ref' && value['Ref'] === NO_VALUE;
}

export function isThreeItemList(value: unknown): value is [unknown, unknown, unknown] {
  return Array.isArray(value) && value.length === 3;
}

export const IF_ARGUMENTS_MESSAGE = 'Fn::If requires 3 arguments';

/** The logical id that a `Ref` or `Fn::GetAtt` points to. */
export function referredId(value: unknown): string | undefined {
  if (!isIntrinsic(value)) return undefined;
  const reference = value['Ref'];
  if (isText(reference)) return reference;
  const attribute = value['Fn::GetAtt'];
  const parts = isText(attribute) ? attribute.split('.') : attribute;
  return Array.isArray(parts) && parts.length === 2 && isText(parts[0]) ? parts[0] : undefined;
}

export function anyOf(conditions: readonly unknown[]): Fields {
  return { 'Fn::Or': conditions.map((condition) => ({ Condition: condition })) };
}

/** One condition out of many; as `Fn::Or` takes ten operands, it may need steps in between. */
export function combinedConditions(conditions: readonly string[], name: string): Fields {
  const combined: Fields = {};
  let remaining = [...conditions];
  let step = Math.floor((conditions.length - 2) / (MOST_OPERANDS - 1));
  while (remaining.length > 1) {
    const stepName = step > 0 ? `${name}${step}` : name;
    step -= 1;
    combined[stepName] = anyOf(remaining.slice(0, MOST_OPERANDS));
    remaining = [...remaining.slice(MOST_OPERANDS), stepName];
  }
  return combined;
}

/** `{Ref: x}` and `{Fn::GetAtt: [x, y]}` in the short form that `Fn::Sub` takes. */
export function subShorthand(value: Fields): string {
  const attribute = value['Fn::GetAtt'];
  return Array.isArray(attribute) ? `\${${attribute.join('.')}}` : `\${${String(value['Ref'])}}`;
}
