import type { Unit } from './storage/storage.ts';

/** Durable work for later: enqueued in the unit of the change that causes it, leased, retried, never lost. */
export interface Jobs {
  /** A job with the id of one that still waits replaces it. */
  enqueue(unit: Unit, job: NewJob): void;
  cancel(unit: Unit, id: string): void;
}

/**
 * Jobs of a lane share its workers and wait for no other lane. `outbound` is for those that wait for servers elsewhere,
 * which may hang: they cost little while they wait, but must not keep the workers that all else needs.
 */
export type JobLane = 'common' | 'outbound';

export interface NewJob<Payload = unknown> {
  /** `<service>.<name>`, as declared in the service's `jobs`. */
  type: string;
  /** Default: a random id. */
  id?: string;
  /** Milliseconds since 1970; default: at once. */
  runAt?: number;
  /** Default: common. */
  lane?: JobLane;
  /**
   * Jobs with the same key run one after another, in the order of their enqueueing, which between servers is that of
   * their clocks. One that fails holds up the others until it went well or is dead.
   */
  serialKey?: string;
  account: string;
  region: string;
  payload: Payload;
}
