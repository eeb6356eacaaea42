import { ANY_CHARACTER, ANY_RUN, globTokens, type GlobToken } from './glob.ts';
import type { RequestContext } from './request-context.ts';

/** A value of a policy that may depend on the request. Undefined where a policy variable has no value. */
export type Deferred<Value> = (context: RequestContext) => Value | undefined;

export interface TextOptions {
  /** Policy variables exist only from version 2012-10-17 on; before, `${...}` is text. */
  variables: boolean;
  wildcards: boolean;
  /** Told of the key of each variable. */
  onVariable?: (key: string) => void;
}

interface Variable {
  /** As written. */
  readonly name: string;
  readonly key: string;
  readonly fallback?: string;
}

type Part = GlobToken | Variable;

/** Prepares a text of a policy; `build` runs once, or whenever the values of its variables are not those of last time. */
export function compileText<Value>(
  text: string,
  options: TextOptions,
  build: (tokens: readonly GlobToken[]) => Value,
): Deferred<Value> {
  const parts = options.variables ? parseParts(text, options.wildcards) : plainParts(text, options.wildcards);
  const variables = parts.filter(isVariable);
  if (variables.length === 0) {
    const value = build(parts as GlobToken[]);
    return () => value;
  }
  for (const { name } of variables) options.onVariable?.(name);
  let last: { values: readonly string[]; result: Value } | undefined;
  return (context) => {
    const values = resolveAll(variables, context);
    if (values === undefined) return undefined;
    if (last === undefined || !values.every((value, index) => value === last?.values[index])) {
      last = { values, result: build(substitute(parts, values)) };
    }
    return last.result;
  };
}

/** For patterns that are built without wildcards. */
export function tokensText(tokens: readonly GlobToken[]): string {
  return tokens.map((token) => (token === ANY_RUN ? '*' : token === ANY_CHARACTER ? '?' : token)).join('');
}

function plainParts(text: string, wildcards: boolean): GlobToken[] {
  return wildcards ? globTokens(text) : [text];
}

function parseParts(text: string, wildcards: boolean): Part[] {
  const parts: Part[] = [];
  let start = 0;
  while (start < text.length) {
    const open = text.indexOf('${', start);
    const close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0) break;
    parts.push(...plainParts(text.slice(start, open), wildcards), parseVariable(text.slice(open, close + 1)));
    start = close + 1;
  }
  parts.push(...plainParts(text.slice(start), wildcards));
  return parts;
}

/** `${key}`, `${key, 'default'}`, or an escape: `${*}`, `${?}`, `${$}`. Anything else is text. */
function parseVariable(source: string): string | Variable {
  const inner = source.slice(2, -1);
  if (inner === '*' || inner === '?' || inner === '$') return inner;
  const comma = inner.indexOf(',');
  const name = (comma < 0 ? inner : inner.slice(0, comma)).trim();
  if (name === '') return source;
  if (comma < 0) return { name, key: name.toLowerCase() };
  const quoted = inner.slice(comma + 1).trim();
  if (quoted.length < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) return source;
  return { name, key: name.toLowerCase(), fallback: quoted.slice(1, -1) };
}

function isVariable(part: Part): part is Variable {
  return typeof part === 'object';
}

function resolveAll(variables: readonly Variable[], context: RequestContext): string[] | undefined {
  const values: string[] = [];
  for (const { key, name, fallback } of variables) {
    const value = context.lookup(key, name) ?? fallback;
    // Keys with several values cannot be variables: AWS resolves single-valued keys only.
    if (typeof value !== 'string') return undefined;
    values.push(value);
  }
  return values;
}

function substitute(parts: readonly Part[], values: readonly string[]): GlobToken[] {
  const remaining = values.values();
  return parts.map((part) => (isVariable(part) ? (remaining.next().value ?? '') : part));
}
