import { setImmediate as macrotask } from 'node:timers/promises';
import { ClaimedJobs } from './claimed-jobs.ts';
import type { Clock, Timer } from './clock.ts';
import { createIds } from './ids.ts';
import { type Claim, claimJobs } from './job-claim.ts';
import { createSharedLeases, createSoleLeases, type JobLeases } from './job-leases.ts';
import { type FinishedJob, settleJobs } from './job-settlement.ts';
import { type DeadJob, type JobRow, jobTable } from './job-table.ts';
import type { Jobs, NewJob } from './jobs.ts';
import type { Logger } from './log.ts';
import type { JobDefinition, Platform } from './service.ts';
import type { Key, Storage, Unit } from './storage/storage.ts';

export interface JobsOptions {
  storage: Storage;
  clock: Clock;
  log: Logger;
  /** Unique among the servers that share the storage. */
  serverId: string;
  /** Other servers work on the same storage. Default false. */
  shared?: boolean;
  /** Jobs that run at the same time. Default 64. */
  concurrency?: number;
}

const largestStock = 512;
const pollMs = 1_000;
const troubleDelayMs = 1_000;

export function createJobs(options: JobsOptions): JobRunner {
  return new JobRunner(options);
}

/**
 * Runs jobs in turns. A turn settles in one unit what has finished since the last one and claims what is due
 * next; meanwhile the jobs of the turn before run. So the cost of commits is shared by all jobs of a turn.
 */
export class JobRunner implements Jobs {
  readonly #options: JobsOptions;
  readonly #leases: JobLeases;
  readonly #ids = createIds();
  readonly #claimed: ClaimedJobs;
  #work: { definitions: ReadonlyMap<string, JobDefinition>; platform: Platform } | undefined;
  #finished: FinishedJob[] = [];
  #state: 'new' | 'running' | 'stopping' | 'stopped' = 'new';
  #lastOrder = 0;
  #due = false;
  #turns: Promise<void> | undefined;
  #timer: Timer | undefined;
  /** Replaced when jobs may have become due behind the place where the scan of due jobs stands. */
  #scan: { after?: Key | undefined } = {};
  readonly #idle: (() => void)[] = [];

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#leases = options.shared ? createSharedLeases(options.serverId) : createSoleLeases();
    this.#claimed = new ClaimedJobs(options.concurrency ?? 64);
  }

  enqueue(unit: Unit, job: NewJob): void {
    const now = this.#options.clock.now();
    const { type, account, region, payload, serialKey } = job;
    const runAt = Math.ceil(job.runAt ?? now);
    if (!Number.isFinite(runAt)) throw new RangeError(`Job ${type} cannot run at ${job.runAt}`);
    const order = Math.max(this.#lastOrder + 1, now * 1_000);
    this.#lastOrder = order;
    // Ids that rise keep the rows of a burst together in the database: it runs twice as fast as with random ones.
    const id = job.id ?? `${order.toString(36)}-${this.#ids.hex(12)}`;
    const row: JobRow = { id, type, account, region, payload, order, runAt, failures: 0 };
    unit.put(jobTable, serialKey === undefined ? row : { ...row, serialKey });
    unit.afterCommit(() => this.#committed(row));
  }

  cancel(unit: Unit, id: string): void {
    unit.delete(jobTable, [id]);
  }

  start(definitions: ReadonlyMap<string, JobDefinition>, platform: Platform): void {
    if (this.#state !== 'new') throw new Error('Jobs are started once');
    this.#state = 'running';
    this.#work = { definitions, platform };
    this.#poke();
  }

  /** Takes no new jobs and waits for the running ones. What does not finish in time runs again after a restart. */
  async stop(graceMs = 3_000): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'stopping';
    this.#claimed.dropWaiting();
    const quiet = this.idle();
    let grace: NodeJS.Timeout | undefined;
    // Not the clock: a virtual one may stand still for ever.
    await Promise.race([quiet, new Promise((resolve) => (grace = setTimeout(resolve, graceMs)))]);
    clearTimeout(grace);
    this.#state = 'stopped';
    this.#timer?.cancel();
    await this.#turns;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Resolves when nothing runs and nothing is due. */
  idle(): Promise<void> {
    if (this.#state === 'new' || this.#state === 'stopped') return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.#poke();
    });
  }

  /** Oldest first. */
  async deadJobs(page: { after?: DeadJob; limit?: number } = {}): Promise<DeadJob[]> {
    const { after, limit = 100 } = page;
    const position = after ? { after: [after.diedAt, after.order, after.id] } : {};
    const rows = await this.#options.storage.list(jobTable, { index: 'dead', limit, ...position });
    return rows as DeadJob[];
  }

  #committed({ runAt, order }: JobRow): void {
    const { after } = this.#scan;
    if (after && isBefore([runAt, order], after)) this.#scan = {};
    this.#poke();
  }

  #poke(): void {
    if (this.#state !== 'running' && this.#state !== 'stopping') return;
    this.#due = true;
    this.#turns ??= this.#takeTurns();
  }

  async #takeTurns(): Promise<void> {
    while (this.#due && this.#state !== 'stopped') {
      // Pokes and finished jobs of the same moment share a turn, and requests are not kept waiting.
      await macrotask();
      this.#due = false;
      try {
        await this.#turn();
      } catch (error) {
        this.#options.log.error('jobs.turn-failed', { error });
        this.#scan = {};
        this.#wakeIn(troubleDelayMs);
      }
    }
    this.#turns = undefined;
    if (this.#claimed.held.size > 0) return;
    this.#scan = {};
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #turn(): Promise<void> {
    const { storage, clock, log, shared } = this.#options;
    const finished = this.#finished;
    this.#finished = [];
    const scan = this.#scan;
    // A stock is for short jobs; behind long ones it would keep jobs from other servers.
    const stock = Math.min(largestStock, finished.length * 2);
    const want = this.#state === 'running' ? this.#claimed.room(stock) : 0;
    const follow = this.#claimed.takeFollow();
    const held = new Set(this.#claimed.held);
    for (const { job } of finished) held.delete(job.id);
    const work = async (unit: Unit) => {
      const now = clock.now();
      const { dead, freed } = await settleJobs(unit, finished, now);
      const heldElsewhere = await this.#leases.heldElsewhere(unit, now);
      const after = shared || freed ? undefined : scan.after;
      const request = { now, want, held, heldElsewhere, follow, after };
      const claim = want > 0 ? await claimJobs(unit, request) : undefined;
      await this.#leases.hold(unit, [...held, ...(claim?.jobs ?? []).map((job) => job.id)], now);
      return { dead, freed, claim };
    };
    try {
      const { dead, freed, claim } = await storage.transact(work, shared ? { exclusive: ['platform.jobs'] } : {});
      for (const { job } of finished) this.#claimed.settle(job.id);
      for (const job of dead) log.error('job.dead', { id: job.id, type: job.type, reason: job.lastError });
      scan.after = claim ? claim.after : freed ? undefined : scan.after;
      if (claim) this.#begin(claim);
      else if (shared) this.#wakeIn(pollMs);
    } catch (error) {
      this.#finished = [...finished, ...this.#finished];
      throw error;
    }
  }

  #begin(claim: Claim): void {
    if (this.#state !== 'running') return;
    this.#claimed.add(claim.jobs);
    this.#fill();
    if (claim.more && this.#claimed.room(0) > 0) this.#due = true;
    const { clock, shared } = this.#options;
    const nextMs = claim.nextAt === undefined ? Infinity : claim.nextAt - clock.now();
    this.#wakeIn(shared ? Math.min(nextMs, pollMs) : nextMs);
  }

  #wakeIn(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = delayMs === Infinity ? undefined : this.#options.clock.setTimeout(() => this.#poke(), delayMs);
  }

  #fill(): void {
    for (let job = this.#claimed.start(); job; job = this.#claimed.start()) void this.#run(job);
  }

  async #run(job: JobRow): Promise<void> {
    const definition = this.#work?.definitions.get(job.type);
    const finished: FinishedJob = { job, definition };
    try {
      await this.#call(job, definition);
    } catch (error) {
      finished.failure = { error };
      const { id, type, failures } = job;
      this.#options.log.warn('job.failed', { id, type, attempt: failures + 1, error });
    }
    this.#finished.push(finished);
    this.#claimed.finish(job, !finished.failure);
    this.#fill();
    this.#poke();
  }

  async #call(job: JobRow, definition: JobDefinition | undefined): Promise<void> {
    if (!definition || !this.#work) throw new Error(`No service runs jobs of the type ${job.type}`);
    const { platform } = this.#work;
    const { account, region, id: jobId, failures, payload } = job;
    await definition.run(payload as never, {
      account,
      region,
      platform,
      clock: platform.clock,
      jobId,
      attempt: failures + 1,
    });
  }
}

function isBefore([runAt, order]: [number, number], after: Key): boolean {
  const [scannedTo = 0, scannedOrder = 0] = after;
  return runAt < Number(scannedTo) || (runAt === Number(scannedTo) && order < Number(scannedOrder));
}
