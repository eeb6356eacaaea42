import { parsePolicy } from './parse.ts';
import type { Policy } from './policy.ts';

/** Compiled policies by their text. */
export interface PolicyCache {
  policy(document: string): Policy;
}

/** Keeps about the `limit` policies used last, in two generations: what is not used while one fills up is dropped. */
export function createPolicyCache(limit: number): PolicyCache {
  const generation = Math.max(1, Math.ceil(limit / 2));
  let young = new Map<string, Policy>();
  let old = new Map<string, Policy>();
  return {
    policy(document) {
      const known = young.get(document);
      if (known) return known;
      const policy = old.get(document) ?? parsePolicy(document);
      if (young.size >= generation) {
        old = young;
        young = new Map();
      }
      young.set(document, policy);
      return policy;
    },
  };
}
