import { setImmediate as macrotask } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { TableFilter } from './table-filter.ts';

let keys: string[];
let isOpen: boolean;
let filter: TableFilter;
beforeEach(() => {
  keys = Array.from({ length: 2500 }, (_, i) => `k${String(i).padStart(6, '0')}`);
  isOpen = true;
  filter = new TableFilter({
    estimate: () => keys.length,
    keysAfter: (key, limit) => keys.filter((each) => each > key).slice(0, limit),
    isOpen: () => isOpen,
  });
});

const miss = (times: number) => Array.from({ length: times }, () => filter.noteMiss());
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await macrotask();
};

test('nothing is known until many keys were looked for in vain, and all are read', async () => {
  miss(499);
  await turns(10);
  expect(filter.mayHold('absent')).toBe(true);
  miss(1);
  await turns(1);
  expect(filter.mayHold('absent')).toBe(true);
  await turns(10);
  expect(filter.mayHold('absent')).toBe(false);
  expect(keys.every((key) => filter.mayHold(key))).toBe(true);
});

test('keys that come while they are read, and later, are held', async () => {
  miss(500);
  await turns(2);
  keys.unshift('a');
  filter.add('a');
  await turns(10);
  filter.add('b');
  expect(['a', 'b', 'c'].map((key) => filter.mayHold(key))).toEqual([true, true, false]);
});

test('when it is full it begins anew, for more', async () => {
  miss(500);
  await turns(10);
  for (let i = 0; i < 40_000; i++) {
    keys.push(`new${i + 100_000}`);
    filter.add(`new${i + 100_000}`);
  }
  expect(filter.mayHold('absent')).toBe(true);
  miss(500);
  await turns(60);
  expect(filter.mayHold('absent')).toBe(false);
  expect(filter.mayHold('new139999')).toBe(true);
});

test('it stops where the database is closed, or all is forgotten', async () => {
  miss(500);
  await turns(1);
  isOpen = false;
  await turns(10);
  expect(filter.mayHold('absent')).toBe(true);
  isOpen = true;
  filter.forget();
  expect(filter.mayHold('absent')).toBe(true);
});

test('very large tables go without', async () => {
  keys.length = 2_000_001;
  miss(1000);
  await turns(5);
  expect(filter.mayHold('absent')).toBe(true);
});
