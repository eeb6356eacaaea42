/** What every backend must do, as tests. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { items, notes, putItems } from './contract-tables.ts';
import type { ContractBackend, Item } from './contract-tables.ts';
import { describeConcurrency, describeConflicts } from './storage-concurrency.contract.ts';
import type { Storage } from './storage.ts';
import { defineTable } from './table.ts';

export function describeStorage(backend: ContractBackend): void {
  let storage: Storage;
  beforeAll(async () => {
    storage = await backend.open([items, notes]);
  });
  beforeEach(async () => {
    await storage.reset();
  });
  afterAll(async () => {
    await storage.close();
  });

  const current = () => storage;
  for (const describePart of [describeRows, describeUnits, describeUnitEnds, describeConflicts, describeConcurrency]) {
    describePart(current);
  }
}

function describeRows(current: () => Storage): void {
  test('are put, read, replaced and deleted', async () => {
    const storage = current();
    expect(await storage.get(items, ['a'])).toBeUndefined();
    await putItems(storage, { id: 'a', rank: 1 });
    expect(await storage.get(items, ['a'])).toEqual({ id: 'a', rank: 1 });
    await putItems(storage, { id: 'a', group: 'g' });
    expect(await storage.get(items, ['a'])).toEqual({ id: 'a', group: 'g' });
    await storage.transact(async (unit) => unit.delete(items, ['a']));
    expect(await storage.get(items, ['a'])).toBeUndefined();
    expect(await storage.count(items, {})).toBe(0);
  });

  test('keep any JSON: nesting, NUL, lone surrogates, long texts', async () => {
    const item = {
      id: 'a\u0000\u0001b',
      tags: { nul: '\u0000', half: '\ud800', long: '한'.repeat(100_000), list: [1, null, 2.5e-9] },
    };
    await putItems(current(), item);
    expect(await current().get(items, [item.id])).toEqual(item);
    expect(await current().list(items, {})).toEqual([item]);
  });

  test('lose undefined members, and are fresh objects at every read', async () => {
    const original: Item = { id: 'a', tags: { x: 1, y: undefined } };
    await current().transact(async (unit) => {
      unit.put(items, original);
      original.tags!['x'] = 2;
      const own = await unit.get(items, ['a']);
      expect(Object.keys(own!.tags!)).toEqual(['x']);
      own!.tags!['x'] = 3;
    });
    const read = await current().get(items, ['a']);
    read!.tags!['x'] = 4;
    expect(await current().get(items, ['a'])).toEqual({ id: 'a', tags: { x: 1 } });
  });

  test('follow the order of UTF-8, not of UTF-16', async () => {
    const ids = ['', '\u0000', 'A', 'a', 'a\u0000', 'aa', 'é', '한', '\uffff', '😀'];
    await putItems(current(), ...ids.toReversed().map((id) => ({ id })));
    expect((await current().list(items, {})).map((item) => item.id)).toEqual(ids);
  });

  test('follow numbers by value in an index', async () => {
    const ranks = [-1e9, -2.5, -1, 0, 0.5, 1, 9, 10, 1e12];
    await putItems(current(), ...ranks.toReversed().map((rank, i) => ({ id: `${i}`, group: 'g', rank })));
    expect((await current().list(items, { index: 'byGroup' })).map((item) => item.rank)).toEqual(ranks);
  });

  test('move in an index and out of it when they change', async () => {
    await putItems(current(), { id: 'a', group: 'g' }, { id: 'b', group: 'g' });
    await putItems(current(), { id: 'a', group: 'h' }, { id: 'b' });
    expect(await current().list(items, { index: 'byGroup' })).toEqual([{ id: 'a', group: 'h' }]);
    expect(await current().count(items, { index: 'byGroup', prefix: ['g'] })).toBe(0);
    expect(await current().count(items, {})).toBe(2);
  });

  test('are gone after a reset, as are counters', async () => {
    await current().transact(async (unit) => {
      unit.put(items, { id: 'a', group: 'g' });
      unit.put(notes, { id: 'n', text: '' });
      unit.add(['c'], 5);
    });
    await current().reset();
    expect(await current().count(items, {})).toBe(0);
    expect(await current().count(items, { index: 'byGroup' })).toBe(0);
    expect(await current().count(notes, {})).toBe(0);
    expect(await current().counter(['c'])).toBe(0);
  });

  test('of unknown tables and indexes are refused by name', async () => {
    const unknown = defineTable<Item>()({ name: 'test.unknown', key: (item) => [item.id] });
    await expect(current().get(unknown, ['a'])).rejects.toThrow('test.unknown');
    await expect(current().list<Item, string>(items, { index: 'byAge' })).rejects.toThrow('byAge');
  });
}

function describeUnits(current: () => Storage): void {
  test('answer with what the work answers', async () => {
    expect(await current().transact(async () => 42)).toBe(42);
  });

  test('write nothing when they throw, and run no effects', async () => {
    let effects = 0;
    const failing = current().transact(async (unit) => {
      unit.put(items, { id: 'a' });
      unit.add(['c'], 1);
      unit.afterCommit(() => effects++);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await current().get(items, ['a'])).toBeUndefined();
    expect(await current().counter(['c'])).toBe(0);
    expect(effects).toBe(0);
  });

  test('fail alone, beside others of the same moment', async () => {
    const units = Array.from({ length: 10 }, (_, i) =>
      current().transact(async (unit) => {
        unit.put(items, { id: `${i}` });
        if (i % 2 === 1) throw new Error('odd');
      }),
    );
    const outcomes = (await Promise.allSettled(units)).map(({ status }) => status === 'fulfilled');
    expect(outcomes).toEqual(Array.from({ length: 10 }, (_, i) => i % 2 === 0));
    expect((await current().list(items, {})).map(({ id }) => id)).toEqual(['0', '2', '4', '6', '8']);
  });

  test('see their own writes, which others do not', async () => {
    await putItems(current(), { id: 'a', group: 'g' }, { id: 'c', group: 'g' }, { id: 'd', group: 'g' });
    await current().transact(async (unit) => {
      unit.put(items, { id: 'b', group: 'g' });
      unit.delete(items, ['c']);
      unit.add(['c'], 2);
      unit.add(['c'], 3);
      expect(await unit.get(items, ['b'])).toEqual({ id: 'b', group: 'g' });
      expect(await unit.get(items, ['c'])).toBeUndefined();
      expect(await idsOf(unit, { index: 'byGroup', prefix: ['g'] })).toBe('abd');
      expect(await idsOf(unit, { reverse: true, limit: 2 })).toBe('db');
      expect(await idsOf(unit, { after: ['a'], limit: 1 })).toBe('b');
      expect(await unit.count(items, { index: 'byGroup' })).toBe(3);
      expect(await unit.counter(['c'])).toBe(5);
      expect(await idsOf(current(), {})).toBe('acd');
      expect(await current().counter(['c'])).toBe(0);
    });
    expect(await idsOf(current(), {})).toBe('abd');
    expect(await current().counter(['c'])).toBe(5);
  });
}

function describeUnitEnds(current: () => Storage): void {
  test('put and delete the same row, the last one counting', async () => {
    await putItems(current(), { id: 'a' });
    await current().transact(async (unit) => {
      unit.delete(items, ['a']);
      unit.put(items, { id: 'a', rank: 1 });
      unit.put(items, { id: 'b' });
      unit.delete(items, ['b']);
      unit.delete(items, ['never there']);
    });
    expect(await current().list(items, {})).toEqual([{ id: 'a', rank: 1 }]);
  });

  test('run their effects after the commit, in order', async () => {
    const effects: string[] = [];
    await current().transact(async (unit) => {
      unit.afterCommit(() => effects.push('first'));
      unit.put(items, { id: 'a' });
      unit.afterCommit(() => effects.push('second'));
      expect(effects).toEqual([]);
    });
    expect(effects).toEqual(['first', 'second']);
    await current().transact(async (unit) => unit.afterCommit(() => effects.push('without writes')));
    expect(effects).toHaveLength(3);
  });

  test('cannot be used after their end', async () => {
    const unit = await current().transact(async (unit) => [unit]);
    expect(() => unit[0]!.put(items, { id: 'a' })).toThrow('has ended');
    await expect(unit[0]!.get(items, ['a'])).rejects.toThrow('has ended');
  });

  test('reject what is not JSON where it is put', async () => {
    const failing = current().transact(async (unit) => {
      expect(() => unit.put(items, { id: 'a', tags: { big: 1n } })).toThrow(TypeError);
      expect(() => unit.add(['c'], Number.NaN)).toThrow(TypeError);
    });
    await failing;
    expect(await current().count(items, {})).toBe(0);
  });

  test('of thousands of rows are one step', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({ id: `${i}`, group: `${i % 7}`, rank: i }));
    await putItems(current(), ...rows);
    expect(await current().count(items, {})).toBe(3000);
    await current().transact(async (unit) => {
      for (const item of await unit.list(items, { index: 'byGroup', prefix: ['3'] })) unit.delete(items, [item.id]);
    });
    expect(await current().count(items, {})).toBe(3000 - 429);
  });
}

async function idsOf(
  reader: Pick<Storage, 'list'>,
  range: Parameters<typeof reader.list<Item, 'byGroup'>>[1],
): Promise<string> {
  const rows = await reader.list(items, range);
  return rows.map(({ id }) => id).join('');
}
