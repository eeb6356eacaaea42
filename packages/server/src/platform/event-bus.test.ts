import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEventBus, type WiredEventBus } from './event-bus.ts';
import type { CloudEvent } from './events.ts';
import { createJobs, type JobRunner } from './job-runner.ts';
import { jobLeaseTable, jobTable } from './job-table.ts';
import type { Platform } from './service.ts';
import { openSqliteStorage } from './storage/sqlite-storage.ts';
import type { Storage } from './storage/storage.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const created: CloudEvent<{ key: string }> = {
  type: 's3.ObjectCreated',
  account: '000000000000',
  region: 'us-east-1',
  time: 1,
  resources: ['arn:aws:s3:::bucket'],
  detail: { key: 'a.txt' },
};

let storage: Storage;
let clock: VirtualClock;
let jobs: JobRunner;
let bus: WiredEventBus;

beforeEach(() => {
  storage = openSqliteStorage({ path: ':memory:', tables: [jobTable, jobLeaseTable], schemaVersion: 1 });
  clock = createVirtualClock();
  jobs = createJobs({ storage, clock, log: silent, serverId: 'one' });
  bus = createEventBus({ jobs });
});

afterEach(async () => {
  await jobs.stop();
  await storage.close();
});

const publish = (event: CloudEvent): Promise<void> => storage.transact(async (unit) => bus.publish(unit, event));

it('delivers a fact to each subscriber, and a failure of one does not touch the others', async () => {
  const seen: unknown[] = [];
  bus.subscribe(
    's3.ObjectCreated',
    'sns',
    async (event: CloudEvent, { account }) => void seen.push(['sns', event, account]),
  );
  bus.subscribe('s3.ObjectCreated', 'lambda', async (_, { attempt }) => {
    seen.push(['lambda', attempt]);
    if (attempt === 1) throw new Error('not yet');
  });
  bus.subscribe('s3.ObjectRemoved', 'sns', async () => void seen.push('wrong'));
  jobs.start(bus.jobDefinitions, { storage, clock } as unknown as Platform);
  await publish(created);
  await jobs.idle();
  expect(seen).toEqual([
    ['sns', created, '000000000000'],
    ['lambda', 1],
  ]);
  clock.settleWith(() => jobs.idle());
  await clock.advance(1_000);
  expect(seen.slice(2)).toEqual([['lambda', 2]]);
});

it('makes no work without a subscriber, nor of a unit that fails', async () => {
  bus.subscribe('s3.ObjectRemoved', 'sns', async () => {});
  await publish(created);
  const failing = storage.transact(async (unit) => {
    bus.publish(unit, { ...created, type: 's3.ObjectRemoved' });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await storage.count(jobTable, {})).toBe(0);
});

it('refuses a second handler of the same name', () => {
  bus.subscribe('s3.ObjectCreated', 'sns', async () => {});
  expect(() => bus.subscribe('s3.ObjectCreated', 'sns', async () => {})).toThrow('sns subscribes twice');
});
