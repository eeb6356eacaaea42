import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { EventEntry } from '../model/stack-event.ts';
import type { StackResource, StandingResource } from '../model/stack-resource.ts';
import { isNestedStack } from '../model/stack-resource.ts';
import { beginCleanUp } from './endings.ts';
import { conclude } from './conclude.ts';
import { failOperation } from './failures.ts';
import { walkGraph } from './graph-walk.ts';
import type { StepResult } from './graph-walk.ts';
import { updatePhysical } from './physical-resource.ts';
import { recordedReason, refusalOf, StepFailure } from './reasons.ts';
import { takeStep } from './resource-step.ts';
import type { StepOutcome } from './resource-step.ts';
import { deleteTemplate } from '../store/templates.ts';
import { settleResource } from './settle-resource.ts';
import { replaceExports } from './stack-outputs.ts';
import type { StackRun } from './stack-run.ts';

/** Brings back everything that an update has changed; what it has added or replaced goes afterwards. */
export async function restoreResources(run: StackRun): Promise<'ended' | 'waiting'> {
  const changed = [...run.resources.values()].filter(isChanged);
  const graph = new Map(changed.map((row) => [row.logicalId, row.baseline?.standing?.dependsOn ?? []]));
  const results = [...(await walkGraph(graph, { step: (id) => restore(run, id), stopsAtFailure: false })).values()];
  if (results.includes('stopped') || results.includes('waiting')) return 'waiting';
  if (results.includes('failed')) await failOperation(run);
  else await endRestoring(run);
  return 'ended';
}

async function endRestoring(run: StackRun): Promise<void> {
  try {
    await conclude(run, (unit, stack) => finishRestoring(run, unit, stack));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    await failOperation(run, refusal);
  }
}

async function finishRestoring(run: StackRun, unit: Unit, stack: StackRun['stack']): Promise<void> {
  const { stable = stack.configuration, formerOutputs = stack.outputs } = stack;
  await replaceExports(unit, stack, formerOutputs);
  if (stable.templateId !== stack.configuration.templateId) {
    deleteTemplate(unit, stack.stackId, stack.configuration.templateId);
  }
  await beginCleanUp(run, unit, { ...stack, configuration: stable, outputs: formerOutputs });
}

function isChanged({ baseline, waiting }: StackResource): boolean {
  return baseline?.standing !== undefined || waiting !== undefined;
}

async function restore(run: StackRun, logicalId: string): Promise<StepResult> {
  const row = run.resources.get(logicalId);
  if (row === undefined) return 'done';
  const isOwn = row.operationId === run.operation.operationId;
  if (isOwn && row.waiting !== undefined) return settleResource(run, row);
  if (isOwn && row.status === 'UPDATE_FAILED') return 'failed';
  const before = row.baseline?.standing;
  if (before === undefined) return 'done';
  return takeStep(
    run,
    { logicalId, type: row.type, properties: before.properties },
    (unit) => restoreStep(run, unit, { row, before }),
    (reason) => failure(run, row, reason),
  );
}

async function restoreStep(
  run: StackRun,
  unit: Unit,
  { row, before }: { row: StackResource; before: StandingResource },
): Promise<StepOutcome> {
  const { logicalId } = row;
  const { physicalId } = before;
  const done: EventEntry = {
    status: 'UPDATE_COMPLETE',
    physicalId,
    ...(before.realism === 'recorded' && { reason: recordedReason }),
  };
  if (run.operation.spared?.includes(logicalId))
    return { row: restored(run, row, row.standing ?? before), entries: [done] };
  const { standing } = row;
  if (standing === undefined || standing.physicalId !== physicalId) {
    const given = standing === undefined ? [] : [standing];
    const leftovers = [...(row.leftovers ?? []), ...given];
    return { row: { ...restored(run, row, before), ...(leftovers.length > 0 && { leftovers }) }, entries: [done] };
  }
  const begun: EventEntry = { status: 'UPDATE_IN_PROGRESS', physicalId };
  if (isUntouched(standing, before)) return { row: restored(run, row, before), entries: [begun, done] };
  const step = { run, unit, logicalId, properties: before.properties, tags: before.tags };
  const { settlement } = await updatePhysical(step, standing);
  if (settlement.state === 'failed') throw new StepFailure(settlement.reason);
  if (settlement.state === 'done') return { row: restored(run, row, before), entries: [begun, done] };
  const since = run.platform.clock.now();
  run.wakes.push(since + settlement.askAgainInMs);
  const waiting = { step: 'update', for: 'handler', since } as const;
  return { row: { ...restored(run, row, before), status: 'UPDATE_IN_PROGRESS', waiting }, entries: [begun] };
}

/** The update of it failed before anything was changed. Of a nested stack only the stack itself knows. */
function isUntouched(standing: StandingResource, before: StandingResource): boolean {
  const { type, properties, tags } = before;
  return !isNestedStack(type) && isSame(standing.properties, properties) && isSame(standing.tags, tags);
}

function restored(run: StackRun, row: StackResource, standing: StandingResource): StackResource {
  const { baseline: _, waiting: __, statusReason: ___, ...rest } = row;
  return {
    ...rest,
    type: standing.type,
    status: 'UPDATE_COMPLETE',
    changedAt: run.platform.clock.now(),
    operationId: run.operation.operationId,
    standing,
  };
}

function failure(run: StackRun, row: StackResource, reason: string) {
  const physical = row.standing && { physicalId: row.standing.physicalId };
  const { waiting: _, ...rest } = row;
  const failed: StackResource = {
    ...rest,
    status: 'UPDATE_FAILED',
    statusReason: reason,
    changedAt: run.platform.clock.now(),
    operationId: run.operation.operationId,
  };
  const entries = (text: string): EventEntry[] => [
    { status: 'UPDATE_IN_PROGRESS', ...physical },
    { status: 'UPDATE_FAILED', reason: text, ...physical },
  ];
  return { row: failed, entries };
}
