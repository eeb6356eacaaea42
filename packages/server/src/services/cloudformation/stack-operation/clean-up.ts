import type { EventEntry } from '../model/stack-event.ts';
import type { StackResource } from '../model/stack-resource.ts';
import { isNestedStack } from '../model/stack-resource.ts';
import { deleteResource } from '../store/stack-resources.ts';
import { deleteStanding, dependenciesOf, failedDeletion } from './deletion.ts';
import { finishCleanUp, finishImportRollback } from './endings.ts';
import { reversedGraph, walkGraph } from './graph-walk.ts';
import type { StepResult } from './graph-walk.ts';
import { withReplaced } from '../model/leftovers.ts';
import { dropLeftovers } from './leftovers.ts';
import { releaseNested } from './nested-stacks.ts';
import { takeStep } from './resource-step.ts';
import { settleResource } from './settle-resource.ts';
import { templateOf } from './stack-run.ts';
import type { StackRun } from './stack-run.ts';
import { resourceGraph } from '../../../engines/cloudformation/template/graph.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-monitor-stack.html */
const attempts = 3;

/** After an update or its rollback: whatever the stack has no use for any more is deleted. */
export async function cleanUp(run: StackRun): Promise<'ended' | 'waiting'> {
  if (run.operation.held) return 'waiting';
  const isLeaving = await leavingTest(run);
  const rows = [...run.resources.values()];
  const concerned = rows.filter((row) => isLeaving(row) || needsCleaning(row) || isNestedStack(row.type));
  const graph = reversedGraph(dependenciesOf(concerned));
  for (let attempt = 1; ; attempt++) {
    const step = (id: string) => cleanResource(run, id, { isLeaving, isFirst: attempt === 1 });
    const results = [...(await walkGraph(graph, { step, stopsAtFailure: false })).values()];
    if (results.includes('stopped') || results.includes('waiting')) return 'waiting';
    const failed = results.includes('failed');
    if (failed && attempt < attempts) continue;
    if (run.operation.work === 'roll-back-import') await finishImportRollback(run);
    else await finishCleanUp(run, failed);
    return 'ended';
  }
}

/** Whether the stack keeps no resource of this logical id. */
async function leavingTest({ platform, stack, operation }: StackRun): Promise<(row: StackResource) => boolean> {
  if (operation.work === 'roll-back-import' && stack.stable === undefined) return () => true;
  if (operation.work !== 'update') {
    return ({ baseline }) => baseline !== undefined && baseline.standing === undefined;
  }
  const { configuration } = stack;
  const template = await templateOf(platform.storage, stack, configuration);
  const declared = resourceGraph(template, new Map(Object.entries(configuration.conditions)));
  return ({ logicalId }) => !declared.has(logicalId);
}

function needsCleaning(row: StackResource): boolean {
  return row.waiting !== undefined || (withReplaced(row).leftovers ?? []).length > 0;
}

async function cleanResource(
  run: StackRun,
  logicalId: string,
  { isLeaving, isFirst }: { isLeaving: (row: StackResource) => boolean; isFirst: boolean },
): Promise<StepResult> {
  const row = run.resources.get(logicalId);
  if (row === undefined) return 'done';
  if (isNestedStack(row.type) && !isLeaving(row) && row.standing !== undefined) {
    const released = await releaseNested(run, row.standing);
    if (released !== 'done') return released;
  }
  const isRollback = run.operation.work !== 'update';
  const leaves = isLeaving(row);
  if (needsCleaning(row) && (row.waiting === undefined || row.waiting.leftover !== undefined)) {
    // What leaves keeps its mark until it has left.
    const whole = leaves ? row : withReplaced(row);
    const dropped = await dropLeftovers(run, whole, isRollback);
    if (dropped !== 'done') return dropped;
  }
  return leaves ? leave(run, run.resources.get(logicalId) ?? row, isFirst) : 'done';
}

/** A resource that is no part of the stack any more, or should never have been. */
async function leave(run: StackRun, row: StackResource, isFirst: boolean): Promise<StepResult> {
  const { logicalId, type, standing, operationId, status } = row;
  if (isFirst && operationId === run.operation.operationId && status === 'DELETE_FAILED') return 'failed';
  if (row.waiting?.step === 'delete') return settleResource(run, row);
  const subject = { logicalId, type, ...(standing && { properties: standing.properties }) };
  return takeStep(
    run,
    subject,
    async (unit) => {
      if (standing === undefined) {
        deleteResource(unit, row);
        const physical = row.lastPhysicalId === undefined ? {} : { physicalId: row.lastPhysicalId };
        return { row: undefined, entries: [{ status: 'DELETE_COMPLETE', ...physical }] };
      }
      if (row.adopted && run.operation.work !== 'update') {
        deleteResource(unit, row);
        return { row: undefined, entries: lettingGo(standing.physicalId) };
      }
      const { entries, waits } = await deleteStanding({ run, unit, logicalId }, standing, farewellOf(run, row));
      const since = run.platform.clock.now();
      const status = 'DELETE_IN_PROGRESS';
      if (waits) return { row: { ...row, status, waiting: { step: 'delete', for: 'handler', since } }, entries };
      deleteResource(unit, row);
      return { row: undefined, entries };
    },
    (reason) => failedDeletion(run, row, reason),
  );
}

function farewellOf({ operation }: StackRun, { standing }: StackResource): 'delete' | 'retain' {
  const policy = standing?.deletionPolicy;
  if (operation.work === 'update')
    return policy === 'Retain' || policy === 'RetainExceptOnCreate' ? 'retain' : 'delete';
  return policy === 'Retain' && !operation.retainExceptOnCreate ? 'retain' : 'delete';
}

/** What was adopted is its owner's again. */
function lettingGo(physicalId: string): EventEntry[] {
  return [
    { status: 'IMPORT_ROLLBACK_IN_PROGRESS', physicalId },
    { status: 'IMPORT_ROLLBACK_COMPLETE', physicalId },
  ];
}
