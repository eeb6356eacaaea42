import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobLeaseTable } from './job-table.ts';
import { never, nextTurn, startAt, until, useJobWorld } from './job-runner-world.ts';
import { createVirtualClock } from './virtual-clock.ts';

const given = useJobWorld();

describe('a crash', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'madang-jobs-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('loses no job and counts as no try', async () => {
    const world = given.current;
    const file = path.join(directory, 'jobs.db');
    await world.reopen(file);
    const first = world.create({ concurrency: 3 });
    let started = 0;
    world.start(first, {
      t: async () => {
        started++;
        await never();
      },
    });
    await world.enqueue(first, ...Array.from({ length: 10 }, (_, payload) => ({ type: 't', payload })));
    await until(() => started === 3);

    await world.reopen(file);
    const second = world.create();
    const seen: unknown[] = [];
    world.start(second, { t: async (payload, { attempt }) => void seen.push([payload, attempt]) });
    await second.idle();
    expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => [n, 1]));
    expect(await world.remaining()).toBe(0);
  });
});

describe('several servers on one storage', () => {
  it('share the work, each job running once', async () => {
    const world = given.current;
    const seen: string[] = [];
    const counts = new Map<string, number>();
    const servers = ['one', 'two', 'three'].map((serverId) => ({
      serverId,
      runner: world.create({ serverId, shared: true, concurrency: 4 }),
    }));
    for (const { serverId, runner } of servers) {
      world.start(runner, {
        t: async (payload: string) => {
          seen.push(payload);
          counts.set(serverId, (counts.get(serverId) ?? 0) + 1);
          await nextTurn();
        },
      });
    }
    const jobs = Array.from({ length: 500 }, (_, n) => ({ type: 't', payload: `${n}` }));
    for (const [index, { runner }] of servers.entries()) {
      await world.enqueue(runner, ...jobs.filter((_, n) => n % servers.length === index));
    }
    await Promise.all(servers.map(({ runner }) => runner.idle()));
    expect(seen).toHaveLength(500);
    expect(new Set(seen).size).toBe(500);
    expect(counts.size).toBe(3);
    expect(await world.storage.count(jobLeaseTable, {})).toBe(0);
  });

  it('keep the order of a serial key', async () => {
    const world = given.current;
    const seen: number[] = [];
    const servers = ['one', 'two'].map((serverId) => world.create({ serverId, shared: true }));
    for (const runner of servers) {
      world.start(runner, {
        t: async (n: number) => {
          await nextTurn();
          seen.push(n);
        },
      });
    }
    const [first] = servers;
    if (!first) throw new Error('no server');
    await world.enqueue(first, ...Array.from({ length: 100 }, (_, n) => ({ type: 't', payload: n, serialKey: 'k' })));
    await world.clock.advance(120_000);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it('leave jobs to a server that renews its lease, and take them over from one that died', async () => {
    const world = given.current;
    const frozen = createVirtualClock({ startAt });
    const dying = world.create({ serverId: 'dying', shared: true, concurrency: 1, clock: frozen });
    let started = 0;
    const hanging = async (): Promise<void> => {
      started++;
      await never();
    };
    world.start(dying, { t: hanging });
    await world.enqueue(dying, { type: 't' });
    await until(() => started === 1);

    const attempts: number[] = [];
    const other = world.create({ serverId: 'other', shared: true });
    world.start(other, { t: async (_, { attempt }) => void attempts.push(attempt) });
    await world.clock.advance(15_000);
    await frozen.advance(15_000);
    await world.clock.advance(25_000);
    expect(attempts).toEqual([]);
    await world.clock.advance(15_000);
    expect(attempts).toEqual([1]);
    expect(await world.remaining()).toBe(0);
  });
});
