import type { StackResource, StandingResource } from '../model/stack-resource.ts';
import { withoutLeftover } from '../model/leftovers.ts';
import { deleteStanding } from './deletion.ts';
import type { StepResult } from './graph-walk.ts';
import { takeStep } from './resource-step.ts';
import { settleResource } from './settle-resource.ts';
import type { StackRun } from './stack-run.ts';

/** Deletes the leftovers of a resource one after another; `row` has them all in `leftovers`. */
export async function dropLeftovers(run: StackRun, row: StackResource, ignoresPolicy: boolean): Promise<StepResult> {
  let current = row;
  if (current.waiting?.leftover !== undefined) {
    const settled = await settleResource(run, current);
    if (settled !== 'done') return settled;
    current = run.resources.get(row.logicalId) ?? row;
  }
  for (;;) {
    const [leftover] = current.leftovers ?? [];
    if (leftover === undefined) return 'done';
    const result = await dropOne(run, current, leftover, ignoresPolicy);
    if (result !== 'done') return result;
    current = run.resources.get(row.logicalId) ?? withoutLeftover(current, leftover);
  }
}

async function dropOne(
  run: StackRun,
  row: StackResource,
  leftover: StandingResource,
  ignoresPolicy: boolean,
): Promise<StepResult> {
  const { logicalId } = row;
  const { type, properties, physicalId, updateReplacePolicy } = leftover;
  const farewell = updateReplacePolicy === 'Retain' && !ignoresPolicy ? 'retain' : 'delete';
  let isFailed = false;
  const result = await takeStep(
    run,
    { logicalId, type, properties },
    async (unit) => {
      const { entries, waits } = await deleteStanding({ run, unit, logicalId }, leftover, farewell);
      const since = run.platform.clock.now();
      if (waits) return { row: { ...row, waiting: { step: 'delete', for: 'handler', since, leftover } }, entries };
      return { row: withoutLeftover(row, leftover), entries };
    },
    () => {
      isFailed = true;
      return {
        row: { ...row },
        entries: (reason) => [
          { status: 'DELETE_IN_PROGRESS', physicalId },
          { status: 'DELETE_FAILED', reason, physicalId },
        ],
      };
    },
  );
  return isFailed && result === 'done' ? 'failed' : result;
}
