import type { Principal } from '../platform/identity.ts';
import { findKey, principalConditionKey } from './principal-context.ts';

export type ConditionKeys = Readonly<Record<string, string | string[]>>;

/** The condition keys of a request. Key names, with the tag keys in them, are not case-sensitive. */
export interface RequestContext {
  /** `key` in lower case, `name` as the policy writes it. */
  lookup(key: string, name: string): string | string[] | undefined;
  /** Keys that were asked for in vain, as the policies write them; kept only on demand. */
  readonly missing: ReadonlySet<string> | undefined;
}

export interface RequestContextSource {
  principal: Principal;
  context: ConditionKeys;
  resourceAccount: string;
}

/** What the request itself carries wins over what is known of its principal. */
export function createRequestContext(source: RequestContextSource, traceMissing = false): RequestContext {
  const missing = traceMissing ? new Set<string>() : undefined;
  return {
    missing,
    lookup(key, name) {
      const value = findValue(source, key, name);
      if (value === undefined) missing?.add(name);
      return value;
    },
  };
}

function findValue({ principal, context, resourceAccount }: RequestContextSource, key: string, name: string) {
  // Most policies write a key as AWS does: this spares the search.
  if (Object.hasOwn(context, name)) return context[name];
  const value = findKey(context, key) ?? principalConditionKey(principal, key);
  return value ?? (key === 'aws:resourceaccount' && resourceAccount !== '' ? resourceAccount : undefined);
}
