import { denialOf } from '../model/stack-policy.ts';
import type { UpdateAction } from '../model/stack-policy.ts';
import { StepFailure } from './reasons.ts';
import type { StackRun } from './stack-run.ts';

/** Stack policies protect resources from updates alone: not while a first creation is mended, nor from rollbacks. */
export function requirePolicyAllows(
  { stack, operation }: StackRun,
  action: UpdateAction,
  resource: { logicalId: string; type: string },
): void {
  const policy = operation.policyOverride ?? stack.policy;
  if (policy === undefined || operation.work !== 'update') return;
  const denial = denialOf(policy, action, resource);
  if (denial !== undefined) throw new StepFailure(denial);
}
