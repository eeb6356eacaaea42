import type { StackResource } from '../model/stack-resource.ts';
import { deleteStanding, dependenciesOf, failedDeletion, rowWithout } from './deletion.ts';
import { finishDeletion } from './endings.ts';
import { reversedGraph, walkGraph } from './graph-walk.ts';
import type { StepResult } from './graph-walk.ts';
import { withReplaced } from '../model/leftovers.ts';
import { dropLeftovers } from './leftovers.ts';
import { takeStep } from './resource-step.ts';
import { settleResource } from './settle-resource.ts';
import type { StackRun } from './stack-run.ts';

/** All of a stack's resources go: because the stack does, or because its creation failed. */
export async function deleteResources(run: StackRun): Promise<'ended' | 'waiting'> {
  const graph = reversedGraph(dependenciesOf(run.resources.values()));
  const step = (id: string) => deleteOne(run, id);
  const results = [...(await walkGraph(graph, { step, stopsAtFailure: false })).values()];
  if (results.includes('stopped') || results.includes('waiting')) return 'waiting';
  await finishDeletion(run);
  return 'ended';
}

async function deleteOne(run: StackRun, logicalId: string): Promise<StepResult> {
  const row = run.resources.get(logicalId);
  if (row === undefined || isGone(row)) return 'done';
  const isOwn = row.operationId === run.operation.operationId;
  if (isOwn && row.status === 'DELETE_FAILED') return 'failed';
  if (isOwn && row.waiting?.step === 'delete' && row.waiting.leftover === undefined) return settleResource(run, row);
  const whole = withReplaced(row);
  if ((whole.leftovers ?? []).length > 0 && !isSpared(run, whole)) {
    const dropped = await dropLeftovers(run, whole, false);
    if (dropped !== 'done') return dropped === 'failed' ? markFailed(run, whole) : dropped;
  }
  return deleteRow(run, run.resources.get(logicalId) ?? row);
}

function isGone({ standing, status }: StackResource): boolean {
  return standing === undefined && (status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED');
}

async function deleteRow(run: StackRun, row: StackResource): Promise<StepResult> {
  const { logicalId, type, standing } = row;
  const subject = { logicalId, type, ...(standing && { properties: standing.properties }) };
  return takeStep(
    run,
    subject,
    async (unit) => {
      if (standing === undefined) {
        const physical = row.lastPhysicalId === undefined ? {} : { physicalId: row.lastPhysicalId };
        return { row: rowWithout(run, row, 'DELETE_COMPLETE'), entries: [{ status: 'DELETE_COMPLETE', ...physical }] };
      }
      const retains = isRetained(run, row);
      const { entries, waits } = await deleteStanding(
        { run, unit, logicalId },
        standing,
        retains ? 'retain' : 'delete',
      );
      if (!waits) return { row: rowWithout(run, row, retains ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE'), entries };
      const changedAt = run.platform.clock.now();
      const { operationId } = run.operation;
      const waiting = { step: 'delete', for: 'handler', since: changedAt } as const;
      return { row: { ...row, status: 'DELETE_IN_PROGRESS', changedAt, operationId, waiting }, entries };
    },
    (reason) => (run.operation.force ? abandoned(run, row, reason) : failedDeletion(run, row, reason)),
  );
}

function isRetained(run: StackRun, row: StackResource): boolean {
  const policy = row.standing?.deletionPolicy;
  if (isSpared(run, row) || (row.adopted && run.operation.work !== 'delete')) return true;
  const { work, undoesCreation, retainExceptOnCreate } = run.operation;
  if (work === 'delete' && !undoesCreation) return policy === 'Retain' || policy === 'RetainExceptOnCreate';
  return policy === 'Retain' && !retainExceptOnCreate;
}

function isSpared({ operation }: StackRun, { logicalId }: StackResource): boolean {
  return operation.spared?.includes(logicalId) ?? false;
}

/** FORCE_DELETE_STACK leaves behind what cannot be deleted. */
function abandoned(run: StackRun, row: StackResource, reason: string) {
  const { entries } = failedDeletion(run, row, reason);
  const physical = row.standing && { physicalId: row.standing.physicalId };
  const skipped = { status: 'DELETE_SKIPPED', ...physical } as const;
  return { row: rowWithout(run, row, 'DELETE_SKIPPED'), entries: (text: string) => [...entries(text), skipped] };
}

/** What an update replaced long ago cannot be deleted: the resource counts as not deleted. */
async function markFailed(run: StackRun, row: StackResource): Promise<StepResult> {
  if (run.operation.force) return deleteRow(run, row);
  const { logicalId, type } = row;
  const failed = { ...row, status: 'DELETE_FAILED' as const, operationId: run.operation.operationId };
  const work = async () => ({ row: failed, entries: [] });
  return takeStep(run, { logicalId, type }, work, (reason) => failedDeletion(run, row, reason));
}
