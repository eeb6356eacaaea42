import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import type { ResourceSignal } from '../model/signal.ts';

export const signalsTable = defineTable<ResourceSignal>()({
  name: 'cloudformation.signals',
  key: ({ stackId, logicalId, uniqueId }) => [stackId, logicalId, uniqueId],
});

export function signalsOf(reader: Reader, stackId: string, logicalId: string): Promise<ResourceSignal[]> {
  return reader.list(signalsTable, { prefix: [stackId, logicalId] });
}

export function saveSignal(unit: Unit, signal: ResourceSignal): void {
  unit.put(signalsTable, signal);
}

export async function deleteSignals(unit: Unit, stackId: string, logicalId: string): Promise<void> {
  for (const signal of await signalsOf(unit, stackId, logicalId)) {
    unit.delete(signalsTable, signalsTable.key(signal));
  }
}
