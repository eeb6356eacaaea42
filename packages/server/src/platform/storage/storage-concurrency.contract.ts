import { expect, test } from 'vitest';

import { items, notes, putItems } from './contract-tables.ts';
import type { Key, Storage, Unit } from './storage.ts';

export function describeConflicts(current: () => Storage): void {
  test('increments of one row are all counted', async () => {
    let effects = 0;
    const increment = () =>
      current().transact(async (unit) => {
        const item = (await unit.get(items, ['n'])) ?? { id: 'n', rank: 0 };
        unit.put(items, { ...item, rank: item.rank! + 1 });
        unit.afterCommit(() => effects++);
        return item.rank! + 1;
      });
    const answers = await Promise.all(Array.from({ length: 60 }, increment));
    expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect((await current().get(items, ['n']))?.rank).toBe(60);
    expect(effects).toBe(60);
  });

  test('a row that was read and not written guards the commit', async () => {
    await putItems(current(), { id: 'parent' });
    let runs = 0;
    const adding = current().transact(async (unit) => {
      runs++;
      const parent = await unit.get(items, ['parent']);
      if (runs === 1) await current().transact(async (other) => other.delete(items, ['parent']));
      if (parent) unit.put(items, { id: 'child' });
    });
    await adding;
    expect(runs).toBe(2);
    expect(await current().get(items, ['child'])).toBeUndefined();
  });

  test('so does a row that was not there, and one that was listed', async () => {
    for (const read of [
      (unit: Unit) => unit.get(items, ['taken']),
      (unit: Unit) => unit.list(items, { prefix: ['listed'] }),
    ]) {
      await putItems(current(), { id: 'listed' });
      let runs = 0;
      await current().transact(async (unit) => {
        runs++;
        await read(unit);
        if (runs === 1) await putItems(current(), { id: 'taken' }, { id: 'listed', rank: 1 });
        unit.put(notes, { id: 'n', text: '' });
      });
      expect(runs).toBe(2);
      await current().reset();
    }
  });

  test('a row that was deleted and made again is another row', async () => {
    await putItems(current(), { id: 'a' });
    let runs = 0;
    await current().transact(async (unit) => {
      runs++;
      const item = await unit.get(items, ['a']);
      if (runs === 1) {
        await current().transact(async (other) => other.delete(items, ['a']));
        await putItems(current(), { id: 'a' });
      }
      unit.put(items, { ...item!, rank: runs });
    });
    expect(await current().get(items, ['a'])).toEqual({ id: 'a', rank: 2 });
  });

  test('a reset is a conflict too', async () => {
    await putItems(current(), { id: 'a' });
    let runs = 0;
    await current().transact(async (unit) => {
      runs++;
      const item = await unit.get(items, ['a']);
      if (runs === 1) await current().reset();
      if (item) unit.put(items, { ...item, rank: 1 });
    });
    expect(await current().count(items, {})).toBe(0);
  });
}

export function describeConcurrency(current: () => Storage): void {
  test('only one of many creates a row', async () => {
    const storage = current();
    const create = (i: number) =>
      storage.transact(async (unit) => {
        if (await unit.get(items, ['name'])) return false;
        unit.put(items, { id: 'name', rank: i });
        return true;
      });
    const created = await Promise.all(Array.from({ length: 20 }, (_, i) => create(i)));
    expect(created.filter(Boolean)).toHaveLength(1);
  });

  test('counters are added to without conflicts', async () => {
    let runs = 0;
    const add = (delta: number) =>
      current().transact(async (unit) => {
        runs++;
        unit.add(['queue', 'visible'], delta);
      });
    await Promise.all(Array.from({ length: 50 }, (_, i) => add(i % 2 === 0 ? 3 : -1)));
    expect(await current().counter(['queue', 'visible'])).toBe(50);
    expect(await current().counter(['queue'])).toBe(0);
    expect(runs).toBe(50);
  });

  test('units of an exclusive key run one after another, in order', async () => {
    const order: number[] = [];
    let running = 0;
    const enter = (i: number) =>
      current().transact(
        async (unit) => {
          expect(++running).toBe(1);
          const seen = await unit.count(items, {});
          await new Promise((resolve) => setImmediate(resolve));
          unit.put(items, { id: `${seen}` });
          order.push(i);
          running--;
          if (i === 3) throw new Error('three');
        },
        { exclusive: ['fifo', 1] },
      );
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => enter(i)));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(order).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(await current().count(items, {})).toBe(11);
  });

  test('units of different exclusive keys do not wait for each other', async () => {
    const inner = (key: Key) => current().transact(async (unit) => unit.put(items, { id: 'in' }), { exclusive: key });
    await current().transact(async () => inner(['b']), { exclusive: ['a'] });
    expect(await current().count(items, {})).toBe(1);
  });
}
