/** Ranges in random combinations against a naive model; and tables that change between two starts. */
import { describe, expect, test } from 'vitest';

import { describeGroups } from './storage-groups.contract.ts';
import { listNaively, seededRandom } from './storage-model.ts';
import { StorageVersionError } from './storage-errors.ts';
import type { ContractBackend } from './contract-tables.ts';
import type { Key, Range, Reader, Unit } from './storage.ts';
import { defineTable } from './table.ts';

interface Point {
  group: string;
  number: number;
  name: string;
  colour?: string;
}

const keyOf = (point: Point): Key => [point.group, point.number, point.name];
const indexes = {
  byName: (point: Point): Key => [point.name, point.number, point.group],
  byColour: ({ colour, ...point }: Point): Key | undefined =>
    colour === undefined ? undefined : [colour, ...keyOf(point)],
};
type PointRange = Range<keyof typeof indexes>;
const points = defineTable<Point>()({ name: 'test.points', key: keyOf, indexes });

const texts = ['', 'a', 'a\u0000', 'aa', 'ab', 'b', '\uffff', '😀', '😀b', '\u{10ffff}'];
const numbers = [-1.5, -1, 0, 1, 2, 10, 1e12];

export function describeRanges(backend: ContractBackend): void {
  test.each([1, 2, 3])('random ranges answer like the model (seed %i)', async (seed) => {
    const random = new RandomPoints(seed);
    const storage = await backend.open([points]);
    await storage.reset();
    const model = new Map<string, Point>();
    for (let round = 0; round < 12; round++) {
      await storage.transact(async (unit) => {
        for (let i = 0; i < 12; i++) {
          random.change(unit, model);
          const range = random.range();
          expect(await answersOf(unit, range)).toEqual(modelAnswers(model, range));
        }
      });
      for (let i = 0; i < 12; i++) {
        const range = random.range();
        expect(await answersOf(storage, range)).toEqual(modelAnswers(model, range));
      }
    }
    await storage.close();
  });

  describeGroups(backend);

  describe('a second start', () => {
    const plain = { name: 'test.changing', key: (point: Point): Key => [point.name] };
    const rows = texts.map((name, number) => ({
      group: 'g',
      number,
      name,
      ...(number % 2 === 0 ? { colour: 'red' } : {}),
    }));

    test('adds, removes and keeps indexes', async () => {
      const declared = [
        defineTable<Point>()(plain),
        defineTable<Point>()({ ...plain, indexes: { byColour: indexes.byColour } }),
        defineTable<Point>()({ ...plain, indexes: { byName: indexes.byName, byColour: indexes.byColour } }),
        defineTable<Point>()({ ...plain, indexes: { byName: indexes.byName } }),
      ];
      for (const [i, table] of declared.entries()) {
        const storage = await backend.open([table]);
        if (i === 0) await storage.transact(async (unit) => rows.forEach((row) => unit.put(table, row)));
        expect(await storage.count(table, {})).toBe(rows.length);
        for (const index of Object.keys(table.indexes) as (keyof typeof indexes)[]) {
          const expected = listNaively(rows, plain.key, indexes[index], {});
          expect(await storage.list<Point, string>(table, { index })).toEqual(expected);
        }
        await storage.close();
      }
    });

    test('computes indexes anew with a new schema version, and refuses an older one', async () => {
      const before = defineTable<Point>()({
        ...plain,
        name: 'test.meaning',
        indexes: { order: (point) => [point.number] },
      });
      const after = defineTable<Point>()({
        ...plain,
        name: 'test.meaning',
        indexes: { order: (point) => [-point.number] },
      });
      const first = await backend.open([before], 1);
      await first.transact(async (unit) => rows.forEach((row) => unit.put(before, row)));
      await first.close();
      const second = await backend.open([after], 2);
      expect(await second.list(after, { index: 'order' })).toEqual(rows.toReversed());
      await second.close();
      await expect(backend.open([before], 1)).rejects.toThrow(StorageVersionError);
      const third = await backend.open([], 2);
      await third.reset();
      await third.close();
      const fourth = await backend.open([after], 2);
      expect(await fourth.count(after, {})).toBe(0);
      await fourth.close();
    });
  });
}

/** With the range, so that a failure names it. */
async function answersOf(reader: Reader, range: PointRange) {
  return { range, rows: await reader.list(points, range), count: await reader.count(points, range) };
}

function modelAnswers(model: ReadonlyMap<string, Point>, range: PointRange) {
  const orderOf = range.index === undefined ? keyOf : indexes[range.index];
  const rows = listNaively([...model.values()], keyOf, orderOf, range);
  return { range, rows, count: rows.length };
}

class RandomPoints {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  change(unit: Unit, model: Map<string, Point>): void {
    const point: Point = { group: this.#pick(texts), number: this.#pick(numbers), name: this.#pick(texts) };
    const chosen = this.#happens(0.5) && model.size > 0 ? this.#pick([...model.values()]) : point;
    const id = JSON.stringify(keyOf(chosen));
    if (this.#happens(0.3)) {
      unit.delete(points, keyOf(chosen));
      model.delete(id);
      return;
    }
    const { colour: _, ...bare } = chosen;
    const row = this.#happens(0.6) ? { ...bare, colour: this.#pick(texts) } : bare;
    unit.put(points, row);
    model.set(id, row);
  }

  range(): PointRange {
    const index = this.#pick([undefined, 'byName', 'byColour'] as const);
    const range: PointRange = index === undefined ? {} : { index };
    if (this.#happens(0.4)) range.prefix = this.#key(index).slice(0, this.#pick([0, 1, 2]));
    if (this.#happens(0.2)) {
      range.prefix = [];
      range.startsWith = this.#pick(texts);
    }
    if (this.#happens(0.3)) range.from = this.#key(index);
    if (this.#happens(0.3)) range.to = this.#key(index);
    if (this.#happens(0.3)) range.after = this.#key(index);
    if (this.#happens(0.5)) range.reverse = true;
    if (this.#happens(0.4)) range.limit = this.#pick([0, 1, 2, 5]);
    return range;
  }

  /** A key of one to all parts, whose kinds fit the order. */
  #key(index: keyof typeof indexes | undefined): Key {
    const [text, number, last] = [this.#pick(texts), this.#pick(numbers), this.#pick(texts)];
    const whole: Key = index === 'byColour' ? [text, this.#pick(texts), number, last] : [text, number, last];
    return whole.slice(0, 1 + Math.floor(this.#random() * whole.length));
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#random() * values.length)]!;
  }

  #happens(probability: number): boolean {
    return this.#random() < probability;
  }
}
