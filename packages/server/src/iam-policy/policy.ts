import type { Condition } from './conditions.ts';
import type { Glob } from './glob.ts';
import type { PrincipalSet } from './principals.ts';
import type { Deferred } from './variables.ts';

/** A policy document compiled for evaluation. */
export interface Policy {
  readonly document: string;
  readonly statements: readonly Statement[];
  /** Condition keys that conditions and variables refer to, as first written. */
  readonly contextKeys: readonly string[];
}

export interface Statement {
  /** Place in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Over the action in lower case. */
  readonly actions: Selection<readonly Glob[]>;
  /** Absent in trust policies, whose resource is the role itself. */
  readonly resources?: Selection<readonly Deferred<Glob>[]>;
  /** Absent in identity-based policies. */
  readonly principals?: Selection<PrincipalSet>;
  readonly conditions: readonly Condition[];
}

/** An element or its `Not...` form. */
export interface Selection<Entries> {
  readonly entries: Entries;
  readonly negated: boolean;
}

export type PolicyKind =
  | 'identity-based policy'
  | 'resource-based policy'
  | 'permissions boundary'
  | 'session policy'
  | 'service control policy'
  | 'trust policy';

export type Outcome = 'allowed' | 'explicitDeny' | 'implicitDeny';
