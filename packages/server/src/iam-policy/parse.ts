import { AwsError } from '../platform/errors.ts';
import { findOperator } from './condition-operators.ts';
import { compileCondition, type Condition } from './conditions.ts';
import { compileGlob, globTokens, type Glob } from './glob.ts';
import type { Policy, Selection, Statement } from './policy.ts';
import { compilePrincipals, type PrincipalSet } from './principals.ts';
import { compileText, type Deferred } from './variables.ts';

type Json = Record<string, unknown>;

interface Scope {
  readonly variables: boolean;
  readonly onVariable: (key: string) => void;
}

/** Compiles a document that was validated when it was stored; throws MalformedPolicyDocument where it was not. */
export function parsePolicy(document: string): Policy {
  const root = object(parseJson(document));
  const contextKeys = new Map<string, string>();
  const onVariable = (name: string) => {
    if (!contextKeys.has(name.toLowerCase())) contextKeys.set(name.toLowerCase(), name);
  };
  const scope: Scope = { variables: root['Version'] === '2012-10-17', onVariable };
  const statements = list(root['Statement']).map((statement, index) => parseStatement(object(statement), index, scope));
  return { document, statements, contextKeys: [...contextKeys.values()] };
}

function parseStatement(statement: Json, index: number, scope: Scope): Statement {
  const { Effect: effect, Sid: sid } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed();
  const actions = selection(statement, 'Action', (value) => strings(value).map(compileAction));
  if (actions === undefined) throw malformed();
  const resources = selection(statement, 'Resource', (value) =>
    strings(value).map((text) => compileResource(text, scope)),
  );
  const principals = selection(statement, 'Principal', parsePrincipals);
  return {
    index,
    effect,
    actions,
    conditions: parseConditions(statement['Condition'], scope),
    ...(typeof sid === 'string' && { sid }),
    ...(resources && { resources }),
    ...(principals && { principals }),
  };
}

function selection<Entries>(
  statement: Json,
  name: string,
  parse: (value: unknown) => Entries,
): Selection<Entries> | undefined {
  if (statement[name] !== undefined) return { entries: parse(statement[name]), negated: false };
  const opposite = statement[`Not${name}`];
  return opposite === undefined ? undefined : { entries: parse(opposite), negated: true };
}

function compileAction(text: string): Glob {
  return compileGlob(globTokens(text.toLowerCase()));
}

/** Variables are for the resource part only, after the fifth colon. Missing parts of an ARN stand for `*`. */
function compileResource(text: string, scope: Scope): Deferred<Glob> {
  const head = text.split(':', 5).join(':');
  const parts = head.split(':').length;
  if (parts === 5 && head.length < text.length) {
    const headTokens = globTokens(`${head}:`);
    return compileText(text.slice(head.length + 1), { ...scope, wildcards: true }, (tokens) =>
      compileGlob([...headTokens, ...tokens]),
    );
  }
  const whole = text.startsWith('arn:') ? text + ':*'.repeat(6 - parts) : text;
  const glob = compileGlob(globTokens(whole));
  return () => glob;
}

function parsePrincipals(value: unknown): PrincipalSet {
  const none = { AWS: [], Service: [], Federated: [], CanonicalUser: [] };
  if (value === '*') return compilePrincipals({ ...none, AWS: ['*'] });
  const element = object(value);
  return compilePrincipals({
    AWS: strings(element['AWS'] ?? []),
    Service: strings(element['Service'] ?? []),
    Federated: strings(element['Federated'] ?? []),
    CanonicalUser: strings(element['CanonicalUser'] ?? []),
  });
}

function parseConditions(value: unknown, scope: Scope): Condition[] {
  if (value === undefined) return [];
  return Object.entries(object(value)).flatMap(([name, block]) =>
    Object.entries(object(block)).map(([key, values]) => {
      const reference = findOperator(name);
      if (reference === undefined) throw malformed();
      scope.onVariable(key);
      return compileCondition(reference, key, strings(values), scope);
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(cause);
  }
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed();
  return value as Json;
}

function list(value: unknown): unknown[] {
  if (value === undefined) throw malformed();
  return Array.isArray(value) ? value : [value];
}

function strings(value: unknown): string[] {
  return list(value).map((entry) => {
    if (typeof entry !== 'string' && typeof entry !== 'number' && typeof entry !== 'boolean') throw malformed();
    return String(entry);
  });
}

function malformed(cause?: unknown): AwsError {
  return new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.', { cause });
}
