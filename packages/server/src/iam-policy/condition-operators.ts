import { ANY_RUN, compileGlob, matchesGlob, type GlobToken } from './glob.ts';
import { contains, parseNetwork } from './ip-address.ts';
import { compileText, tokensText, type Deferred, type TextOptions } from './variables.ts';

export type ValueTest = (actual: string) => boolean;

export interface ConditionOperator {
  readonly family: 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null';
  /** `...Not...`: true where none of the policy's values matches. */
  readonly negated: boolean;
  /** Prepares one value of the policy. */
  compile(expected: string, options: Omit<TextOptions, 'wildcards'>): Deferred<ValueTest>;
}

type Comparison = (actual: number, expected: number) => boolean;

const equal: Comparison = (actual, expected) => actual === expected;
const less: Comparison = (actual, expected) => actual < expected;
const atMost: Comparison = (actual, expected) => actual <= expected;
const greater: Comparison = (actual, expected) => actual > expected;
const atLeast: Comparison = (actual, expected) => actual >= expected;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map<string, ConditionOperator>([
  ['StringEquals', text(false, exact)],
  ['StringNotEquals', text(true, exact)],
  ['StringEqualsIgnoreCase', text(false, ignoringCase)],
  ['StringNotEqualsIgnoreCase', text(true, ignoringCase)],
  ['StringLike', text(false, like, true)],
  ['StringNotLike', text(true, like, true)],
  ['NumericEquals', comparison('numeric', equal)],
  ['NumericNotEquals', comparison('numeric', equal, true)],
  ['NumericLessThan', comparison('numeric', less)],
  ['NumericLessThanEquals', comparison('numeric', atMost)],
  ['NumericGreaterThan', comparison('numeric', greater)],
  ['NumericGreaterThanEquals', comparison('numeric', atLeast)],
  ['DateEquals', comparison('date', equal)],
  ['DateNotEquals', comparison('date', equal, true)],
  ['DateLessThan', comparison('date', less)],
  ['DateLessThanEquals', comparison('date', atMost)],
  ['DateGreaterThan', comparison('date', greater)],
  ['DateGreaterThanEquals', comparison('date', atLeast)],
  ['Bool', constant('bool', false, (expected) => sameIgnoringCase(expected))],
  ['BinaryEquals', constant('binary', false, (expected) => sameBytes(expected))],
  ['IpAddress', constant('ip', false, inNetwork)],
  ['NotIpAddress', constant('ip', true, inNetwork)],
  ['ArnEquals', arn(false)],
  ['ArnLike', arn(false)],
  ['ArnNotEquals', arn(true)],
  ['ArnNotLike', arn(true)],
  ['Null', constant('null', false, (expected) => sameIgnoringCase(expected))],
]);

/** Of JavaScript's Date, in milliseconds. */
const MAX_TIME = 8.64e15;

export interface OperatorReference {
  readonly operator: ConditionOperator;
  readonly qualifier?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
}

/** `[ForAllValues:|ForAnyValue:]Operator[IfExists]`. */
export function findOperator(name: string): OperatorReference | undefined {
  const qualifier = (['ForAllValues', 'ForAnyValue'] as const).find((prefix) => name.startsWith(`${prefix}:`));
  const bare = qualifier === undefined ? name : name.slice(qualifier.length + 1);
  const ifExists = bare.endsWith('IfExists');
  const operator = OPERATORS.get(ifExists ? bare.slice(0, -'IfExists'.length) : bare);
  if (operator === undefined || (ifExists && operator.family === 'null')) return undefined;
  return { operator, ifExists, ...(qualifier && { qualifier }) };
}

/** Milliseconds since 1970 of an ISO 8601 date or of seconds since 1970; NaN for anything else. */
export function parseDate(value: string): number {
  if (/^\d+(\.\d+)?$/.test(value)) {
    const time = Number(value) * 1000;
    return time <= MAX_TIME ? time : Number.NaN;
  }
  const iso = /^(\d{4}(?:-\d\d){0,2})(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(value);
  if (!iso) return Number.NaN;
  const [, date = '', time = '00:00', zone = 'Z'] = iso;
  const [year = '', month = '01', day = '01'] = date.split('-');
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase();
  return Date.parse(`${year}-${month}-${day}T${time}${offset}`);
}

function text(
  negated: boolean,
  build: (tokens: readonly GlobToken[]) => ValueTest,
  wildcards = false,
): ConditionOperator {
  return {
    family: 'string',
    negated,
    compile: (expected, options) => compileText(expected, { ...options, wildcards }, build),
  };
}

function arn(negated: boolean): ConditionOperator {
  return {
    family: 'arn',
    negated,
    compile: (expected, options) => compileText(expected, { ...options, wildcards: true }, arnLike),
  };
}

/** Policy variables are for string and ARN operators only: elsewhere `${...}` is text that matches nothing. */
function constant(
  family: ConditionOperator['family'],
  negated: boolean,
  build: (expected: string) => ValueTest,
): ConditionOperator {
  return {
    family,
    negated,
    compile: (expected) => {
      const test = build(expected);
      return () => test;
    },
  };
}

function comparison(family: 'numeric' | 'date', compare: Comparison, negated = false): ConditionOperator {
  const parse = family === 'date' ? parseDate : parseNumber;
  return constant(family, negated, (expected) => {
    const value = parse(expected);
    return (actual) => compare(parse(actual), value);
  });
}

function parseNumber(value: string): number {
  return value.trim() === '' ? Number.NaN : Number(value);
}

function exact(tokens: readonly GlobToken[]): ValueTest {
  const expected = tokensText(tokens);
  return (actual) => actual === expected;
}

function ignoringCase(tokens: readonly GlobToken[]): ValueTest {
  return sameIgnoringCase(tokensText(tokens));
}

function sameIgnoringCase(value: string): ValueTest {
  const expected = value.toLowerCase();
  return (actual) => actual.toLowerCase() === expected;
}

function like(tokens: readonly GlobToken[]): ValueTest {
  const glob = compileGlob(tokens);
  return (actual) => matchesGlob(glob, actual);
}

function sameBytes(value: string): ValueTest {
  const expected = Buffer.from(value, 'base64');
  return (actual) => expected.equals(Buffer.from(actual, 'base64'));
}

function inNetwork(value: string): ValueTest {
  const network = parseNetwork(value);
  return (actual) => network !== undefined && contains(network, actual);
}

/** The six parts of an ARN are compared each on its own, so that no wildcard crosses a colon before the resource. */
function arnLike(tokens: readonly GlobToken[]): ValueTest {
  if (tokens.length === 1 && tokens[0] === ANY_RUN) return () => true;
  const globs = splitArn(tokens).map(compileGlob);
  return (actual) => {
    const parts = arnParts(actual);
    return parts.length === globs.length && globs.every((glob, index) => matchesGlob(glob, parts[index] ?? ''));
  };
}

function splitArn(tokens: readonly GlobToken[]): GlobToken[][] {
  const parts: GlobToken[][] = [[]];
  for (const token of tokens) {
    if (typeof token !== 'string') {
      parts.at(-1)?.push(token);
      continue;
    }
    const [first = '', ...others] = arnParts(token, 7 - parts.length);
    parts.at(-1)?.push(first);
    for (const other of others) parts.push([other]);
  }
  return parts;
}

/** The last part keeps its colons: `arn:aws:sns:us-east-1:123456789012:topic:subscription`. */
function arnParts(value: string, limit = 6): string[] {
  const parts: string[] = [];
  let start = 0;
  while (parts.length < limit - 1) {
    const colon = value.indexOf(':', start);
    if (colon < 0) break;
    parts.push(value.slice(start, colon));
    start = colon + 1;
  }
  parts.push(value.slice(start));
  return parts;
}
