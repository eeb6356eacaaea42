import { FilterPolicyProblem, parseRule } from './filter-operators.ts';
import type { FilterRule, Scalar } from './filter-operators.ts';
import { isJsonObject, parseJsonObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** A filter policy, compiled: all of its keys must match, and of each `$or` one branch. */
export interface FilterPolicy {
  keys: FilterKey[];
  alternatives: FilterPolicy[][];
}

interface FilterKey {
  name: string;
  condition: FilterRule[] | FilterPolicy;
}

const mostKeys = 5;
const mostCombinations = 150;
const largestPolicy = 256 * 1024;
const operators = new Set([
  'anything-but',
  'cidr',
  'equals-ignore-case',
  'exists',
  'ip-address',
  'numeric',
  'prefix',
  'suffix',
  'wildcard',
]);

/** Throws {@link FilterPolicyProblem}. https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
export function parseFilterPolicy(text: string, scope: FilterPolicyScope): FilterPolicy {
  if (Buffer.byteLength(text) > largestPolicy) throw new FilterPolicyProblem('Filter policy is too long');
  const policy = parseJsonObject(text);
  if (!policy) throw new FilterPolicyProblem('failed to parse JSON.');
  const size = { keys: 0 };
  const { parsed, combinations } = parseKeys(policy, scope, 1, size);
  if (size.keys > mostKeys) throw new FilterPolicyProblem(`Filter policy can not have more than ${mostKeys} keys`);
  if (combinations > mostCombinations) throw tooComplex();
  return parsed;
}

function tooComplex(): FilterPolicyProblem {
  return new FilterPolicyProblem('Filter policy is too complex');
}

interface Parsed {
  parsed: FilterPolicy;
  combinations: number;
}

function parseKeys(policy: JsonObject, scope: FilterPolicyScope, depth: number, size: { keys: number }): Parsed {
  // Each level counts as one combination at least.
  if (depth > mostCombinations) throw tooComplex();
  const parsed: FilterPolicy = { keys: [], alternatives: [] };
  let combinations = 1;
  for (const [name, value] of Object.entries(policy)) {
    if (name === '$or' && isAlternatives(value)) {
      const branches = value.map((branch) => parseKeys(branch, scope, depth, size));
      parsed.alternatives.push(branches.map((branch) => branch.parsed));
      combinations *= branches.reduce((sum, branch) => sum + branch.combinations, 0);
    } else if (isJsonObject(value)) {
      if (scope === 'MessageAttributes') {
        const reason = 'Filter policy scope MessageAttributes does not support nested filter policy';
        throw new FilterPolicyProblem(reason, '');
      }
      const nested = parseKeys(value, scope, depth + 1, size);
      parsed.keys.push(keyOf(name, nested.parsed, scope));
      combinations *= nested.combinations;
    } else {
      if (!Array.isArray(value)) throw new FilterPolicyProblem(`"${name}" must be an object or an array`);
      if (value.length === 0) throw new FilterPolicyProblem('Empty arrays are not allowed');
      parsed.keys.push(keyOf(name, value.map(parseRule), scope));
      combinations *= value.length * depth;
      size.keys++;
    }
  }
  return { parsed, combinations };
}

/** In bodies, `a.b` is what `b` inside of `a` is. */
function keyOf(name: string, condition: FilterKey['condition'], scope: FilterPolicyScope): FilterKey {
  const [first = '', ...rest] = scope === 'MessageBody' ? name.split('.') : [name];
  if (rest.length > mostCombinations) throw tooComplex();
  const inner = rest.reduceRight<FilterKey['condition']>(
    (within, part) => ({ keys: [{ name: part, condition: within }], alternatives: [] }),
    condition,
  );
  return { name: first, condition: inner };
}

/** A body as policies see it: members whose names have dots are inside of one another. */
export function expandPaths(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(expandPaths);
  if (!isJsonObject(body)) return body;
  const expanded: [string, unknown][] = [];
  for (const [name, value] of Object.entries(body)) {
    const [first = '', ...rest] = name.split('.');
    const inner = rest.reduceRight<unknown>((within, part) => ({ [part]: within }), expandPaths(value));
    expanded.push([first, inner]);
  }
  const members = Map.groupBy(expanded, ([name]) => name);
  return Object.fromEntries([...members].map(([name, same]) => [name, joined(same.map(([, value]) => value))]));
}

/** Where a body says both `a.b` and `a`, either may match. */
function joined(values: readonly unknown[]): unknown {
  if (values.length === 1) return values[0];
  return values.every(isJsonObject) ? Object.assign({}, ...values) : values;
}

/** `$or` is the operator only before objects of which none is a match expression; else it is a key like any other. */
function isAlternatives(value: unknown): value is JsonObject[] {
  if (!Array.isArray(value) || value.length < 2) return false;
  return value.every(
    (branch) =>
      isJsonObject(branch) &&
      Object.keys(branch).length > 0 &&
      !Object.keys(branch).some((name) => operators.has(name)),
  );
}

export function matchesFilter(policy: FilterPolicy, content: unknown): boolean {
  // An array of objects matches where one of them matches all that the policy says of it.
  if (Array.isArray(content)) return content.some((element) => matchesFilter(policy, element));
  const members = isJsonObject(content) ? content : {};
  const matchesKey = ({ name, condition }: FilterKey) => {
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    return Array.isArray(condition) ? matchesRules(condition, value) : matchesFilter(condition, value);
  };
  return (
    policy.keys.every(matchesKey) &&
    policy.alternatives.every((branches) => branches.some((branch) => matchesFilter(branch, content)))
  );
}

function matchesRules(rules: readonly FilterRule[], value: unknown): boolean {
  const scalars = scalarsOf(value);
  return rules.some((rule) => ('test' in rule ? scalars.some(rule.test) : rule.exists === scalars.length > 0));
}

/** The leaves that a rule can be tried on: none for an object, and those of its elements for an array. */
function scalarsOf(value: unknown): Scalar[] {
  if (value === undefined || isJsonObject(value)) return [];
  return Array.isArray(value) ? value.flatMap(scalarsOf) : [value as Scalar];
}
