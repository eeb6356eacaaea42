import type { Platform, Scope } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { Stack } from '../model/stack.ts';
import { findOperation } from '../store/stack-operations.ts';
import { stacksTable } from '../store/stacks.ts';

export interface AdvancePayload {
  stackId: string;
  operationId: string;
}

type StackPlace = Scope & Pick<Stack, 'stackId'>;

/** Work on the operation goes on; to be asked once too often does no harm. */
export function enqueueAdvance(platform: Platform, unit: Unit, stack: StackPlace, operationId: string): void {
  const { account, region, stackId } = stack;
  const payload: AdvancePayload = { stackId, operationId };
  platform.jobs.enqueue(unit, { type: 'cloudformation.advance', serialKey: stackId, account, region, payload });
}

/** Goes on with what a stack is at, if it is at something: what one of its resources waits for has moved. */
export async function wakeStack(platform: Platform, unit: Unit, place: { stackId: string }): Promise<void> {
  const stack = await unit.get(stacksTable, [place.stackId]);
  if (stack?.operationId === undefined) return;
  const operation = await findOperation(unit, stack.operationId);
  if (operation?.status === 'IN_PROGRESS') enqueueAdvance(platform, unit, stack, stack.operationId);
}

/**
 * Goes on at this time, instead of at another that was set before. The timer has no part in the stack's line of jobs, in
 * which it would hold up those behind it.
 */
export function wakeStackAt(platform: Platform, unit: Unit, stack: StackPlace, runAt: number): void {
  const { account, region, stackId } = stack;
  const id = `cloudformation.wake ${stackId}`;
  platform.jobs.enqueue(unit, { type: 'cloudformation.wake', id, runAt, account, region, payload: { stackId } });
}
