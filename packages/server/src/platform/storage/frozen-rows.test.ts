import { expect, test } from 'vitest';

import { createFrozenParse } from './frozen-rows.ts';
import { defineTable } from './table.ts';
import { openTestStorage } from './testing.ts';

test('the same text is the same object, frozen to the bottom', () => {
  const parse = createFrozenParse();
  const row = parse('{"a":{"b":[1]}}') as { a: { b: number[] } };
  expect(row).toEqual({ a: { b: [1] } });
  expect(parse('{"a":{"b":[1]}}')).toBe(row);
  expect(parse('{"a":{"b":[2]}}')).toEqual({ a: { b: [2] } });
  expect(() => row.a.b.push(2)).toThrow(TypeError);
});

test('what it keeps is bounded', () => {
  const parse = createFrozenParse();
  const first = parse('[0]');
  for (let i = 0; i < 300; i++) parse(JSON.stringify([i, 'x'.repeat(10_000)]));
  expect(parse('[0]')).not.toBe(first);
});

test('rows of a frozen table are read as they were put last', async () => {
  const table = defineTable<{ id: string; n: number }>()({ name: 'test.frozen', key: ({ id }) => [id], frozen: true });
  const storage = await openTestStorage([table]);
  for (const n of [1, 2]) await storage.transact(async (unit) => unit.put(table, { id: 'a', n }));
  const row = await storage.get(table, ['a']);
  expect(row).toEqual({ id: 'a', n: 2 });
  expect(await storage.list(table, {})).toEqual([row]);
  expect(Object.isFrozen(row)).toBe(true);
  await storage.close();
});
