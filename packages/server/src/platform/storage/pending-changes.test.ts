import { beforeEach, expect, test } from 'vitest';

import { PendingChanges } from './pending-changes.ts';
import type { Changes } from './pending-changes.ts';
import type { Span } from './span.ts';

let pending: PendingChanges;
beforeEach(() => {
  pending = new PendingChanges();
});

/** Rows by key: the place in the only index, or a deletion. */
function unit(rows: Record<string, string | undefined>, adds: Record<string, number> = {}): Changes {
  const writes = Object.entries(rows).map(
    ([key, place]) => [key, { body: place && `"${place}"`, indexKeys: place === undefined ? [] : [place] }] as const,
  );
  return { writes: new Map([['t', new Map(writes)]]), adds: new Map(Object.entries(adds)) };
}

function keys(span: Partial<Span> = {}): string[] {
  const whole = { index: 0, low: '', high: undefined, reverse: false, limit: undefined, ...span };
  return (
    pending
      .table('t')
      ?.within(whole)
      .map(({ key }) => key) ?? []
  );
}

test('rows stand where they were put last', () => {
  pending.add(unit({ a: '3', b: '1', c: '2' }));
  expect(keys()).toEqual(['b', 'c', 'a']);
  pending.add(unit({ a: '0', c: undefined }));
  expect(keys()).toEqual(['a', 'b']);
  expect(keys({ index: undefined })).toEqual(['a', 'b']);
  expect(keys({ reverse: true, limit: 1 })).toEqual(['b']);
  expect(keys({ low: '1' })).toEqual(['b']);
  expect(keys({ high: '1' })).toEqual(['a']);
  expect(pending.table('t')?.writes.get('c')?.body).toBeUndefined();
});

test('order is that of UTF-8, of the index key and then of the key', () => {
  pending.add(unit({ z: 'x', '😀': 'x', '\uffff': 'x', long: 'xx', high: '\uffff', higher: '😀' }));
  expect(keys()).toEqual(['z', '\uffff', '😀', 'long', 'high', 'higher']);
});

test('a batch stays to be seen until it is settled, and later changes after that', () => {
  pending.add(unit({ a: '1', b: '2' }, { n: 2 }));
  const batch = pending.take(1, () => 0);
  expect([...batch.writes.get('t')!.keys()]).toEqual(['a', 'b']);
  pending.add(unit({ b: '0' }, { n: 5 }));
  expect(keys()).toEqual(['b', 'a']);
  expect(pending.counter('n', () => 0)).toBe(7);
  expect(pending.size.rows).toBe(1);
  pending.settle();
  expect(keys()).toEqual(['b']);
  expect(pending.counter('n', () => 2)).toBe(7);
  pending.take(2, () => 2);
  pending.settle();
  expect(pending.table('t')).toBeUndefined();
  expect(pending.counter('n', () => 7)).toBe(7);
});

test('units are taken back, those of a batch and those that are safe are not', () => {
  pending.add(unit({ a: '1' }, { n: 1 }));
  pending.noteSafe();
  pending.take(1, () => 0);
  pending.add(unit({ b: '2' }, { n: 1 }));
  pending.noteSafe();
  pending.add(unit({ a: '3', b: undefined, c: '4' }, { n: 1, m: 1 }));
  pending.add(unit({ a: undefined, b: '5' }, { n: 1 }));
  expect(keys()).toEqual(['c', 'b']);
  pending.takeBack();
  expect(keys()).toEqual(['a', 'b']);
  expect(pending.table('t')?.writes.get('a')?.body).toBe('"1"');
  expect(pending.counter('n', () => 0)).toBe(2);
  expect(pending.counter('m', () => 0)).toBe(0);
  pending.settle();
  expect(keys()).toEqual(['b']);
});
