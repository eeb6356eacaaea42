import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import type { EventRow } from '../model/stack-event.ts';

export const stackEventsTable = defineTable<EventRow>()({
  name: 'cloudformation.events',
  key: ({ stackId, order }) => [stackId, order],
  indexes: {
    operation: ({ operationId, order }) => [operationId, order],
  },
});

export function saveEvents(unit: Unit, row: EventRow): void {
  unit.put(stackEventsTable, row);
}

/** The latest first. */
export function eventsBefore(
  reader: Reader,
  by: { stackId: string } | { operationId: string },
  { before, limit }: { before: number | undefined; limit: number },
): Promise<EventRow[]> {
  const part = 'stackId' in by ? by.stackId : by.operationId;
  const position = before === undefined ? {} : { after: [part, before] };
  const range = { prefix: [part], reverse: true, limit, ...position };
  return reader.list(stackEventsTable, 'stackId' in by ? range : { ...range, index: 'operation' });
}
