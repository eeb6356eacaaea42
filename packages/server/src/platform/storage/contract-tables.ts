/** What the storage contract's tests share. */
import type { Storage, Table } from './storage.ts';
import { defineTable } from './table.ts';

export interface ContractBackend {
  /** Opens the same place again and again. */
  open(tables: readonly Table<never>[], schemaVersion?: number): Promise<Storage>;
}

export interface Item {
  id: string;
  group?: string;
  rank?: number;
  tags?: Record<string, unknown>;
}

export const items = defineTable<Item>()({
  name: 'test.items',
  key: (item) => [item.id],
  indexes: {
    byGroup: ({ group, rank, id }) => (group === undefined ? undefined : [group, rank ?? 0, id]),
  },
});
export const notes = defineTable<{ id: string; text: string }>()({ name: 'test.notes', key: (note) => [note.id] });

export async function putItems(storage: Storage, ...rows: Item[]): Promise<void> {
  await storage.transact(async (unit) => {
    for (const row of rows) unit.put(items, row);
  });
}
