import { matchesGlob, type Glob } from './glob.ts';
import type { Selection, Statement } from './policy.ts';
import { grantTo, isSpared, type Caller, type Grant } from './principals.ts';
import type { RequestContext } from './request-context.ts';
import type { Deferred } from './variables.ts';

export interface Target extends Caller {
  /** In lower case: actions are not case-sensitive. */
  readonly action: string;
  readonly resource: string;
}

/** How the statement applies to the request; undefined where it does not. Without a Principal element: `direct`. */
export function matchStatement(statement: Statement, target: Target, context: RequestContext): Grant | undefined {
  if (!matchesAction(statement.actions, target.action)) return undefined;
  const grant = matchPrincipal(statement, target);
  if (grant === undefined) return undefined;
  if (statement.resources && !matchesResource(statement.resources, target.resource, context)) return undefined;
  return conditionsHold(statement, context) ? grant : undefined;
}

function matchesAction({ entries, negated }: Selection<readonly Glob[]>, action: string): boolean {
  for (const glob of entries) if (matchesGlob(glob, action)) return !negated;
  return negated;
}

/** All entries are looked at: one that cannot be resolved makes the statement void. */
function matchesResource(
  { entries, negated }: Selection<readonly Deferred<Glob>[]>,
  resource: string,
  context: RequestContext,
): boolean {
  let found = false;
  for (const entry of entries) {
    const glob = entry(context);
    if (glob === undefined) return false;
    found ||= matchesGlob(glob, resource);
  }
  return found !== negated;
}

function matchPrincipal({ principals }: Statement, caller: Caller): Grant | undefined {
  if (principals === undefined) return 'direct';
  if (!principals.negated) return grantTo(principals.entries, caller);
  return isSpared(principals.entries, caller) ? undefined : 'direct';
}

function conditionsHold({ conditions }: Statement, context: RequestContext): boolean {
  let all = true;
  for (const condition of conditions) {
    if (condition.holds(context)) continue;
    all = false;
    // Goes on only to learn which other keys are missing.
    if (context.missing === undefined) break;
  }
  return all;
}
