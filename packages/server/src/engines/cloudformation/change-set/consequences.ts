import type { Replacement } from '../schema/replacement.ts';
import type { ChangeDetail, PolicyAction } from './change.ts';

/** A change that may come to nothing, or whose property replaces only in circumstances, makes it conditional. */
export function replacementOf(details: readonly ChangeDetail[]): Replacement {
  const certain = details.filter(
    ({ Evaluation, ChangeSource }) => Evaluation === 'Static' || ChangeSource === 'DirectModification',
  );
  if (certain.some(({ Target }) => Target.RequiresRecreation === 'Always')) return 'True';
  return details.some(({ Target }) => Target.RequiresRecreation !== 'Never') ? 'Conditional' : 'False';
}

/** What becomes of a resource that is removed. */
export function removalPolicy(policy: string): PolicyAction {
  return policy === 'Retain' || policy === 'Snapshot' ? policy : 'Delete';
}

/** What becomes of one that another takes the place of. */
export function replacementPolicy(policy: string): PolicyAction {
  return policy === 'Retain' || policy === 'Snapshot' ? `ReplaceAnd${policy}` : 'ReplaceAndDelete';
}
