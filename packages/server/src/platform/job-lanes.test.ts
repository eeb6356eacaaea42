import { describe, expect, it } from 'vitest';
import { nextTurn, startAt, until, useJobWorld } from './job-runner-world.ts';

const given = useJobWorld();

const outbound = { lane: 'outbound' } as const;

describe('jobs that wait for servers elsewhere', () => {
  it('hold up no others, however many of them hang', async () => {
    const world = given.current;
    const runner = world.create({ concurrency: 2, outboundConcurrency: 3 });
    const gate = Promise.withResolvers<void>();
    const done: unknown[] = [];
    let hanging = 0;
    world.start(runner, {
      hang: async () => {
        hanging++;
        await gate.promise;
      },
      t: async (payload) => void done.push(payload),
    });
    await world.enqueue(runner, ...Array.from({ length: 100 }, () => ({ type: 'hang', ...outbound })));
    await until(() => hanging === 3);
    await world.enqueue(runner, ...Array.from({ length: 20 }, (_, payload) => ({ type: 't', payload })));
    await until(() => done.length === 20);
    expect(hanging).toBe(3);
    await world.enqueue(runner, { type: 't', payload: 'earlier', runAt: startAt - 1_000 });
    await until(() => done.includes('earlier'));
    gate.resolve();
    await runner.idle();
    expect(hanging).toBe(100);
    expect(await world.remaining()).toBe(0);
  });

  it('are not held up by others either', async () => {
    const world = given.current;
    const runner = world.create({ concurrency: 1 });
    const gate = Promise.withResolvers<void>();
    const done: unknown[] = [];
    world.start(runner, { long: () => gate.promise, t: async (payload) => void done.push(payload) });
    await world.enqueue(runner, { type: 'long' }, { type: 't', payload: 'common' });
    await world.enqueue(runner, { type: 't', payload: 'outbound', ...outbound });
    await until(() => done.length === 1);
    expect(done).toEqual(['outbound']);
    gate.resolve();
    await runner.idle();
    expect(done).toEqual(['outbound', 'common']);
  });

  it('wait for their time, keep the order of their key, and are retried', async () => {
    const world = given.current;
    const runner = world.create({ outboundConcurrency: 4 });
    const seen: string[] = [];
    world.start(runner, {
      t: async (payload: string, { attempt }) => {
        seen.push(`${payload}${attempt}@${(world.clock.now() - startAt) / 1_000}`);
        await nextTurn();
        if (payload === 'b' && attempt === 1) throw new Error('no');
      },
    });
    const inTurn = ['a', 'b', 'c'].map((payload) => ({ type: 't', payload, serialKey: 'k', ...outbound }));
    await world.enqueue(runner, ...inTurn, { type: 't', payload: 'late', runAt: startAt + 10_000, ...outbound });
    await world.enqueue(runner, { type: 't', payload: 'common', serialKey: 'k', runAt: startAt + 5_000 });
    await world.clock.advance(60_000);
    expect(seen).toEqual(['a1@0', 'b1@0', 'b2@1', 'c1@1', 'common1@5', 'late1@10']);
    expect(await world.remaining()).toBe(0);
  });

  it('may be replaced while they run by a job of the other lane', async () => {
    const world = given.current;
    const runner = world.create();
    const seen: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    world.start(runner, {
      t: async (payload) => {
        seen.push(payload);
        if (payload === 'first') await gate.promise;
      },
    });
    await world.enqueue(runner, { type: 't', id: 'a', payload: 'first', ...outbound });
    await until(() => seen.length === 1);
    await world.enqueue(runner, { type: 't', id: 'a', payload: 'second' });
    await world.enqueue(runner, { type: 't', payload: 'other' });
    await until(() => seen.length === 2);
    gate.resolve();
    await runner.idle();
    expect(seen).toEqual(['first', 'other', 'second']);
    expect(await world.remaining()).toBe(0);
  });

  it.each([false, true])('run with others by the hundreds, each once; several servers: %s', async (shared) => {
    const world = given.current;
    const runners = (shared ? ['one', 'two'] : ['one']).map((serverId) =>
      world.create({ serverId, shared, concurrency: 4, outboundConcurrency: 8 }),
    );
    const seen: string[] = [];
    for (const runner of runners) {
      world.start(runner, {
        t: async (payload: string) => {
          await nextTurn();
          seen.push(payload);
        },
      });
    }
    const jobs = Array.from({ length: 400 }, (_, n) => ({
      type: 't',
      payload: `${n}`,
      runAt: startAt + (n % 5) * 1_000,
      ...(n % 2 === 0 && outbound),
    }));
    for (const [n, runner] of runners.entries()) {
      await world.enqueue(runner, ...jobs.filter((_, at) => at % runners.length === n));
    }
    await world.clock.advance(60_000);
    expect(seen).toHaveLength(400);
    expect(new Set(seen).size).toBe(400);
    expect(await world.remaining()).toBe(0);
  });
});
