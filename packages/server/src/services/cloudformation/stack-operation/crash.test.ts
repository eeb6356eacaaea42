import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateStackCommand, DeleteStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Table, Unit } from '../../../platform/storage/storage.ts';
import { startTestServer } from '../../../testing/test-server.ts';
import { stacksTable } from '../store/stacks.ts';
import { TestStacks } from '../testing.ts';

const queue = (QueueName: string, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName },
  ...more,
});
const template = (Resources: object) => JSON.stringify({ Resources });

const first = template({
  A: queue('a-first'),
  B: { Type: 'AWS::SNS::Topic', DependsOn: 'A' },
  C: queue('c', { DependsOn: 'B' }),
});
const second = template({ A: queue('a-second'), C: queue('c', { DependsOn: 'D' }), D: queue('d', { DependsOn: 'A' }) });
const broken = template({
  A: queue('a-second'),
  D: queue('d', { DependsOn: 'A' }),
  E: queue('taken', { DependsOn: 'D' }),
});
const transformed = (text: string) => JSON.stringify({ Transform: 'AWS::LanguageExtensions', ...JSON.parse(text) });

interface Scenario {
  name: string;
  prepare: (stacks: TestStacks) => Promise<unknown>;
  act: (stacks: TestStacks) => Promise<unknown>;
  status: string;
  queues: string[];
  topics: number;
  /** Every n-th commit is enough for the simpler ones. */
  stride: number;
}

const Capabilities = ['CAPABILITY_AUTO_EXPAND' as const];
const create = (TemplateBody: string) => (stacks: TestStacks) =>
  stacks.client.send(new CreateStackCommand({ StackName: 'crash', TemplateBody, Capabilities }));
const update = (TemplateBody: string) => (stacks: TestStacks) =>
  stacks.client.send(new UpdateStackCommand({ StackName: 'crash', TemplateBody, Capabilities }));

const scenarios: Scenario[] = [
  {
    name: 'create',
    prepare: taken,
    act: create(first),
    status: 'CREATE_COMPLETE',
    queues: ['a-first', 'c', 'taken'],
    topics: 1,
    stride: 3,
  },
  {
    name: 'failing create',
    prepare: taken,
    act: create(broken),
    status: 'ROLLBACK_COMPLETE',
    queues: ['taken'],
    topics: 0,
    stride: 4,
  },
  {
    name: 'update',
    prepare: standing,
    act: update(second),
    status: 'UPDATE_COMPLETE',
    queues: ['a-second', 'c', 'd', 'taken'],
    topics: 0,
    stride: 5,
  },
  {
    name: 'failing update',
    prepare: standing,
    act: update(broken),
    status: 'UPDATE_ROLLBACK_COMPLETE',
    queues: ['a-first', 'c', 'taken'],
    topics: 1,
    stride: 2,
  },
  {
    name: 'update with a transform',
    prepare: standing,
    act: update(transformed(second)),
    status: 'UPDATE_COMPLETE',
    queues: ['a-second', 'c', 'd', 'taken'],
    topics: 0,
    stride: 5,
  },
  {
    name: 'create whose transform fails',
    prepare: taken,
    act: create(JSON.stringify({ Transform: 'Nobody', ...JSON.parse(first) })),
    status: 'ROLLBACK_COMPLETE',
    queues: ['taken'],
    topics: 0,
    stride: 1,
  },
  {
    name: 'update whose transform fails',
    prepare: standing,
    act: update(JSON.stringify({ Transform: 'Nobody', ...JSON.parse(second) })),
    status: 'UPDATE_ROLLBACK_COMPLETE',
    queues: ['a-first', 'c', 'taken'],
    topics: 1,
    stride: 1,
  },
  {
    name: 'delete',
    prepare: standing,
    act: (stacks) => stacks.client.send(new DeleteStackCommand({ StackName: 'crash' })),
    status: 'DELETE_COMPLETE',
    queues: ['taken'],
    topics: 0,
    stride: 4,
  },
];

const place = { directory: '' };

beforeAll(async () => {
  place.directory = await mkdtemp(join(tmpdir(), 'madang-crash-'));
});

afterAll(() => rm(place.directory, { recursive: true, force: true }));

describe.each(scenarios)('$name', ({ name, prepare, act, status, queues, topics, stride }) => {
  test('ends right, with no resource twice, after a crash at any commit', async () => {
    const prepared = join(place.directory, `${name}-prepared`);
    await prepareDatabase(prepared, prepare);
    const whole = { events: [] as string[] };
    for (let commits = 0, isOver = false; !isOver; commits += stride) {
      const crashed = join(place.directory, `${name}-${commits}`);
      await cp(prepared, crashed, { recursive: true });
      isOver = await abandonAfter(commits, crashed, act);
      const stacks = new TestStacks(await startTestServer({ databaseFile: join(crashed, 'database') }));
      const StackId = await idOf(stacks);
      expect(await ended(stacks, StackId), `${commits} commits`).toBe(status);
      expect(await queueNames(stacks)).toEqual(queues);
      expect(await topicCount(stacks)).toBe(topics);
      const events = (await stacks.events(StackId)).toSorted();
      if (commits === 0) whole.events = events;
      expect(events).toEqual(whole.events);
      expect(stacks.server.errors).toEqual([]);
      await stacks.stop();
      await rm(crashed, { recursive: true });
      expect(commits).toBeLessThan(100);
    }
  }, 30_000);
});

async function taken(stacks: TestStacks): Promise<void> {
  await stacks.client.send(
    new CreateStackCommand({ StackName: 'other', TemplateBody: template({ Taken: queue('taken') }) }),
  );
  await ended(stacks, 'other');
}

async function standing(stacks: TestStacks): Promise<void> {
  await taken(stacks);
  await create(first)(stacks);
  await ended(stacks, 'crash');
}

async function prepareDatabase(directory: string, prepare: Scenario['prepare']): Promise<void> {
  await mkdir(directory);
  const stacks = new TestStacks(await startTestServer({ databaseFile: join(directory, 'database') }));
  await prepare(stacks);
  await stacks.stop();
}

/** Runs it on a copy of the database, and lets nothing more be committed after so many units; tells whether it had ended. */
async function abandonAfter(commits: number, directory: string, act: Scenario['act']): Promise<boolean> {
  const lost = `${directory}-lost`;
  await cp(directory, lost, { recursive: true });
  const stacks = new TestStacks(await startTestServer({ databaseFile: join(lost, 'database') }));
  const { storage } = stacks.server.platform;
  const transact = storage.transact.bind(storage);
  let left = Infinity;
  let hung: () => void = () => undefined;
  const stopped = new Promise<'hung'>((resolve) => (hung = () => resolve('hung')));
  storage.transact = (work, options) => {
    if (left-- > 0) return transact((unit) => work(watching(unit, () => (left = Math.min(left, commits)))), options);
    hung();
    return new Promise(() => undefined);
  };
  await act(stacks);
  const id = await idOf(stacks);
  const outcome = await Promise.race([stopped, ended(stacks, id).then(() => 'ended')]);
  // Units that were let through may still be on their way.
  storage.transact = () => new Promise(() => undefined);
  await transact(async () => undefined);
  await rm(directory, { recursive: true });
  await cp(lost, directory, { recursive: true });
  void stacks.stop().catch(() => undefined);
  return outcome === 'ended';
}

/** Tells when an operation begins. */
function watching(unit: Unit, began: () => void): Unit {
  const put = (table: Table, row: unknown): void => {
    if (table.name === 'cloudformation.operations') began();
    unit.put(table, row);
  };
  return new Proxy(unit, {
    get: (_, name) => {
      const member = unit[name as keyof Unit];
      return name === 'put' ? put : typeof member === 'function' ? member.bind(unit) : member;
    },
  });
}

const ids = new WeakMap<TestStacks, string>();

/** Noted while it can still be found by its name. */
async function idOf(stacks: TestStacks): Promise<string> {
  const rows = await stacks.server.platform.storage.list(stacksTable, {});
  const id = ids.get(stacks) ?? rows.find(({ name }) => name === 'crash')?.stackId ?? '';
  ids.set(stacks, id);
  return id;
}

async function ended(stacks: TestStacks, name: string): Promise<string> {
  for (;;) {
    const rows = await stacks.server.platform.storage.list(stacksTable, {});
    const stack = rows.find((row) => row.stackId === name || row.name === name);
    if (stack !== undefined && stack.operationId === undefined) return stack.status;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function queueNames({ server }: TestStacks): Promise<string[]> {
  const { QueueUrls = [] } = await new SQSClient(server.client).send(new ListQueuesCommand({}));
  return QueueUrls.map((url) => url.split('/').at(-1) ?? '').toSorted();
}

async function topicCount({ server }: TestStacks): Promise<number> {
  return ((await new SNSClient(server.client).send(new ListTopicsCommand({}))).Topics ?? []).length;
}
