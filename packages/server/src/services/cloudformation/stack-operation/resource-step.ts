import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { EventEntry } from '../model/stack-event.ts';
import type { StackResource } from '../model/stack-resource.ts';
import { saveResource } from '../store/stack-resources.ts';
import { recordResourceEvents } from './event-record.ts';
import type { StepResult } from './graph-walk.ts';
import { failureReason, StepFailure } from './reasons.ts';
import { OperationInterrupted, requireGoing } from './stack-run.ts';
import type { StackRun } from './stack-run.ts';

export interface StepSubject {
  logicalId: string;
  type: string;
  /** As its events show them. */
  properties?: TemplateObject | undefined;
}

/** What a step made of the resource's row, and the events of it. `row: undefined`: nothing is to be remembered of it. */
export interface StepOutcome {
  row: StackResource | undefined;
  entries: readonly EventEntry[];
}

export interface StepFailureRecord {
  row: StackResource;
  entries: (reason: string) => EventEntry[];
}

/**
 * One step on one resource, in one unit of work: the service's own change, the resource's row and its events. When it
 * throws, nothing of it is left, and a unit of its own tells of the failure.
 */
export async function takeStep(
  run: StackRun,
  subject: StepSubject,
  work: (unit: Unit) => Promise<StepOutcome>,
  failure: (reason: string) => StepFailureRecord,
): Promise<StepResult> {
  const { platform, resources } = run;
  try {
    const row = await platform.storage.transact(async (unit) => {
      await requireGoing(unit, run);
      const outcome = await work(unit);
      keep(run, unit, subject, outcome);
      return outcome.row;
    });
    if (row === undefined) resources.delete(subject.logicalId);
    else resources.set(row.logicalId, row);
    return row?.waiting === undefined ? (isFailed(row) ? 'failed' : 'done') : 'waiting';
  } catch (error) {
    if (error instanceof OperationInterrupted) return 'stopped';
    return recordFailure(run, subject, error, failure);
  }
}

async function recordFailure(
  run: StackRun,
  subject: StepSubject,
  error: unknown,
  failure: (reason: string) => StepFailureRecord,
): Promise<StepResult> {
  const { platform, stack, resources } = run;
  if (!(error instanceof AwsError || error instanceof StepFailure)) {
    platform.log.error('cloudformation.step-failed', { stackId: stack.stackId, logicalId: subject.logicalId, error });
  }
  const reason = failureReason(error, platform.ids);
  try {
    const row = await platform.storage.transact(async (unit) => {
      await requireGoing(unit, run);
      const { row, entries } = failure(reason);
      keep(run, unit, subject, { row, entries: entries(reason) });
      return row;
    });
    resources.set(row.logicalId, row);
    return isFailed(row) ? 'failed' : 'done';
  } catch (interruption) {
    if (interruption instanceof OperationInterrupted) return 'stopped';
    throw interruption;
  }
}

function keep(run: StackRun, unit: Unit, subject: StepSubject, { row, entries }: StepOutcome): void {
  const { platform, stack, operation, resources } = run;
  if (row !== undefined && row !== resources.get(row.logicalId)) saveResource(unit, row);
  if (entries.length === 0) return;
  const { logicalId, type, properties } = subject;
  const shown = properties && { properties: JSON.stringify(properties) };
  recordResourceEvents({ platform, unit }, stack, operation, { logicalId, type, ...shown, entries });
}

function isFailed(row: StackResource | undefined): boolean {
  return row?.status.endsWith('_FAILED') ?? false;
}
