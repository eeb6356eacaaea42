import { chainLength } from './job-claim.ts';
import type { JobRow } from './job-table.ts';

/** The jobs that this process holds, from claim to settlement. */
export class ClaimedJobs {
  readonly #concurrency: number;
  readonly #held = new Set<string>();
  readonly #waiting: JobRow[] = [];
  /** By serial key, while one of its jobs waits or runs: those that come after it. */
  readonly #chains = new Map<string, JobRow[]>();
  #follow = new Set<string>();
  #broken = new Set<string>();
  #running = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Ids of all jobs that must not be claimed again. */
  get held(): ReadonlySet<string> {
    return this.#held;
  }

  get running(): number {
    return this.#running;
  }

  /** How many more jobs to claim, with a stock of `ahead` beyond those that can run at once. */
  room(ahead: number): number {
    return Math.max(0, this.#concurrency + ahead - this.#running - this.#waiting.length);
  }

  /** Serial keys that run low, each told once. From here on until `add`, broken chains are remembered. */
  takeFollow(): string[] {
    const follow = [...this.#follow];
    this.#follow = new Set();
    this.#broken = new Set();
    return follow;
  }

  add(jobs: readonly JobRow[]): void {
    for (const job of jobs) {
      const { serialKey } = job;
      // Claimed behind a job that failed meanwhile: it waits for the retry.
      if (serialKey !== undefined && this.#broken.has(serialKey)) continue;
      this.#held.add(job.id);
      const chain = serialKey === undefined ? undefined : this.#chains.get(serialKey);
      if (chain) {
        chain.push(job);
        continue;
      }
      if (serialKey !== undefined) this.#chains.set(serialKey, []);
      this.#waiting.push(job);
    }
  }

  /** The next job to run, where there is one and room for it. */
  start(): JobRow | undefined {
    if (this.#running >= this.#concurrency) return undefined;
    const job = this.#waiting.shift();
    if (job) this.#running++;
    return job;
  }

  finish({ serialKey }: JobRow, well: boolean): void {
    this.#running--;
    if (serialKey === undefined) return;
    const chain = this.#chains.get(serialKey) ?? [];
    if (chain.length < chainLength / 2 || !well) this.#follow.add(serialKey);
    const next = well ? chain.shift() : undefined;
    if (next) {
      this.#waiting.push(next);
      return;
    }
    this.#chains.delete(serialKey);
    if (!well) this.#broken.add(serialKey);
    for (const job of chain) this.#held.delete(job.id);
  }

  settle(id: string): void {
    this.#held.delete(id);
  }

  /** Lets go of what has not begun. */
  dropWaiting(): void {
    for (const job of [...this.#waiting, ...[...this.#chains.values()].flat()]) this.#held.delete(job.id);
    this.#waiting.length = 0;
    for (const chain of this.#chains.values()) chain.length = 0;
  }
}
