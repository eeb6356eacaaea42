import type { StackEvent as ShownEvent } from '../../../../generated/types/cloudformation.ts';
import type { StackStatus } from './stack.ts';

/** Statuses of resources, and of the stack in its own events. */
export type EventStatus = NonNullable<ShownEvent['ResourceStatus']> | StackStatus;

/** One row: what happened to one resource, or to the stack itself, in one step. */
export interface EventRow {
  stackId: string;
  /** Microseconds since 1970, unique in its stack; the n-th entry has `order + n`. */
  order: number;
  operationId: string;
  at: number;
  /** The stack's name for its own events. */
  logicalId: string;
  type: string;
  clientToken?: string | undefined;
  /** JSON text. */
  properties?: string | undefined;
  entries: readonly EventEntry[];
}

export interface EventEntry {
  status: EventStatus;
  reason?: string | undefined;
  physicalId?: string | undefined;
  detailedStatus?: ShownEvent['DetailedStatus'];
  /** Of the stack's own events: a UUID. Those of resources follow from the rest. */
  eventId?: string | undefined;
}

export const stackType = 'AWS::CloudFormation::Stack';

/** `Queue-CREATE_COMPLETE-2026-11-22T10:11:12.345001Z`; AWS's has milliseconds, in which a step here may have two events. */
export function eventIdOf({ logicalId, order }: EventRow, entry: EventEntry, index: number): string {
  if (entry.eventId !== undefined) return entry.eventId;
  const micros = order + index;
  const fraction = String(micros % 1000).padStart(3, '0');
  const time = new Date(Math.floor(micros / 1000)).toISOString().replace('Z', `${fraction}Z`);
  return `${logicalId}-${entry.status}-${time}`;
}
