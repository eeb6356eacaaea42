import { contains, parseNetwork } from '../../../iam-policy/ip-address.ts';
import { isJsonObject } from './json-object.ts';

/** What a rule is tried on: attributes and bodies are taken apart down to these. */
export type Scalar = string | number | boolean | null;

export type ValueTest = (value: Scalar) => boolean;

/** One element of the array that a filter policy gives a key. */
export type FilterRule = { exists: boolean } | { test: ValueTest };

/** Thrown by the parser; its text goes behind "Invalid parameter: ". */
export class FilterPolicyProblem extends Error {
  constructor(reason: string, prefix = 'FilterPolicy: ') {
    super(prefix + reason);
  }
}

const largestNumber = 1_000_000_000;

export function parseRule(rule: unknown): FilterRule {
  if (!isJsonObject(rule)) return { test: equals(parseScalar(rule)) };
  const [operator, operand] = onlyMember(rule);
  if (operator !== 'exists') return { test: parseTest(operator, operand) };
  if (typeof operand !== 'boolean') throw new FilterPolicyProblem('exists match pattern must be either true or false.');
  return { exists: operand };
}

function parseTest(operator: string, operand: unknown): ValueTest {
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return textTest(operator, operand);
    case 'anything-but':
      return anythingBut(operand);
    case 'numeric':
      return numericTest(operand);
    case 'cidr':
    case 'ip-address':
      return networkTest(operator, operand);
    default:
      throw new FilterPolicyProblem(`Unrecognized match type ${operator}`);
  }
}

function textTest(operator: 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard', operand: unknown): ValueTest {
  if (typeof operand !== 'string') throw new FilterPolicyProblem(`${operator} match pattern must be a string`);
  switch (operator) {
    case 'prefix':
      return onText((text) => text.startsWith(operand));
    case 'suffix':
      return onText((text) => text.endsWith(operand));
    case 'equals-ignore-case': {
      const wanted = operand.toLowerCase();
      return onText((text) => text.toLowerCase() === wanted);
    }
    default:
      return wildcardTest(operand);
  }
}

function onText(test: (text: string) => boolean): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}

/** `*` is any run of characters; a backslash takes the meaning from a `*` or backslash behind it. */
function wildcardTest(pattern: string): ValueTest {
  const pieces = [''];
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (character === '\\') {
      i++;
      if (!/^[\\*]$/.test(pattern.charAt(i))) throw new FilterPolicyProblem('Invalid escape character in wildcard');
      pieces[pieces.length - 1] += pattern.charAt(i);
    } else if (character !== '*') pieces[pieces.length - 1] += character;
    else if (pattern.charAt(i + 1) === '*') throw new FilterPolicyProblem('Consecutive wildcard characters');
    else pieces.push('');
  }
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return onText((text) => text === first);
  return onText((text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    const end = text.length - last.length;
    for (const piece of rest) {
      const at = text.indexOf(piece, from);
      if (at < 0 || at + piece.length > end) return false;
      from = at + piece.length;
    }
    return true;
  });
}

function anythingBut(operand: unknown): ValueTest {
  if (isJsonObject(operand)) {
    const [operator, inner] = onlyMember(operand);
    if (!['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].includes(operator)) {
      throw new FilterPolicyProblem(`Unsupported anything-but pattern: ${operator}`);
    }
    const tests = [inner].flat().map((pattern) => parseTest(operator, pattern));
    if (tests.length === 0) throw new FilterPolicyProblem('Empty arrays are not allowed');
    return (value) => !tests.some((test) => test(value));
  }
  const values = [operand].flat();
  if (values.length === 0) throw new FilterPolicyProblem('Empty arrays are not allowed');
  const tests = values.map((value) => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new FilterPolicyProblem('Inside anything-but list, values must be strings or numbers');
    }
    return equals(parseScalar(value));
  });
  return (value) => !tests.some((test) => test(value));
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numericTest(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw new FilterPolicyProblem('Value of numeric must be an array.');
  if (operand.length === 0) throw new FilterPolicyProblem('Invalid member in numeric match: ]');
  const [operator, bound, secondOperator, secondBound] = operand as unknown[];
  const first = comparison(operator, bound);
  if (operand.length === 2) return onNumber((value) => first(value));
  if (operator === '=' || operator === '<' || operator === '<=') {
    throw new FilterPolicyProblem('Too many elements in numeric expression');
  }
  if (operand.length > 4) throw new FilterPolicyProblem('Too many terms in numeric range expression');
  if (typeof secondOperator !== 'string') {
    throw new FilterPolicyProblem(`Bad value in numeric range: ${JSON.stringify(secondOperator)}`);
  }
  if (secondOperator !== '<' && secondOperator !== '<=') {
    throw new FilterPolicyProblem(`Bad numeric range operator: ${secondOperator}`);
  }
  const second = comparison(secondOperator, secondBound);
  if ((bound as number) >= (secondBound as number)) throw new FilterPolicyProblem('Bottom must be less than top');
  return onNumber((value) => first(value) && second(value));
}

function comparison(operator: unknown, bound: unknown): (value: number) => boolean {
  if (typeof operator !== 'string') {
    throw new FilterPolicyProblem(`Invalid member in numeric match: ${JSON.stringify(operator)}`);
  }
  const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (!compare) throw new FilterPolicyProblem(`Unrecognized numeric range operator: ${operator}`);
  if (typeof bound !== 'number') {
    throw new FilterPolicyProblem(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  }
  checkRange(bound);
  return (value) => compare(value, bound);
}

function onNumber(test: (value: number) => boolean): ValueTest {
  return (value) => typeof value === 'number' && test(value);
}

function networkTest(operator: string, operand: unknown): ValueTest {
  const network = typeof operand === 'string' ? parseNetwork(operand) : undefined;
  if (!network) throw new FilterPolicyProblem(`${operator} match pattern must be an IP address or a CIDR block`);
  return onText((text) => contains(network, text));
}

function parseScalar(value: unknown): Scalar {
  if (typeof value === 'number') checkRange(value);
  else if (typeof value !== 'string' && typeof value !== 'boolean' && value !== null) {
    throw new FilterPolicyProblem('Match value must be String, number, true, false, or null');
  }
  return value;
}

function checkRange(value: number): void {
  if (Math.abs(value) <= largestNumber) return;
  throw new FilterPolicyProblem('Value of numeric match must be between -1.0E9 and 1.0E9');
}

function equals(wanted: Scalar): ValueTest {
  return (value) => value === wanted;
}

function onlyMember(rule: Record<string, unknown>): [string, unknown] {
  const [member, ...others] = Object.entries(rule);
  if (!member || others.length > 0) throw new FilterPolicyProblem('Only one key allowed in match expression');
  return member;
}
