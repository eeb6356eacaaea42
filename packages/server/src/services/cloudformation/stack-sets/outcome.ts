import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSetResult } from '../model/stack-set.ts';
import { deleteInstance, saveInstance, saveResult } from '../store/stack-sets.ts';
import { eventsBefore } from '../store/stack-events.ts';
import { stacksTable } from '../store/stacks.ts';
import { fail } from './deployment.ts';
import { driftOutcome } from './drift.ts';
import { keepEnd, requireInstance } from './run.ts';
import type { StackSetRun } from './run.ts';

const eventsRead = 1000;

/** What has become of a result that runs; the same while its stack is not done. */
export async function settleResult(run: StackSetRun, result: StackSetResult): Promise<StackSetResult> {
  if (result.step === 'detect-drift') return driftOutcome(run, result);
  return run.platform.storage.transact(async (unit) => {
    const instance = await requireInstance(unit, result);
    const stack = instance.stackId === undefined ? undefined : await unit.get(stacksTable, [instance.stackId]);
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return stackGone(unit, result);
    if (stack.status.endsWith('_IN_PROGRESS')) return result;
    const isSuccess = stack.status === 'CREATE_COMPLETE' || stack.status === 'UPDATE_COMPLETE';
    if (result.step === 'deploy' && isSuccess) {
      return keepEnd(unit, result, { status: 'SUCCEEDED' }, { status: 'CURRENT', detailedStatus: 'SUCCEEDED' });
    }
    return fail(run, unit, result, await failureOf(unit, stack, result));
  });
}

async function stackGone(unit: Unit, result: StackSetResult): Promise<StackSetResult> {
  const { stackId: _, ...instance } = await requireInstance(unit, result);
  if (result.step === 'delete') {
    deleteInstance(unit, instance);
    return keepEnd(unit, result, { status: 'SUCCEEDED' }, {});
  }
  // What was in the way is gone: the stack is created at the next turn.
  const { step: __, stackOperationId: ___, ...rest } = result;
  const again: StackSetResult = { ...rest, status: 'PENDING' };
  saveInstance(unit, instance);
  saveResult(unit, again);
  return again;
}

/** `ResourceLogicalId:Bucket, ResourceType:AWS::S3::Bucket, ResourceStatusReason:...` of the first that failed. */
async function failureOf(reader: Reader, stack: Stack, { stackOperationId }: StackSetResult): Promise<string> {
  const otherwise = stack.failureReason ?? stack.statusReason ?? `Stack is in ${stack.status} state`;
  if (stackOperationId === undefined) return otherwise;
  const range = { before: undefined, limit: eventsRead };
  const events = await eventsBefore(reader, { operationId: stackOperationId }, range);
  for (const { logicalId, type, entries } of events.toReversed()) {
    const failure = entries.find(
      ({ status, physicalId }) => status.endsWith('_FAILED') && physicalId !== stack.stackId,
    );
    if (failure === undefined) continue;
    return `ResourceLogicalId:${logicalId}, ResourceType:${type}, ResourceStatusReason:${failure.reason ?? ''}.`;
  }
  return otherwise;
}
