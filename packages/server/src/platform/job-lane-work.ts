import { ClaimedJobs } from './claimed-jobs.ts';
import type { Claim, ClaimRequest } from './job-claim.ts';
import type { JobRow } from './job-table.ts';
import type { JobLane } from './jobs.ts';
import type { Key } from './storage/storage.ts';

const largestStock = 512;

/** What to claim in a turn, decided outside of its unit, which may run twice. */
export interface LaneClaim extends Pick<ClaimRequest, 'after' | 'follow' | 'lane' | 'want'> {
  end(claim: Claim): void;
}

/** What a runner does in one lane: the jobs that it holds there, and how far it has looked for due ones. */
export class LaneWork {
  readonly lane: JobLane;
  readonly claimed: ClaimedJobs;
  /** Something may be due that is not claimed yet. */
  isDue = true;
  /** When the next job is due, as far as the last claim saw. */
  nextAt = Infinity;
  /** Replaced when jobs may have become due behind the place where the scan of due jobs stands. */
  #scan: { after?: Key | undefined } = {};

  constructor(lane: JobLane, concurrency: number) {
    this.lane = lane;
    this.claimed = new ClaimedJobs(concurrency);
  }

  rescan(): void {
    this.#scan = {};
  }

  /** A job became free that may stand anywhere. */
  lookAnew(): void {
    this.rescan();
    this.isDue = true;
  }

  noteCommitted(row: JobRow): void {
    const { after } = this.#scan;
    if (after && isBefore(row, after)) this.rescan();
    this.isDue = true;
  }

  beginClaim(finished: number): LaneClaim {
    const scan = this.#scan;
    this.isDue = false;
    this.nextAt = Infinity;
    // A stock is for short jobs; behind long ones it would keep jobs from other servers.
    const want = this.claimed.room(Math.min(largestStock, finished * 2));
    return {
      lane: this.lane,
      want,
      follow: want > 0 ? this.claimed.takeFollow() : [],
      after: scan.after,
      end: ({ jobs, more, nextAt = Infinity, after }) => {
        scan.after = after;
        this.nextAt = nextAt;
        this.claimed.add(jobs);
        this.isDue ||= more && this.claimed.room(0) > 0;
      },
    };
  }
}

function isBefore({ runAt, order }: JobRow, after: Key): boolean {
  const [scannedTo, scannedOrder] = after.slice(1).map(Number);
  return runAt < (scannedTo ?? 0) || (runAt === scannedTo && order < (scannedOrder ?? 0));
}
