import { setImmediate as macrotask } from 'node:timers/promises';
import type { Clock, Timer } from './clock.ts';
import { createIds } from './ids.ts';
import { type Claim, claimJobs } from './job-claim.ts';
import { type LaneClaim, LaneWork } from './job-lane-work.ts';
import { createSharedLeases, createSoleLeases, type JobLeases } from './job-leases.ts';
import { type FinishedJob, settleJobs } from './job-settlement.ts';
import { type DeadJob, type JobRow, jobTable, laneOf } from './job-table.ts';
import type { Jobs, NewJob } from './jobs.ts';
import type { Logger } from './log.ts';
import type { JobDefinition, Platform } from './service.ts';
import type { Storage, Unit } from './storage/storage.ts';

export interface JobsOptions {
  storage: Storage;
  clock: Clock;
  log: Logger;
  /** Unique among the servers that share the storage. */
  serverId: string;
  /** Other servers work on the same storage. Default false. */
  shared?: boolean;
  /** Jobs of the common lane that run at the same time. Default 64. */
  concurrency?: number;
  /** Likewise of the outbound lane. Default 256. */
  outboundConcurrency?: number;
}

const pollMs = 1_000;
const troubleDelayMs = 1_000;

export function createJobs(options: JobsOptions): JobRunner {
  return new JobRunner(options);
}

interface Turn {
  dead: DeadJob[];
  freed: boolean;
  claims: { of: LaneClaim; claim: Claim }[];
}

/**
 * Runs jobs in turns. A turn settles in one unit what has finished since the last one and claims what is due
 * next; meanwhile the jobs of the turn before run. So the cost of commits is shared by all jobs of a turn.
 */
export class JobRunner implements Jobs {
  readonly #options: JobsOptions;
  readonly #leases: JobLeases;
  readonly #ids = createIds();
  readonly #lanes: readonly [common: LaneWork, outbound: LaneWork];
  #work: { definitions: ReadonlyMap<string, JobDefinition>; platform: Platform } | undefined;
  #finished: FinishedJob[] = [];
  #state: 'new' | 'running' | 'stopping' | 'stopped' = 'new';
  #lastOrder = 0;
  #due = false;
  #turns: Promise<void> | undefined;
  #timer: Timer | undefined;
  readonly #idle: (() => void)[] = [];

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#leases = options.shared ? createSharedLeases(options.serverId) : createSoleLeases();
    const { concurrency = 64, outboundConcurrency = 256 } = options;
    this.#lanes = [new LaneWork('common', concurrency), new LaneWork('outbound', outboundConcurrency)];
  }

  enqueue(unit: Unit, job: NewJob): void {
    const now = this.#options.clock.now();
    const { type, account, region, payload, lane = 'common', serialKey } = job;
    const runAt = Math.ceil(job.runAt ?? now);
    if (!Number.isFinite(runAt)) throw new RangeError(`Job ${type} cannot run at ${job.runAt}`);
    const order = Math.max(this.#lastOrder + 1, now * 1_000);
    this.#lastOrder = order;
    // Ids that rise keep the rows of a burst together in the database: it runs twice as fast as with random ones.
    const id = job.id ?? `${order.toString(36)}-${this.#ids.hex(12)}`;
    const row: JobRow = { id, type, account, region, payload, order, runAt, failures: 0 };
    if (lane !== 'common') row.lane = lane;
    if (serialKey !== undefined) row.serialKey = serialKey;
    unit.put(jobTable, row);
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
    for (const { claimed } of this.#lanes) claimed.dropWaiting();
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
      this.#lookEverywhere();
    });
  }

  /** Oldest first. */
  async deadJobs(page: { after?: DeadJob; limit?: number } = {}): Promise<DeadJob[]> {
    const { after, limit = 100 } = page;
    const position = after ? { after: [after.diedAt, after.order, after.id] } : {};
    const rows = await this.#options.storage.list(jobTable, { index: 'dead', limit, ...position });
    return rows as DeadJob[];
  }

  #committed(row: JobRow): void {
    this.#laneOf(row).noteCommitted(row);
    this.#poke();
  }

  #laneOf(job: JobRow): LaneWork {
    const [common, outbound] = this.#lanes;
    return laneOf(job) === 'common' ? common : outbound;
  }

  #lookEverywhere(): void {
    for (const lane of this.#lanes) lane.isDue = true;
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
        for (const lane of this.#lanes) lane.rescan();
        this.#wakeIn(troubleDelayMs);
      }
    }
    this.#turns = undefined;
    if (this.#lanes.some(({ claimed }) => claimed.held.size > 0)) return;
    for (const lane of this.#lanes) lane.rescan();
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #turn(): Promise<void> {
    const { storage, shared, log } = this.#options;
    const finished = this.#finished;
    this.#finished = [];
    const claims = this.#beginClaims(finished);
    if (finished.length === 0 && claims.length === 0 && !shared) return;
    const held = new Set(this.#lanes.flatMap(({ claimed }) => [...claimed.held]));
    for (const { job } of finished) held.delete(job.id);
    const work = (unit: Unit): Promise<Turn> => this.#settleAndClaim(unit, finished, claims, held);
    try {
      const turn = await storage.transact(work, shared ? { exclusive: ['platform.jobs'] } : {});
      for (const { job } of finished) this.#laneOf(job).claimed.settle(job.id);
      for (const job of turn.dead) log.error('job.dead', { id: job.id, type: job.type, reason: job.lastError });
      this.#endTurn(turn);
    } catch (error) {
      this.#finished = [...finished, ...this.#finished];
      throw error;
    }
  }

  #beginClaims(finished: readonly FinishedJob[]): LaneClaim[] {
    if (this.#state !== 'running') return [];
    return this.#lanes
      .filter((lane) => lane.isDue)
      .map((lane) => lane.beginClaim(finished.filter(({ job }) => this.#laneOf(job) === lane).length))
      .filter(({ want }) => want > 0);
  }

  async #settleAndClaim(
    unit: Unit,
    finished: readonly FinishedJob[],
    claims: readonly LaneClaim[],
    held: ReadonlySet<string>,
  ): Promise<Turn> {
    const now = this.#options.clock.now();
    const { dead, freed } = await settleJobs(unit, finished, now);
    const heldElsewhere = await this.#leases.heldElsewhere(unit, now);
    const turn: Turn = { dead, freed, claims: [] };
    for (const of of claims) {
      const after = this.#options.shared || freed ? undefined : of.after;
      turn.claims.push({ of, claim: await claimJobs(unit, { ...of, now, held, heldElsewhere, after }) });
    }
    const claimed = turn.claims.flatMap(({ claim }) => claim.jobs.map((job) => job.id));
    await this.#leases.hold(unit, [...held, ...claimed], now);
    return turn;
  }

  #endTurn({ freed, claims }: Turn): void {
    const isRunning = this.#state === 'running';
    for (const lane of isRunning ? this.#lanes : []) {
      const { of, claim } = claims.find((each) => each.of.lane === lane.lane) ?? {};
      if (of && claim) of.end(claim);
      else if (freed) lane.lookAnew();
    }
    this.#fill();
    this.#due ||= isRunning && this.#lanes.some(({ isDue }) => isDue);
    const { clock, shared } = this.#options;
    const nextMs = Math.min(...this.#lanes.map(({ nextAt }) => nextAt)) - clock.now();
    this.#wakeIn(shared ? Math.min(nextMs, pollMs) : nextMs);
  }

  #wakeIn(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer =
      delayMs === Infinity ? undefined : this.#options.clock.setTimeout(() => this.#lookEverywhere(), delayMs);
  }

  #fill(): void {
    for (const { claimed } of this.#lanes) {
      for (let job = claimed.start(); job; job = claimed.start()) void this.#run(job);
    }
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
    const lane = this.#laneOf(job);
    lane.claimed.finish(job, !finished.failure);
    lane.isDue = true;
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
