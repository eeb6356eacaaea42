import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { EndNotice } from '../model/stack-operation.ts';
import type { StackInstance, StackSet, StackSetOperation, StackSetResult } from '../model/stack-set.ts';
import { findInstance, findStackSetOperation, saveInstance, saveResult } from '../store/stack-sets.ts';
import type { ExecutionSessions } from './permissions.ts';
import { advanceJob } from './start.ts';
import type { AdvancePayload } from './start.ts';

/** One go at an operation. */
export interface StackSetRun {
  readonly platform: Platform;
  readonly stackSet: StackSet;
  readonly operation: StackSetOperation;
  readonly sessions: ExecutionSessions;
}

/** Whether further results may begin. */
export async function isGoing(unit: Unit, { operation }: StackSetRun): Promise<boolean> {
  const now = await findStackSetOperation(unit, operation.stackSetId, operation.operationId);
  return now?.status === 'RUNNING';
}

/** Whatever the operation waits for tells it of its end. */
export function noticeOf({ operation: { stackSetId, operationId } }: StackSetRun): EndNotice {
  const payload: AdvancePayload = { stackSetId, operationId };
  return { type: advanceJob, serialKey: operationId, payload };
}

export async function requireInstance(unit: Unit, result: StackSetResult): Promise<StackInstance> {
  const { stackSetId, account, region } = result;
  const instance = await findInstance(unit, result);
  if (instance === undefined) throw new Error(`Stack set ${stackSetId} has no instance in ${account}, ${region}`);
  return instance;
}

type InstanceChanges = Partial<Pick<StackInstance, 'detailedStatus' | 'stackId' | 'status'>>;

/** The result is under way. */
export function keepRunning(
  unit: Unit,
  result: StackSetResult,
  instance: StackInstance,
  step: Pick<StackSetResult, 'step' | 'stackOperationId'> & { stackId?: string },
): StackSetResult {
  const { stackId, ...rest } = step;
  const running: StackSetResult = { ...result, ...rest, status: 'RUNNING' };
  saveResult(unit, running);
  saveInstance(unit, { ...instance, ...(stackId !== undefined && { stackId }), detailedStatus: 'RUNNING' });
  return running;
}

/** The result has ended; what it means for the instance is told. */
export async function keepEnd(
  unit: Unit,
  result: StackSetResult,
  end: Pick<StackSetResult, 'status' | 'statusReason'>,
  changes: InstanceChanges,
): Promise<StackSetResult> {
  const { step: _, statusReason: __, ...rest } = result;
  const { status, statusReason } = end;
  const reason = statusReason === undefined ? {} : { statusReason };
  const ended: StackSetResult = { ...rest, status, ...reason };
  saveResult(unit, ended);
  const instance = await findInstance(unit, result);
  if (instance !== undefined && Object.keys(changes).length > 0) {
    const { statusReason: ___, ...before } = instance;
    saveInstance(unit, { ...before, ...changes, ...reason });
  }
  return ended;
}
