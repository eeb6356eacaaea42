import { defineTable } from './table.ts';

export const crashRows = defineTable<{ id: string; writer: string }>()({
  name: 'test.crash',
  key: (row) => [row.id],
  indexes: { byWriter: (row) => [row.writer, row.id] },
});
