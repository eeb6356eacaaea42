import { type DeadJob, type JobRow, jobTable } from './job-table.ts';
import { maxAttemptsOf, retryDelayMs } from './retry.ts';
import type { JobDefinition } from './service.ts';
import type { Unit } from './storage/storage.ts';

/** A job that ran to its end in this process. */
export interface FinishedJob {
  job: JobRow;
  /** Undefined where the type is not known. */
  definition: JobDefinition | undefined;
  /** Absent where it went well. */
  failure?: { error: unknown };
}

export interface Settlement {
  dead: DeadJob[];
  /** A job became free again that may stand anywhere among the due ones. */
  freed: boolean;
}

/** Removes what went well, and puts off or buries what failed. */
export async function settleJobs(unit: Unit, finished: readonly FinishedJob[], now: number): Promise<Settlement> {
  const dead: DeadJob[] = [];
  let freed = false;
  for (const { job, definition, failure } of finished) {
    const current = await unit.get(jobTable, [job.id]);
    // Cancelled while it ran, or replaced by a new job that is still to run.
    if (current?.order !== job.order) {
      freed ||= current !== undefined || failure !== undefined;
      continue;
    }
    if (!failure) {
      unit.delete(jobTable, [job.id]);
      continue;
    }
    const next = afterFailure(current, definition, failure.error, now);
    freed = true;
    if (isDead(next)) dead.push(next);
    unit.put(jobTable, next);
  }
  return { dead, freed };
}

function afterFailure(job: JobRow, definition: JobDefinition | undefined, error: unknown, now: number): JobRow {
  const { parkedUntil: _, ...rest } = job;
  const failures = job.failures + 1;
  const failed = { ...rest, failures, lastError: reasonOf(error) };
  if (!definition || failures >= maxAttemptsOf(definition)) return { ...failed, diedAt: now };
  return { ...failed, runAt: now + retryDelayMs(definition, failures) };
}

function isDead(job: JobRow): job is DeadJob {
  return job.diedAt !== undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
