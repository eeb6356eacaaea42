import { AwsError } from '../platform/errors.ts';
import { readUtf8 } from './utf8-text.ts';

/**
 * Parameters grouped by the next segment of their names: a plain text for `Name=x`, and for `Name.rest=x` all those
 * below it. Groups are only split further where the model expects something, so that unknown and hostile names cost
 * no more than their length.
 */
export type Parameters = Map<string, ParameterValue>;
export type ParameterValue = string | Parameter[];

export interface Parameter {
  readonly name: string;
  readonly value: string;
  /** Where the part of the name that is not yet grouped begins. */
  at: number;
}

/** AWS's longest names have some 150 characters; the limit bounds how deep a recursive shape can be driven. */
const MAX_NAME_LENGTH = 1024;
const INDEX = /^\d{1,10}$/;

/** Reads a query string and a form body as one list of parameters; where a name is repeated, its first value counts. */
export function parseForm(query: string, body: Buffer): Parameters {
  const parameters: Parameters = new Map();
  if (query !== '') addAll(parameters, query);
  if (body.length > 0) {
    const form = readUtf8(body);
    if (form === undefined) throw malformedQuery();
    addAll(parameters, form);
  }
  return parameters;
}

function addAll(parameters: Parameters, form: string): void {
  for (let start = 0; start < form.length;) {
    let end = form.indexOf('&', start);
    if (end < 0) end = form.length;
    if (end > start) {
      const equals = form.indexOf('=', start);
      const split = equals < 0 || equals > end ? end : equals;
      const name = decoded(form.slice(start, split));
      if (name.length > MAX_NAME_LENGTH) throw malformedQuery();
      add(parameters, name, split < end ? decoded(form.slice(split + 1, end)) : '', 0);
    }
    start = end + 1;
  }
}

function add(parameters: Parameters, name: string, value: string, at: number): void {
  const dot = name.indexOf('.', at);
  if (dot < 0) {
    const key = at === 0 ? name : name.slice(at);
    if (!parameters.has(key)) parameters.set(key, value);
    return;
  }
  const key = name.slice(at, dot);
  const below = parameters.get(key);
  const parameter = { name, value, at: dot + 1 };
  if (typeof below === 'object') below.push(parameter);
  else parameters.set(key, [parameter]);
}

function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch (cause) {
    throw malformedQuery(cause);
  }
}

function malformedQuery(cause?: unknown): AwsError {
  return new AwsError('MalformedQueryString', 'The query string contains a syntax error', { cause });
}

/** The members of a structure. */
export function group(value: ParameterValue): Parameters {
  const parameters: Parameters = new Map();
  if (typeof value === 'string') {
    if (value !== '') throw malformedInput('Unexpected complex element termination');
    return parameters;
  }
  for (const { name, value: text, at } of value) add(parameters, name, text, at);
  return parameters;
}

/** The items of a list in the order of their numbers, however far apart those are. */
export function items(value: ParameterValue): ParameterValue[] {
  if (typeof value === 'string') {
    if (value !== '') throw malformedInput('Unexpected list element termination');
    return [];
  }
  const numbered = group(value);
  let last = -1;
  let ascending = true;
  for (const key of numbered.keys()) {
    if (!INDEX.test(key)) throw malformedInput(`${key} is not a valid index`);
    const index = Number(key);
    ascending &&= index > last;
    last = index;
  }
  if (ascending) return [...numbered.values()];
  return [...numbered].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

/** The items below `Name.member` or `Name.entry`. */
export function wrappedItems(value: ParameterValue, wrapper: string): ParameterValue[] {
  if (typeof value === 'string') return items(value);
  const wrapped = group(value);
  // Clients that know the list by its item's name, and those that always write `member`, are both answered by AWS.
  return items(wrapped.get(wrapper) ?? wrapped.get('member') ?? '');
}

/** The error that AWS's query services answer where the structure of the parameters is not the model's. */
export function malformedInput(message: string): AwsError {
  return new AwsError('MalformedInput', message);
}
