import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { processOf } from '../context.ts';
import { stackType } from '../model/stack-event.ts';
import type { EventEntry, EventRow } from '../model/stack-event.ts';
import type { Stack } from '../model/stack.ts';
import type { StackOperation } from '../model/stack-operation.ts';
import { saveEvents } from '../store/stack-events.ts';

export interface RecordScope {
  readonly platform: Platform;
  readonly unit: Unit;
}

type OperationOfEvent = Pick<StackOperation, 'operationId' | 'clientToken'>;

/** An event of the stack itself. */
export function recordStackEvent(
  scope: RecordScope,
  stack: Stack,
  operation: OperationOfEvent,
  entry: Omit<EventEntry, 'eventId' | 'physicalId'>,
): void {
  const eventId = scope.platform.ids.uuid();
  const entries = [{ ...entry, physicalId: stack.stackId, eventId }];
  record(scope, stack, operation, { logicalId: stack.name, type: stackType, entries });
}

/** What happened to a resource in one step, in order. */
export function recordResourceEvents(
  scope: RecordScope,
  stack: Stack,
  operation: OperationOfEvent,
  events: Pick<EventRow, 'logicalId' | 'type' | 'properties' | 'entries'>,
): void {
  record(scope, stack, operation, events);
}

function record(
  { platform, unit }: RecordScope,
  stack: Stack,
  { operationId, clientToken }: OperationOfEvent,
  events: Pick<EventRow, 'logicalId' | 'type' | 'properties' | 'entries'>,
): void {
  const at = platform.clock.now();
  const order = processOf(platform).nextOrder(at, events.entries.length);
  const { account, region, stackId } = stack;
  saveEvents(unit, { stackId, order, operationId, at, ...(clientToken !== undefined && { clientToken }), ...events });
  if (stack.configuration.notificationArns.length === 0) return;
  platform.jobs.enqueue(unit, {
    type: 'cloudformation.notify',
    serialKey: `cloudformation.notify ${stackId}`,
    account,
    region,
    payload: { stackId, order },
  });
}
