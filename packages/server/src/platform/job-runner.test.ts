import { describe, expect, it } from 'vitest';
import { never, nextTurn, scope, startAt, until, useJobWorld } from './job-runner-world.ts';

const given = useJobWorld();

describe('jobs', () => {
  it('run once with their payload and scope, and are gone then', async () => {
    const world = given.current;
    const runner = world.create();
    const seen: unknown[] = [];
    world.start(runner, {
      't.greet': async (payload: { name: string }, { account, region, attempt, jobId }) =>
        void seen.push({ ...payload, account, region, attempt, jobId }),
    });
    await world.enqueue(runner, { type: 't.greet', id: 'greet/ann', payload: { name: 'ann' } });
    await runner.idle();
    expect(seen).toEqual([{ name: 'ann', ...scope, attempt: 1, jobId: 'greet/ann' }]);
    expect(await world.remaining()).toBe(0);
  });

  it('that were enqueued before the start run, and those of a failed unit never do', async () => {
    const world = given.current;
    const runner = world.create();
    const seen: unknown[] = [];
    await world.enqueue(runner, { type: 't', payload: 1 });
    const failing = world.storage.transact(async (unit) => {
      runner.enqueue(unit, { type: 't', payload: 2, ...scope });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    world.start(runner, { t: async (payload) => void seen.push(payload) });
    await runner.idle();
    expect(seen).toEqual([1]);
  });

  it('run at their time, in the order of time', async () => {
    const world = given.current;
    const runner = world.create();
    const seen: unknown[] = [];
    world.start(runner, { t: async (payload) => void seen.push([payload, world.clock.now() - startAt]) });
    await world.enqueue(
      runner,
      { type: 't', payload: 'hour', runAt: startAt + 3_600_000 },
      { type: 't', payload: 'minute', runAt: startAt + 60_000 },
      { type: 't', payload: 'now' },
    );
    await runner.idle();
    await world.clock.advance(59_999);
    expect(seen).toEqual([['now', 0]]);
    await world.clock.advance(3_600_000);
    expect(seen).toEqual([
      ['now', 0],
      ['minute', 60_000],
      ['hour', 3_600_000],
    ]);
  });

  it('that enqueue each other all run within one jump of the clock', async () => {
    const world = given.current;
    const runner = world.create();
    const times: number[] = [];
    world.start(runner, {
      tick: async () => {
        times.push(world.clock.now() - startAt);
        await world.enqueue(runner, { type: 'tick', id: 'ticker', runAt: world.clock.now() + 60_000 });
      },
    });
    await world.enqueue(runner, { type: 'tick', id: 'ticker' });
    await runner.idle();
    await world.clock.advance(10 * 60_000);
    expect(times).toEqual(Array.from({ length: 11 }, (_, n) => n * 60_000));
    expect(await world.remaining()).toBe(1);
  });

  it('are replaced under the same id and can be cancelled', async () => {
    const world = given.current;
    const runner = world.create();
    const seen: unknown[] = [];
    world.start(runner, { t: async (payload) => void seen.push(payload) });
    await world.enqueue(runner, { type: 't', id: 'a', payload: 'old', runAt: startAt + 10 });
    await world.enqueue(runner, { type: 't', id: 'a', payload: 'new', runAt: startAt + 20 });
    await world.enqueue(runner, { type: 't', id: 'b', payload: 'cancelled', runAt: startAt + 20 });
    await world.storage.transact(async (unit) => runner.cancel(unit, 'b'));
    await world.clock.advance(100);
    expect(seen).toEqual(['new']);
  });

  it('that are replaced or cancelled while they run leave the new one alone', async () => {
    const world = given.current;
    const runner = world.create();
    const seen: unknown[] = [];
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    world.start(runner, {
      t: async (payload) => {
        seen.push(payload);
        if (payload === 'first') await gate;
      },
    });
    await world.enqueue(runner, { type: 't', id: 'a', payload: 'first' });
    await until(() => seen.length === 1);
    await world.enqueue(runner, { type: 't', id: 'a', payload: 'second' });
    await world.enqueue(runner, { type: 't', payload: 'other' });
    await until(() => seen.length === 2);
    open();
    await runner.idle();
    expect(seen).toEqual(['first', 'other', 'second']);
    expect(await world.remaining()).toBe(0);
  });

  it('that are due before one that runs for long are not passed over', async () => {
    const world = given.current;
    const runner = world.create({ concurrency: 2 });
    const done: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    world.start(runner, {
      long: () => gate.promise,
      t: async (payload) => void done.push(payload),
    });
    await world.enqueue(runner, { type: 'long' });
    await nextTurn();
    const early = [1, 2, 3, 4].map((payload) => ({ type: 't', payload, runAt: startAt - 10 }));
    await world.enqueue(runner, ...early);
    await until(() => done.length === 4);
    gate.resolve();
    await runner.idle();
    expect(done).toEqual([1, 2, 3, 4]);
  });

  it('run at most as many at once as allowed', async () => {
    const world = given.current;
    const runner = world.create({ concurrency: 5 });
    let running = 0;
    let most = 0;
    world.start(runner, {
      t: async () => {
        most = Math.max(most, ++running);
        await nextTurn();
        running--;
      },
    });
    await world.enqueue(runner, ...Array.from({ length: 100 }, () => ({ type: 't' })));
    await runner.idle();
    expect(most).toBe(5);
    expect(await world.remaining()).toBe(0);
  });

  it('run by the thousands, each once', async () => {
    const world = given.current;
    const runner = world.create();
    const seen = new Set<number>();
    let runs = 0;
    world.start(runner, {
      t: async (n: number) => {
        seen.add(n);
        runs++;
        if (n % 1_000 === 0) await world.enqueue(runner, { type: 't', payload: n + 1 });
      },
    });
    const jobs = Array.from({ length: 5_000 }, (_, n) => ({ type: 't', payload: n * 10, runAt: startAt - (n % 7) }));
    for (let at = 0; at < jobs.length; at += 500) await world.enqueue(runner, ...jobs.slice(at, at + 500));
    await runner.idle();
    expect(seen.size).toBe(5_050);
    expect(runs).toBe(5_050);
    expect(await world.remaining()).toBe(0);
  });
});

describe('a runner that stops', () => {
  it('waits for running jobs and takes no more', async () => {
    const world = given.current;
    const runner = world.create({ concurrency: 2 });
    const done: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    let started = 0;
    world.start(runner, {
      t: async (payload) => {
        started++;
        await gate.promise;
        done.push(payload);
      },
    });
    await world.enqueue(runner, ...[1, 2, 3, 4].map((payload) => ({ type: 't', payload })));
    await until(() => started === 2);
    const stopped = runner.stop(60_000);
    gate.resolve();
    await stopped;
    expect(done).toEqual([1, 2]);
    expect(await world.remaining()).toBe(2);
  });

  it('does not wait for ever, and what it left runs after a restart as the same try', async () => {
    const world = given.current;
    const first = world.create();
    let started = 0;
    world.start(first, {
      t: async () => {
        started++;
        await never();
      },
    });
    await world.enqueue(first, { type: 't' });
    await until(() => started === 1);
    await first.stop(10);
    const attempts: number[] = [];
    const second = world.create({ serverId: 'two' });
    world.start(second, { t: async (_, { attempt }) => void attempts.push(attempt) });
    await second.idle();
    expect(attempts).toEqual([1]);
  });

  it('stops at once where nothing runs, or when it never started', async () => {
    const world = given.current;
    const runner = world.create();
    await runner.stop();
    const other = world.create();
    world.start(other, {});
    await other.stop();
    await other.idle();
    expect(() => world.start(other, {})).toThrow('once');
  });
});
