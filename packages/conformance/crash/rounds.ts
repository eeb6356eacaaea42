import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApi } from './api.ts';
import { verifyCollection } from './collection.ts';
import { ConnectionLost } from './connection.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { killWhileStarting, startProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { createWorkloads } from './services.ts';
import type { CrashService } from './services.ts';
import { takeCensus } from './stopped-blobs.ts';
import { databaseProblems, withStoppedDatabase } from './stopped-database.ts';
import type { Client, Tally, Workload } from './workload.ts';

export interface CrashPlan {
  rounds: number;
  seed: number;
  services: readonly CrashService[];
}

export interface CrashReport {
  rounds: number;
  killsWhileStarting: number;
  /** By the name of the workload. */
  tallies: Map<string, Tally>;
  answeredWrites: number;
  verified: number;
  /** Contents without an object, replaced or cut off by a kill, that the last start collected. */
  orphans: number;
  /** Contents that the last start had to leave alone. */
  heldBlobs: number;
  problems: string[];
}

type Tell = (line: string) => void;

/** Starts, loads, kills and restarts a server on one data directory, and compares what it holds with what it answered. */
export async function crashRounds(plan: CrashPlan, tell: Tell): Promise<CrashReport> {
  const random = createRandom(plan.seed);
  const data = await mkdtemp(join(tmpdir(), 'madang-crash-'));
  const options = ['--data', data];
  const workloads = createWorkloads(plan.services);
  const report = newReport(workloads);
  let server = await startProcess(options);
  try {
    await withApi(server, async (api) => {
      for (const workload of workloads) await workload.prepare(api);
    });
    while (report.rounds < plan.rounds && report.problems.length === 0) {
      report.rounds++;
      await loadAndKill(server, workloads, report, random);
      const killedAt = performance.now();
      report.problems.push(...(await stoppedProblems(data)));
      if (random.chance(0.1)) {
        report.killsWhileStarting++;
        await killWhileStarting(options, random.below(200));
      }
      server = await startProcess(options);
      const settledAt = killedAt + Math.max(0, ...workloads.map(({ settleMs = 0 }) => settleMs));
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, settledAt - performance.now())));
      await verify(server, workloads, report, 'verify');
      tell(`round ${report.rounds}: ${report.answeredWrites} writes answered, ${report.verified} facts verified`);
    }
    report.problems.push(...(await server.stop()), ...(await stoppedProblems(data)));
    const collection = await verifyCollection(data, async () => {
      server = await startProcess(options);
      return server;
    });
    Object.assign(report, { orphans: collection.orphans, heldBlobs: collection.held });
    await verify(server, workloads, report, 'verifyAtEnd');
    report.problems.push(...collection.problems, ...(await server.stop()), ...(await stoppedProblems(data)));
  } finally {
    await server.kill();
    if (report.problems.length === 0) await rm(data, { recursive: true, force: true });
    else tell(`the data are kept in ${data}`);
  }
  return report;
}

function newReport(workloads: readonly Workload[]): CrashReport {
  const none: Tally = { answeredWrites: 0, verified: 0, doubtful: 0, duplicates: 0 };
  const tallies = new Map(workloads.map(({ name }) => [name, { ...none }]));
  const sum = (of: (tally: Tally) => number): number =>
    [...tallies.values()].reduce((total, tally) => total + of(tally), 0);
  return {
    rounds: 0,
    killsWhileStarting: 0,
    tallies,
    get answeredWrites() {
      return sum((tally) => tally.answeredWrites);
    },
    get verified() {
      return sum((tally) => tally.verified);
    },
    orphans: 0,
    heldBlobs: 0,
    problems: [],
  };
}

async function loadAndKill(
  server: ServerProcess,
  workloads: readonly Workload[],
  report: CrashReport,
  random: Random,
): Promise<void> {
  const clients = workloads.flatMap((workload) => workload.clients(report.rounds, tallyOf(report, workload)));
  const running = clients.map((client) => run(client, server.port, createRandom(random.below(2 ** 32))));
  await new Promise((resolve) => setTimeout(resolve, 20 + random.below(1200)));
  const complaints = await server.kill();
  const failures = await Promise.all(running);
  report.problems.push(...complaints, ...failures.filter((failure) => failure !== undefined));
}

/** Runs until the connection is lost; answers what else ended it. */
async function run({ name, step }: Client, port: number, random: Random): Promise<string | undefined> {
  const api = openApi(port);
  try {
    for (;;) await step(api, random);
  } catch (error) {
    return error instanceof ConnectionLost ? undefined : `client ${name}: ${String(error)}`;
  } finally {
    api.close();
  }
}

async function stoppedProblems(data: string): Promise<string[]> {
  return withStoppedDatabase(data, async (database) => [
    ...databaseProblems(database),
    ...(await takeCensus(database, data)).problems,
  ]);
}

async function verify(
  server: ServerProcess,
  workloads: readonly Workload[],
  report: CrashReport,
  how: 'verify' | 'verifyAtEnd',
): Promise<void> {
  const verified = workloads.map(async (workload) => {
    const verifying = withApi(server, async (api) => workload[how]?.(api, tallyOf(report, workload)) ?? []);
    const problems = await verifying.catch((error) => [String(error)]);
    report.problems.push(...problems.map((problem) => `round ${report.rounds}, ${workload.name}: ${problem}`));
  });
  await Promise.all(verified);
}

function tallyOf({ tallies }: CrashReport, { name }: Workload): Tally {
  return tallies.get(name) as Tally;
}

async function withApi<T>(server: ServerProcess, work: (api: ReturnType<typeof openApi>) => Promise<T>): Promise<T> {
  const api = openApi(server.port);
  try {
    return await work(api);
  } finally {
    api.close();
  }
}
