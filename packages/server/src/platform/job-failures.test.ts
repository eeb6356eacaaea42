import { describe, expect, it } from 'vitest';
import { startAt, useJobWorld } from './job-runner-world.ts';

const given = useJobWorld();

describe('jobs that fail', () => {
  it('are tried again with growing delays', async () => {
    const world = given.current;
    const runner = world.create();
    const tries: [number, number][] = [];
    world.start(runner, {
      t: async (_, { attempt }) => {
        tries.push([attempt, world.clock.now() - startAt]);
        if (attempt < 5) throw new Error('not yet');
      },
    });
    await world.enqueue(runner, { type: 't' });
    await world.clock.advance(3_600_000);
    expect(tries).toEqual([
      [1, 0],
      [2, 1_000],
      [3, 3_000],
      [4, 7_000],
      [5, 15_000],
    ]);
    expect(await world.remaining()).toBe(0);
    expect(await runner.deadJobs()).toEqual([]);
  });

  it('wait for at most five minutes, ten tries in all', async () => {
    const world = given.current;
    const runner = world.create();
    const times: number[] = [];
    world.start(runner, {
      t: async () => {
        times.push(world.clock.now());
        throw new Error('never');
      },
    });
    await world.enqueue(runner, { type: 't' });
    await world.clock.advance(24 * 3_600_000);
    const delays = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1_000);
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
  });

  it('are dead after their last try, listed with the reason and logged once', async () => {
    const world = given.current;
    const runner = world.create();
    world.start(runner, {
      t: {
        maxAttempts: 3,
        retryDelayMs: () => 0,
        run: async () => {
          throw new TypeError('bad payload');
        },
      },
    });
    await world.enqueue(runner, { type: 't', id: 'x', payload: { a: 1 } });
    await runner.idle();
    expect(await runner.deadJobs()).toMatchObject([
      { id: 'x', payload: { a: 1 }, failures: 3, lastError: 'TypeError: bad payload', diedAt: startAt },
    ]);
    await world.clock.advance(86_400_000);
    expect(world.logged.filter((line) => line.event === 'job.dead')).toMatchObject([
      { level: 'error', facts: { id: 'x', type: 't', reason: 'TypeError: bad payload' } },
    ]);
  });

  it('are dead at once where no service runs their type', async () => {
    const world = given.current;
    const runner = world.create();
    let ran = 0;
    world.start(runner, { known: async () => void ran++ });
    await world.enqueue(runner, { type: 'unknown' }, { type: 'known' });
    await runner.idle();
    expect(ran).toBe(1);
    expect(await runner.deadJobs()).toMatchObject([{ lastError: 'Error: No service runs jobs of the type unknown' }]);
  });

  it('may throw anything, or break the rules of retries', async () => {
    const world = given.current;
    const runner = world.create();
    world.start(runner, {
      odd: { maxAttempts: 2, retryDelayMs: () => Number.NaN, run: () => Promise.reject('a text') },
      sync: {
        maxAttempts: 1,
        run: () => {
          throw undefined;
        },
      },
    });
    await world.enqueue(runner, { type: 'odd' }, { type: 'sync' });
    await world.clock.advance(3_600_000);
    expect((await runner.deadJobs()).map((job) => job.lastError).sort()).toEqual(['a text', 'undefined']);
  });

  it('list their dead by pages', async () => {
    const world = given.current;
    const runner = world.create();
    world.start(runner, {});
    await world.enqueue(runner, ...Array.from({ length: 5 }, (_, n) => ({ type: 'unknown', payload: n })));
    await runner.idle();
    const first = await runner.deadJobs({ limit: 3 });
    const after = first.at(-1);
    const second = await runner.deadJobs({ limit: 3, ...(after && { after }) });
    expect([...first, ...second].map((job) => job.payload)).toEqual([0, 1, 2, 3, 4]);
  });

  it('cannot be enqueued for no time at all', async () => {
    const world = given.current;
    await expect(world.enqueue(world.create(), { type: 't', runAt: Number.NaN })).rejects.toThrow('cannot run at NaN');
  });
});
