import type { OperatorReference, ValueTest } from './condition-operators.ts';
import type { RequestContext } from './request-context.ts';
import type { Deferred, TextOptions } from './variables.ts';

/** One key of a condition block: all of them must hold. */
export interface Condition {
  holds(context: RequestContext): boolean;
}

type Actual = string | string[] | undefined;

export function compileCondition(
  reference: OperatorReference,
  name: string,
  values: readonly string[],
  options: Omit<TextOptions, 'wildcards'>,
): Condition {
  const key = name.toLowerCase();
  const tests = values.map((value) => reference.operator.compile(value, options));
  if (reference.operator.family === 'null') return { holds: (context) => isNull(context, key, name, tests) };
  return {
    holds(context) {
      const actual = context.lookup(key, name);
      if (isAbsent(actual)) return holdsWithoutKey(reference);
      const resolved = resolveAll(tests, context);
      return resolved !== undefined && holdsForValues(reference, actual, resolved);
    },
  };
}

/** A condition whose key is missing fails, unless it asks for the key not to match, or not to be there. */
function holdsWithoutKey({ operator, qualifier, ifExists }: OperatorReference): boolean {
  if (ifExists || qualifier === 'ForAllValues') return true;
  return qualifier === undefined && operator.negated;
}

function holdsForValues(
  { operator: { negated }, qualifier }: OperatorReference,
  actual: string | string[],
  tests: readonly ValueTest[],
): boolean {
  const matches = (value: string) => tests.some((test) => test(value));
  const values = typeof actual === 'string' ? [actual] : actual;
  if (qualifier === undefined) return values.some(matches) !== negated;
  // For the set operators an empty string is an empty set.
  const set = values.filter((value) => value !== '');
  if (qualifier === 'ForAllValues') return set.every((value) => matches(value) !== negated);
  return set.some((value) => matches(value) !== negated);
}

/** One variable without a value makes the whole statement void, even under a negated operator. */
function resolveAll(tests: readonly Deferred<ValueTest>[], context: RequestContext): ValueTest[] | undefined {
  const resolved: ValueTest[] = [];
  for (const test of tests) {
    const value = test(context);
    if (value === undefined) return undefined;
    resolved.push(value);
  }
  return resolved;
}

function isNull(context: RequestContext, key: string, name: string, tests: readonly Deferred<ValueTest>[]): boolean {
  const absent = String(isAbsent(context.lookup(key, name)));
  return tests.some((test) => test(context)?.(absent));
}

function isAbsent(actual: Actual): actual is undefined {
  return actual === undefined || (actual.length === 0 && typeof actual !== 'string');
}
