import type { ServiceOperations } from '../../../generated/types/index.ts';
import { createIds } from '../../platform/ids.ts';
import { createJobs } from '../../platform/job-runner.ts';
import { jobLeaseTable, jobTable } from '../../platform/job-table.ts';
import type { Calls, Platform, RequestContext } from '../../platform/service.ts';
import { openTestStorage } from '../../platform/storage/testing.ts';
import type { TestBackend } from '../../platform/storage/testing.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { createVirtualClock } from '../../platform/virtual-clock.ts';
import type { VirtualClock } from '../../platform/virtual-clock.ts';
import { sqs } from './service.ts';

export interface TestSqs {
  clock: VirtualClock;
  platform: Platform;
  /** Calls as the gateway makes them, without the wire and without authorisation. */
  call: Calls['sqs'];
  /** The same calls by a client that can go away. */
  callUntil(signal: AbortSignal): Calls['sqs'];
  createQueue(name: string, attributes?: Record<string, string>): Promise<{ url: string; arn: string }>;
  close(): Promise<void>;
}

export const testBackends: readonly TestBackend[] = ['sqlite', 'postgres'];

type OperationName = keyof ServiceOperations['sqs'];
type AnyHandler = (input: object, context: unknown) => Promise<object | undefined>;

const account = '111122223333';
const region = 'eu-central-1';
const endpoint = 'http://127.0.0.1:4566';

/** SQS over a fresh storage with a virtual clock and running jobs, for tests of what its operations do. */
export async function openTestSqs(backend: TestBackend = 'sqlite'): Promise<TestSqs> {
  const storage = await openTestStorage([...sqs.tables, jobTable, jobLeaseTable], backend);
  const clock = createVirtualClock({ startAt: 1_760_000_000_000 });
  const log = { debug: ignore, info: ignore, warn: fail, error: fail };
  const jobs = createJobs({ storage, clock, log, serverId: 'test' });
  clock.settleWith(() => jobs.idle());
  const platform = { storage, clock, jobs, ids: createIds(), log } as Partial<Platform> as Platform;
  jobs.start(new Map(Object.entries(sqs.jobs ?? {}).map(([name, job]) => [`sqs.${name}`, job])), platform);
  const callUntil = (signal: AbortSignal) => callsOf(platform, signal);
  const call = callUntil(new AbortController().signal);
  return {
    clock,
    platform,
    call,
    callUntil,
    async createQueue(QueueName, Attributes = {}) {
      const type = QueueName.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
      const { QueueUrl: url = '' } = await call.CreateQueue({ QueueName, Attributes: { ...type, ...Attributes } });
      return { url, arn: `arn:aws:sqs:${region}:${account}:${QueueName}` };
    },
    async close() {
      await jobs.stop();
      await storage.close();
    },
  };
}

function callsOf(platform: Platform, signal: AbortSignal): Calls['sqs'] {
  const invoke = async (name: OperationName, input: object) => {
    const handler = sqs.operations[name] as AnyHandler;
    if (sqs.unmanaged?.includes(name)) return (await handler(input, sqs.context(requestOf(platform, signal)))) ?? {};
    const run = (unit: Unit) => handler(input, sqs.context(requestOf(platform, signal, unit)));
    return (await platform.storage.transact(run)) ?? {};
  };
  const names = Object.keys(sqs.operations) as OperationName[];
  return Object.fromEntries(names.map((name) => [name, (input: object) => invoke(name, input)])) as Calls['sqs'];
}

function requestOf(platform: Platform, signal: AbortSignal, unit?: Unit): RequestContext {
  const principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
  const { clock } = platform;
  return {
    platform,
    clock,
    account,
    region,
    endpoint,
    principal,
    headers: {},
    signal,
    unit,
  } as Partial<RequestContext> as RequestContext;
}

function ignore(): void {}

/** A job that fails is a failed test. */
function fail(event: string, facts: Record<string, unknown> = {}): void {
  throw new Error(event, { cause: facts['error'] });
}
