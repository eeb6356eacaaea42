import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused, openApi } from '../api.ts';
import type { Api } from '../api.ts';
import { ConnectionLost } from '../connection.ts';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { startProcess } from '../server-process.ts';
import type { ServerProcess } from '../server-process.ts';
import { databaseProblems, withStoppedDatabase } from '../stopped-database.ts';
import { observe, problemsOf, statusOf } from './observation.ts';
import { templateOf, timeouts } from './templates.ts';
import type { Version } from './templates.ts';

export interface StackKillPlan {
  kills: number;
  seed: number;
}

export interface StackKillReport {
  kills: number;
  /** Kills by what was under way when the server started again, e.g. `update: UPDATE_IN_PROGRESS`. */
  moments: Map<string, number>;
  operations: number;
  problems: string[];
}

interface Operation {
  name: string;
  start(api: Api, stack: string): Promise<unknown>;
  before: string;
  after: string;
  /** Of the queues, when it has ended. */
  timeouts?: ReadonlyMap<string, string>;
}

const send =
  (action: string, version?: Version['name'], more: Record<string, string> = {}) =>
  (api: Api, stack: string) =>
    api.cloudformation(action, {
      StackName: stack,
      ...(version && { TemplateBody: templateOf(stack, version).body, 'Capabilities.member.1': 'CAPABILITY_IAM' }),
      ...more,
    });

/** A stack's life, with every way that an operation may end. */
const life: readonly Operation[] = [
  { name: 'failing create', start: send('CreateStack', 'failing'), before: 'none', after: 'ROLLBACK_COMPLETE' },
  { name: 'delete of nothing', start: send('DeleteStack'), before: 'ROLLBACK_COMPLETE', after: 'none' },
  {
    name: 'create',
    start: send('CreateStack', 'first'),
    before: 'none',
    after: 'CREATE_COMPLETE',
    timeouts: timeouts.first,
  },
  {
    name: 'failing update',
    start: send('UpdateStack', 'failing'),
    before: 'CREATE_COMPLETE',
    after: 'UPDATE_ROLLBACK_COMPLETE',
    timeouts: timeouts.first,
  },
  {
    name: 'update',
    start: send('UpdateStack', 'second'),
    before: 'UPDATE_ROLLBACK_COMPLETE',
    after: 'UPDATE_COMPLETE',
    timeouts: timeouts.second,
  },
  { name: 'delete', start: send('DeleteStack'), before: 'UPDATE_COMPLETE', after: 'none' },
];

/** Kills the server at random moments of operations on stacks; each must end as if nothing had happened. */
export async function killStacks(plan: StackKillPlan, tell: (line: string) => void): Promise<StackKillReport> {
  const random = createRandom(plan.seed);
  const data = await mkdtemp(join(tmpdir(), 'madang-stack-crash-'));
  const report: StackKillReport = { kills: 0, moments: new Map(), operations: 0, problems: [] };
  let server = await startProcess(['--data', data]);
  try {
    for (let serial = 0; report.kills < plan.kills && report.problems.length === 0; serial++) {
      const stack = `crash${serial}`;
      for (const operation of life) {
        server = await carryOut(operation, stack, { server, data, random, report });
        tell(`${report.kills} kills, ${report.operations} operations: ${stack}, ${operation.name}`);
        if (report.problems.length > 0) break;
      }
    }
    report.problems.push(...(await server.stop()), ...(await withStoppedDatabase(data, databaseProblems)));
  } finally {
    await server.kill();
    if (report.problems.length === 0) await rm(data, { recursive: true, force: true });
    else tell(`the data are kept in ${data}`);
  }
  return report;
}

interface World {
  server: ServerProcess;
  data: string;
  random: Random;
  report: StackKillReport;
}

/** Starts the operation, kills once or a few times while it goes on, waits for its end, and compares. */
async function carryOut(operation: Operation, stack: string, world: World): Promise<ServerProcess> {
  const { data, random, report } = world;
  let { server } = world;
  report.operations++;
  let answered = await startAndKill(operation, stack, server, random);
  for (;;) {
    report.kills++;
    server = await startProcess(['--data', data]);
    const api = openApi(server.port);
    try {
      const moment = `${operation.name}: ${await statusOf(api, stack)}`;
      report.moments.set(moment, (report.moments.get(moment) ?? 0) + 1);
      if (random.chance(0.3)) {
        await new Promise((resolve) => setTimeout(resolve, random.below(30)));
        report.problems.push(...(await server.kill()));
        continue;
      }
      const status = await settledStatus(api, stack);
      if (!answered && status === operation.before) {
        // Killed before anything was answered, and nothing was begun: this time without a kill.
        await operation.start(api, stack);
        answered = true;
        await settledStatus(api, stack);
      }
      const seen = await observe(api, stack);
      const problems = problemsOf(seen, operation.timeouts);
      if (seen.status !== operation.after) problems.unshift(`ended in ${seen.status}, not ${operation.after}`);
      report.problems.push(...problems.map((problem) => `${stack}, ${operation.name}: ${problem}`));
      return server;
    } finally {
      api.close();
    }
  }
}

/** Whether the start was answered before the kill. */
async function startAndKill(
  operation: Operation,
  stack: string,
  server: ServerProcess,
  random: Random,
): Promise<boolean> {
  const api = openApi(server.port);
  const started = operation.start(api, stack).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ConnectionLost) return false;
      throw error;
    },
  );
  started.catch(() => undefined);
  // An operation lasts a few tens of milliseconds from its answer on.
  const isAnswered = random.chance(0.7);
  if (isAnswered) await started;
  await new Promise((resolve) => setTimeout(resolve, random.below(isAnswered ? 25 : 40)));
  await server.kill();
  return started.finally(() => api.close());
}

/** The status when nothing is in progress any more. */
async function settledStatus(api: Api, stack: string): Promise<string> {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 5) {
    const status = await statusOf(api, stack).catch((error: unknown) => {
      if (error instanceof Refused) return 'none';
      throw error;
    });
    if (!status.endsWith('_IN_PROGRESS')) return status;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return `${await statusOf(api, stack)} for 30 seconds`;
}
