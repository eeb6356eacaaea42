import { describe, expect, test } from 'vitest';

import { Lanes } from './lanes.ts';
import { RecentWrites } from './recent-writes.ts';

const writes = (...keys: string[]) => new Map([['t', new Map(keys.map((key) => [key, { body: '', indexKeys: [] }]))]]);
const reads = (key: string, version: number) => [{ table: 't', key, version }];

describe('RecentWrites', () => {
  test('sees a write after the read, not one before', () => {
    const recent = new RecentWrites();
    recent.begin();
    recent.begin();
    const before = recent.now;
    recent.note(writes('a'));
    expect(recent.conflict(reads('a', before))).toBe('t/a');
    expect(recent.conflict(reads('b', before))).toBeUndefined();
    expect(recent.conflict(reads('a', recent.now))).toBeUndefined();
  });

  test('forgets what no running unit can have missed', () => {
    const recent = new RecentWrites();
    const old = recent.begin();
    recent.begin();
    for (let n = 0; n < 600; n++) recent.note(writes(`old ${n}`));
    recent.end(old);
    const young = recent.begin();
    const last = recent.begin();
    expect(recent.size).toBe(600);
    recent.end(young);
    recent.end(last);
    for (let n = 0; n < 5000; n++) {
      const first = recent.begin();
      const second = recent.begin();
      recent.note(writes(`new ${n}`));
      recent.end(first);
      recent.end(second);
    }
    expect(recent.size).toBe(5600);
  });

  test('keeps its size bounded while units come and go', () => {
    const recent = new RecentWrites();
    let previous = recent.begin();
    for (let n = 0; n < 10_000; n++) {
      const next = recent.begin();
      recent.note(writes(`${n}`));
      recent.end(previous);
      previous = next;
    }
    expect(recent.size).toBeLessThan(1100);
    recent.end(previous);
    expect(recent.size).toBe(0);
  });

  test('takes everything as changed after a rollback or reset', () => {
    const recent = new RecentWrites();
    const version = recent.now;
    recent.noteAll();
    expect(recent.conflict(reads('a', version))).toBe('t/a');
    expect(recent.conflict(reads('a', recent.now))).toBeUndefined();
  });
});

describe('Lanes', () => {
  test('keep order, survive failures and leave nothing behind', async () => {
    const lanes = new Lanes();
    const order: number[] = [];
    const runs = Array.from({ length: 10 }, (_, i) =>
      lanes.run(i % 2 === 0 ? 'even' : 'odd', async () => {
        await Promise.resolve();
        order.push(i);
        if (i === 4) throw new Error('four');
      }),
    );
    const outcomes = await Promise.allSettled(runs);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(order.filter((i) => i % 2 === 0)).toEqual([0, 2, 4, 6, 8]);
    expect(lanes.size).toBe(0);
  });
});
