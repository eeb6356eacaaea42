import type { JobLane } from './jobs.ts';
import { defineTable } from './storage/table.ts';

export interface JobRow {
  id: string;
  type: string;
  account: string;
  region: string;
  payload: unknown;
  /** Rises with each job; also tells a job from one that replaced it under the same id. */
  order: number;
  /** Milliseconds since 1970. */
  runAt: number;
  /** Absent for the common one. */
  lane?: JobLane;
  serialKey?: string;
  /** Set while jobs of the same serial key come first. */
  parkedUntil?: number;
  /** Tries that ended with an error. */
  failures: number;
  lastError?: string;
  diedAt?: number;
}

export function laneOf({ lane = 'common' }: Pick<JobRow, 'lane'>): JobLane {
  return lane;
}

/** A job that failed for good: `lastError` is the reason. */
export type DeadJob = JobRow & Required<Pick<JobRow, 'diedAt' | 'lastError'>>;

export const jobTable = defineTable<JobRow>()({
  name: 'platform.jobs',
  key: (row) => [row.id],
  indexes: {
    due: (row) => (row.diedAt === undefined ? [laneOf(row), row.parkedUntil ?? row.runAt, row.order] : undefined),
    serial: (row) =>
      row.diedAt === undefined && row.serialKey !== undefined ? [laneOf(row), row.serialKey, row.order] : undefined,
    dead: (row) => (row.diedAt === undefined ? undefined : [row.diedAt, row.order, row.id]),
  },
});

/** The jobs that a server holds: a row per server, not a lease per job, so that a claim is one write. */
export interface JobLease {
  server: string;
  until: number;
  jobs: string[];
}

export const jobLeaseTable = defineTable<JobLease>()({
  name: 'platform.job-leases',
  key: (row) => [row.server],
});
