import { type JobRow, jobTable } from './job-table.ts';
import type { JobLane } from './jobs.ts';
import type { Key, Unit } from './storage/storage.ts';

export interface ClaimRequest {
  lane: JobLane;
  now: number;
  /** How many jobs to claim; a serial key may bring a few more. */
  want: number;
  /** Jobs that this server holds already. */
  held: ReadonlySet<string>;
  heldElsewhere: ReadonlySet<string>;
  /** Due jobs up to this key of the index of due ones were claimed before. */
  after?: Key | undefined;
  /** Serial keys whose next jobs to claim, wherever they stand. */
  follow: readonly string[];
}

export interface Claim {
  jobs: JobRow[];
  /** More jobs may be due. */
  more: boolean;
  /** When the next job is due, where none is now. */
  nextAt?: number | undefined;
  /** Where the next claim goes on. */
  after?: Key | undefined;
}

/** Jobs of one serial key that are claimed together. */
export const chainLength = 32;

/** Parked jobs are claimed with the ones they wait for; they look up by themselves only if those vanished. */
const longestParkMs = 60_000;

export async function claimJobs(unit: Unit, request: ClaimRequest): Promise<Claim> {
  const { lane, now, want, held, heldElsewhere, after } = request;
  const limit = after ? want : want + held.size + heldElsewhere.size;
  const due = await unit.list(jobTable, {
    index: 'due',
    prefix: [lane],
    to: [lane, now + 1],
    limit,
    ...(after && { after }),
  });
  const free = due.filter((job) => !held.has(job.id) && !heldElsewhere.has(job.id));
  const seen = free.slice(0, want);
  const jobs = seen.filter((job) => job.serialKey === undefined);
  const serial = Map.groupBy(seen, (job) => job.serialKey ?? '');
  for (const key of new Set([...request.follow, ...serial.keys()])) {
    if (key !== '') jobs.push(...(await claimChain(unit, key, serial.get(key) ?? [], request)));
  }
  const last = free.length > seen.length ? seen.at(-1) : due.at(-1);
  const more = due.length === limit;
  return {
    jobs,
    more,
    nextAt: more ? undefined : await nextDue(unit, lane, now),
    after: last ? jobTable.indexes.due(last) : after,
  };
}

/** Claims the jobs at the head of a serial key, and parks the due ones that must wait for others. */
async function claimChain(unit: Unit, key: string, due: JobRow[], request: ClaimRequest): Promise<JobRow[]> {
  const { lane, now, held, heldElsewhere } = request;
  const claimed: JobRow[] = [];
  let lookAgainAt = now + longestParkMs;
  for (const job of await unit.list(jobTable, { index: 'serial', prefix: [lane, key], limit: chainLength })) {
    if (held.has(job.id)) continue;
    if (heldElsewhere.has(job.id)) break;
    if (job.runAt > now) {
      lookAgainAt = Math.min(job.runAt, lookAgainAt);
      break;
    }
    claimed.push(job);
  }
  const taken = new Set(claimed.map((job) => job.id));
  for (const job of due) {
    if (!taken.has(job.id)) unit.put(jobTable, { ...job, parkedUntil: lookAgainAt });
  }
  return claimed;
}

async function nextDue(unit: Unit, lane: JobLane, now: number): Promise<number | undefined> {
  const range = { index: 'due', prefix: [lane], from: [lane, now + 1], limit: 1 } as const;
  const [job] = await unit.list(jobTable, range);
  return job && (job.parkedUntil ?? job.runAt);
}
