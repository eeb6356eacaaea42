import type { Unit } from '../../../platform/storage/storage.ts';
import type { EventEntry } from '../model/stack-event.ts';
import type { ResourceSignal } from '../model/signal.ts';
import { isCustomResource } from '../model/stack-resource.ts';
import type { AwaitedSignals, StackResource, StandingResource, WaitingStep } from '../model/stack-resource.ts';
import { saveSignal, signalsOf } from '../store/signals.ts';
import { deleteResource } from '../store/stack-resources.ts';
import type { StepResult } from './graph-walk.ts';
import { withoutLeftover } from '../model/leftovers.ts';
import { askPhysical } from './physical-resource.ts';
import { initiated, recordedReason, StepFailure } from './reasons.ts';
import { takeStep } from './resource-step.ts';
import type { StepOutcome } from './resource-step.ts';
import type { StackRun } from './stack-run.ts';

type Waiting = StackResource & { waiting: WaitingStep; standing: StandingResource };

/** Asks whether a step that has begun is done by now. */
export function settleResource(run: StackRun, row: StackResource): Promise<StepResult> {
  const { logicalId, type } = row;
  const waiting = row as Waiting;
  const failed = (reason: string) => ({
    row: without(waiting, { status: `${wordOf(waiting)}_FAILED`, statusReason: reason, run }),
    entries: (text: string): EventEntry[] => [
      { status: `${wordOf(waiting)}_FAILED`, reason: text, physicalId: waiting.standing.physicalId },
    ],
  });
  const work = (unit: Unit) =>
    waiting.waiting.for === 'signals' ? awaitSignals(run, unit, waiting) : awaitHandler(run, unit, waiting);
  return takeStep(run, { logicalId, type, properties: waiting.standing.properties }, work, failed);
}

async function awaitHandler(run: StackRun, unit: Unit, row: Waiting): Promise<StepOutcome> {
  const { logicalId, standing, waiting } = row;
  const step = { run, unit, logicalId, properties: standing.properties, tags: standing.tags };
  const asked = await askPhysical(step, waiting.leftover ?? standing, waiting.step);
  const { settlement } = asked;
  if (settlement.state === 'waiting') {
    run.wakes.push(run.platform.clock.now() + settlement.askAgainInMs);
    return { row, entries: [] };
  }
  if (settlement.state === 'failed') throw new StepFailure(settlement.reason);
  if (waiting.step === 'delete') return deleted(run, unit, row);
  const { physicalId, attributes } = asked;
  const end = finished(run, { ...row, standing: { ...standing, physicalId, attributes } });
  // Its provider has just named it.
  const isNamed = row.status === 'CREATE_IN_PROGRESS' && isCustomResource(row.type);
  return isNamed ? { ...end, entries: [{ status: row.status, reason: initiated, physicalId }, ...end.entries] } : end;
}

/** A resource of a standing stack that goes, goes for good; of a stack that goes, it stays to be seen. */
function deleted(run: StackRun, unit: Unit, row: Waiting): StepOutcome {
  const { leftover } = row.waiting;
  const { physicalId } = leftover ?? row.standing;
  const entries: EventEntry[] = [{ status: 'DELETE_COMPLETE', physicalId }];
  if (leftover !== undefined) return { row: withoutLeftover(row, leftover), entries };
  if (run.operation.work !== 'delete' && run.operation.work !== 'roll-back-create') {
    deleteResource(unit, row);
    return { row: undefined, entries };
  }
  const { standing: _, ...rest } = without(row, { status: 'DELETE_COMPLETE', run });
  return { row: { ...rest, lastPhysicalId: physicalId }, entries };
}

function finished(run: StackRun, row: Waiting): StepOutcome {
  const status = `${wordOf(row)}_COMPLETE` as const;
  const { physicalId, realism } = row.standing;
  const reason = realism === 'recorded' ? recordedReason : undefined;
  const entry = { status, physicalId, ...(reason !== undefined && { reason }) };
  return {
    row: without(row, { status, ...(reason !== undefined && { statusReason: reason }), run }),
    entries: [entry],
  };
}

async function awaitSignals(run: StackRun, unit: Unit, row: Waiting): Promise<StepOutcome> {
  const wanted = row.waiting.signals ?? { count: 1, deadline: 0 };
  const signals = await signalsOf(unit, row.stackId, row.logicalId);
  const { physicalId } = row.standing;
  const entries: EventEntry[] = [];
  const fatal = wanted.minSuccessPercent === undefined && signals.find(({ status }) => status === 'FAILURE');
  for (const signal of signals) {
    if (signal.reported || signal === fatal) continue;
    saveSignal(unit, { ...signal, reported: true });
    entries.push({ status: row.status, reason: receivedReason(signal), physicalId });
  }
  const verdict = fatal ? receivedReason(fatal) : verdictOn(signals, wanted, run.platform.clock.now());
  if (verdict === 'waiting') {
    run.wakes.push(wanted.deadline);
    return { row, entries };
  }
  const end = verdict === 'enough' ? finished(run, row) : failedFor(run, row, verdict);
  return { row: end.row, entries: [...entries, ...end.entries] };
}

function failedFor(run: StackRun, row: Waiting, reason: string): StepOutcome {
  const status = `${wordOf(row)}_FAILED` as const;
  const entry = { status, reason, physicalId: row.standing.physicalId };
  return { row: without(row, { status, statusReason: reason, run }), entries: [entry] };
}

function receivedReason({ status, uniqueId }: ResourceSignal): string {
  return `Received ${status} signal with UniqueId ${uniqueId}`;
}

function verdictOn(signals: readonly ResourceSignal[], wanted: AwaitedSignals, now: number): string {
  const { count, minSuccessPercent = 100, deadline } = wanted;
  const successes = signals.filter(({ status }) => status === 'SUCCESS').length;
  const failures = signals.length - successes;
  const needed = Math.ceil((count * minSuccessPercent) / 100);
  if (failures > count - needed) {
    return `Received ${failures} FAILURE signal(s) out of ${count}. Unable to satisfy ${minSuccessPercent}% MinSuccessfulInstancesPercent requirement`;
  }
  if (successes + failures >= count) return 'enough';
  if (now < deadline) return 'waiting';
  if (minSuccessPercent < 100 && successes >= needed) return 'enough';
  return `Failed to receive ${count - successes - failures} resource signal(s) within the specified duration`;
}

function wordOf(row: Waiting): 'CREATE' | 'UPDATE' | 'DELETE' {
  return row.status.startsWith('UPDATE') ? 'UPDATE' : row.waiting.step === 'delete' ? 'DELETE' : 'CREATE';
}

function without(
  row: Waiting,
  { status, statusReason, run }: { status: StackResource['status']; statusReason?: string; run: StackRun },
): StackResource {
  const { waiting: _, statusReason: __, ...rest } = row;
  const { operationId } = run.operation;
  const changedAt = run.platform.clock.now();
  return { ...rest, status, ...(statusReason !== undefined && { statusReason }), changedAt, operationId };
}
