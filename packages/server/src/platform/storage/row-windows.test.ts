import { beforeEach, expect, test } from 'vitest';

import { RowWindows } from './row-windows.ts';
import type { BaseRow } from './row-windows.ts';
import type { Span } from './span.ts';

let rows: BaseRow[];
let queries: number[];
let hidden: Set<string>;
let windows: RowWindows;
beforeEach(() => {
  rows = Array.from({ length: 200 }, (_, i) => {
    const order = String(1000 + i);
    return { order, key: `k${order}`, body: '{}' };
  });
  queries = [];
  hidden = new Set();
  windows = new RowWindows();
});

function list(span: Partial<Span>): string[] {
  const whole = { index: 0, low: '1', high: undefined, reverse: false, limit: 1, ...span };
  const found = windows.list(
    '',
    whole,
    (key) => hidden.has(key),
    (after, limit) => {
      queries.push(limit);
      return rows.filter(({ order }) => order >= whole.low && (!after || order > after.order)).slice(0, limit);
    },
  );
  return found.map(({ order }) => order);
}

test('a queue that is read from its head costs few queries', () => {
  for (let i = 0; i < 100; i++) {
    expect(list({})).toEqual([String(1000 + i)]);
    hidden.add(`k${1000 + i}`);
  }
  expect(queries).toEqual([1, 2, 4, 8, 16, 32, 64]);
});

test('bounds and limits hold, and an end that was seen is remembered', () => {
  expect(list({ low: '1198', limit: 5 })).toEqual(['1198', '1199']);
  expect(list({ low: '1198', limit: 5, high: '1199' })).toEqual(['1198']);
  expect(list({ low: '1198', limit: 1 })).toEqual(['1198']);
  expect(list({ low: '5', limit: 1 })).toEqual([]);
  expect(list({ low: '5', limit: 1 })).toEqual([]);
  expect(queries).toEqual([5, 1]);
});

test('hidden rows in the middle are passed over', () => {
  hidden.add('k1001').add('k1002');
  expect(list({ limit: 3 })).toEqual(['1000', '1003', '1004']);
  hidden.add('k1000');
  expect(list({ limit: 2 })).toEqual(['1003', '1004']);
});

test('what was read is forgotten when the database changes', () => {
  expect(list({})).toEqual(['1000']);
  rows.unshift({ order: '10', key: 'k10', body: '{}' });
  windows.forget();
  expect(list({})).toEqual(['10']);
});

test('memory is bounded', () => {
  rows = rows.map((row) => ({ ...row, body: 'x'.repeat(20_000) }));
  for (let i = 0; i < 200; i += 10) list({ low: String(1000 + i), limit: 10 });
  const before = queries.length;
  list({ low: '1000', limit: 10 });
  expect(queries.length).toBe(before + 1);
});
