import { afterEach, beforeEach } from 'vitest';
import { createJobs, type JobRunner, type JobsOptions } from './job-runner.ts';
import { jobLeaseTable, jobTable } from './job-table.ts';
import type { NewJob } from './jobs.ts';
import type { JobContext, JobDefinition, Platform } from './service.ts';
import { openSqliteStorage } from './storage/sqlite-storage.ts';
import type { Storage } from './storage/storage.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

type Run = (payload: never, context: JobContext) => Promise<void>;

interface LogLine {
  level: string;
  event: string;
  facts: Record<string, unknown>;
}

export const startAt = Date.UTC(2026, 0, 1);
export const scope = { account: '000000000000', region: 'us-east-1' };

/** What the tests of jobs need, new for each of them. */
export class JobWorld {
  readonly clock: VirtualClock = createVirtualClock({ startAt });
  readonly logged: LogLine[] = [];
  storage: Storage = open(':memory:');
  readonly #runners: JobRunner[] = [];

  create(options: Partial<JobsOptions> = {}): JobRunner {
    const note =
      (level: string) =>
      (event: string, facts: Record<string, unknown> = {}): void =>
        void this.logged.push({ level, event, facts });
    const log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
    const { storage, clock } = this;
    const runner = createJobs({ storage, clock, log, serverId: 'one', ...options });
    if (!options.clock) clock.settleWith(() => runner.idle());
    this.#runners.push(runner);
    return runner;
  }

  start(runner: JobRunner, runs: Record<string, Run | JobDefinition>): void {
    const definitions = Object.entries(runs).map(([type, run]): [string, JobDefinition] => [
      type,
      typeof run === 'function' ? { run } : run,
    ]);
    runner.start(new Map(definitions), { storage: this.storage, clock: this.clock } as Partial<Platform> as Platform);
  }

  enqueue(runner: JobRunner, ...jobs: (Partial<NewJob> & { type: string })[]): Promise<void> {
    return this.storage.transact(async (unit) => {
      for (const job of jobs) runner.enqueue(unit, { payload: undefined, ...scope, ...job });
    });
  }

  remaining(): Promise<number> {
    return this.storage.count(jobTable, {});
  }

  /** As after a crash: runners of before are not told. */
  async reopen(file: string): Promise<void> {
    await this.storage.close();
    this.storage = open(file);
  }

  async end(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => runner.stop(50)));
    await this.storage.close();
  }
}

export function useJobWorld(): { current: JobWorld } {
  const world = {} as { current: JobWorld };
  beforeEach(() => void (world.current = new JobWorld()));
  afterEach(() => world.current.end());
  return world;
}

export function never(): Promise<never> {
  return new Promise(() => undefined);
}

export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}

function open(path: string): Storage {
  return openSqliteStorage({ path, tables: [jobTable, jobLeaseTable], schemaVersion: 1 });
}
