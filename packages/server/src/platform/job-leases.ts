import { type JobLease, jobLeaseTable } from './job-table.ts';
import type { Unit } from './storage/storage.ts';

/** Which server works on which jobs. */
export interface JobLeases {
  /** Jobs of other servers that live. What a dead one held is free again. */
  heldElsewhere(unit: Unit, now: number): Promise<ReadonlySet<string>>;
  /** Holds exactly these jobs from now on. */
  hold(unit: Unit, jobs: string[], now: number): Promise<void>;
}

const leaseMs = 30_000;

/** For storage that several servers share: a server that does not renew its lease in time loses its jobs. */
export function createSharedLeases(server: string): JobLeases {
  return {
    async heldElsewhere(unit, now) {
      const held = new Set<string>();
      for (const lease of await unit.list(jobLeaseTable, {})) {
        if (lease.server === server) continue;
        if (lease.until <= now) unit.delete(jobLeaseTable, [lease.server]);
        else for (const job of lease.jobs) held.add(job);
      }
      return held;
    },
    async hold(unit, jobs, now) {
      const lease = await unit.get(jobLeaseTable, [server]);
      if (jobs.length === 0 && !lease) return;
      if (jobs.length === 0) unit.delete(jobLeaseTable, [server]);
      else if (!lease || needsWrite(lease, jobs, now)) unit.put(jobLeaseTable, { server, until: now + leaseMs, jobs });
    },
  };
}

/** For storage of a single server: what it holds is in its memory, and after a crash every job is free at once. */
export function createSoleLeases(): JobLeases {
  return { heldElsewhere: async () => new Set(), hold: async () => undefined };
}

function needsWrite(lease: JobLease, jobs: string[], now: number): boolean {
  const same = lease.jobs.length === jobs.length && lease.jobs.every((job, index) => job === jobs[index]);
  return !same || lease.until - now < (leaseMs * 2) / 3;
}
