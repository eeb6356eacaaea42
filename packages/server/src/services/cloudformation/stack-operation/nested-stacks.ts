import { isInProgress } from '../model/stack.ts';
import { isNestedStack } from '../model/stack-resource.ts';
import type { StandingResource } from '../model/stack-resource.ts';
import { findOperation, saveOperation } from '../store/stack-operations.ts';
import { stacksTable } from '../store/stacks.ts';
import type { StepResult } from './graph-walk.ts';
import type { StackRun } from './stack-run.ts';
import { enqueueAdvance } from './wake.ts';

/** The parent will not be rolled back any more: a nested stack that waits for that may clean up, and is waited for. */
export async function releaseNested(
  { platform }: StackRun,
  { type, physicalId }: StandingResource,
): Promise<StepResult> {
  if (!isNestedStack(type)) return 'done';
  return platform.storage.transact(async (unit) => {
    const child = await unit.get(stacksTable, [physicalId]);
    if (child?.operationId === undefined) return 'done';
    const operation = await findOperation(unit, child.operationId);
    if (operation?.held) {
      const { held: _, ...released } = operation;
      saveOperation(unit, released);
      enqueueAdvance(platform, unit, child, operation.operationId);
    }
    return isInProgress(child) ? 'waiting' : 'done';
  });
}
