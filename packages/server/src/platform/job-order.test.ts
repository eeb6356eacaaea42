import { describe, expect, it } from 'vitest';
import { createIds, seededRandomBytes } from './ids.ts';
import { nextTurn, startAt, useJobWorld } from './job-runner-world.ts';

const given = useJobWorld();

describe('jobs of a serial key', () => {
  it('run one after another in order, beside those of other keys', async () => {
    const world = given.current;
    const runner = world.create();
    const order = new Map<string, number[]>();
    const running = new Map<string, number>();
    let most = 0;
    world.start(runner, {
      t: async ({ key, n }: { key: string; n: number }) => {
        expect(running.get(key) ?? 0).toBe(0);
        running.set(key, 1);
        most = Math.max(
          most,
          running.values().reduce((a, b) => a + b, 0),
        );
        await nextTurn();
        running.set(key, 0);
        order.set(key, [...(order.get(key) ?? []), n]);
      },
    });
    const jobs = Array.from({ length: 600 }, (_, n) => ({ key: `k${n % 3}`, n }));
    await world.enqueue(runner, ...jobs.map((payload) => ({ type: 't', payload, serialKey: payload.key })));
    await world.enqueue(runner, { type: 't', payload: { key: 'k0', n: 600 }, serialKey: 'k0' });
    await runner.idle();
    expect(order.get('k0')).toEqual([...Array.from({ length: 200 }, (_, n) => n * 3), 600]);
    expect(order.get('k1')).toEqual(Array.from({ length: 200 }, (_, n) => n * 3 + 1));
    expect(order.get('k2')).toHaveLength(200);
    expect(most).toBe(3);
    expect(await world.remaining()).toBe(0);
  });

  it('wait while the first is retried, and go on after its death', async () => {
    const world = given.current;
    const runner = world.create();
    const seen: string[] = [];
    world.start(runner, {
      t: {
        maxAttempts: 3,
        run: async (payload: string, { attempt }) => {
          seen.push(`${payload}${attempt}@${(world.clock.now() - startAt) / 1_000}`);
          if (payload === 'b' || (payload === 'a' && attempt < 3)) throw new Error('no');
        },
      },
    });
    await world.enqueue(runner, ...['a', 'b', 'c', 'd'].map((payload) => ({ type: 't', payload, serialKey: 'k' })));
    await runner.idle();
    await world.enqueue(runner, { type: 't', payload: 'e', serialKey: 'k' }, { type: 't', payload: 'free' });
    await world.clock.advance(60_000);
    expect(seen).toEqual(['a1@0', 'free1@0', 'a2@1', 'a3@3', 'b1@3', 'b2@4', 'b3@6', 'c1@6', 'd1@6', 'e1@6']);
  });

  it('go on when the one that they wait for is cancelled', async () => {
    const world = given.current;
    const runner = world.create();
    const seen: unknown[] = [];
    world.start(runner, { t: async (payload) => void seen.push(payload) });
    await world.enqueue(runner, { type: 't', id: 'head', serialKey: 'k', runAt: startAt + 3_600_000 });
    await world.enqueue(runner, { type: 't', payload: 'next', serialKey: 'k' });
    await runner.idle();
    expect(seen).toEqual([]);
    await world.storage.transact(async (unit) => runner.cancel(unit, 'head'));
    await world.clock.advance(60_000);
    expect(seen).toEqual(['next']);
  });
});

describe('any mix of jobs', () => {
  it.each(['1 server', '2 servers'])('keeps order, runs all and never two of a key at once: %s', async (servers) => {
    const world = given.current;
    const ids = createIds(seededRandomBytes(servers));
    const below = (limit: number): number => Math.floor(ids.fraction() * limit);
    const done = new Map<string, number[]>();
    const running = new Set<string>();
    const run = async ({ key, n }: { key: string; n: number }): Promise<void> => {
      expect(running.has(key)).toBe(false);
      running.add(key);
      for (let turns = below(3); turns > 0; turns--) await nextTurn();
      running.delete(key);
      if (below(5) === 0) throw new Error('by chance');
      done.set(key, [...(done.get(key) ?? []), n]);
    };
    const shared = servers === '2 servers';
    const first = world.create({ serverId: 'a', shared, concurrency: 8 });
    const runners = shared ? [first, world.create({ serverId: 'b', shared, concurrency: 8 })] : [first];
    for (const runner of runners) {
      world.start(runner, { t: { maxAttempts: 100, retryDelayMs: () => below(3) * 100, run } });
    }
    const enqueued = new Map<string, number[]>();
    for (let n = 0; n < 800; n++) {
      const key = `k${below(12)}`;
      enqueued.set(key, [...(enqueued.get(key) ?? []), n]);
      const runAt = world.clock.now() + (below(4) === 0 ? below(2_000) : 0);
      await world.enqueue(first, { type: 't', payload: { key, n }, serialKey: key, runAt });
      if (below(20) === 0) await world.clock.advance(below(300));
    }
    await world.clock.advance(3_600_000);
    expect(await world.remaining()).toBe(0);
    expect(Object.fromEntries(done)).toEqual(Object.fromEntries(enqueued));
  });
});
