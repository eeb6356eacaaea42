import type { Jobs } from '../../platform/jobs.ts';
import type { Principal } from '../../platform/identity.ts';
import type { Storage, Table, Unit } from '../../platform/storage/storage.ts';

/** Temporary credentials and what they stand for. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  account: string;
  issuedAt: number;
  expiresAt: number;
  /** When the session's owner showed a code of an MFA device. */
  mfaAt?: number;
  principal: Principal;
}

type SessionIndex = 'byExpiry';

export const sessions: Table<Session, SessionIndex> = {
  name: 'sts.sessions',
  key: (session) => [session.accessKeyId],
  indexes: { byExpiry: (session) => [session.expiresAt, session.accessKeyId] },
};

const hourMs = 3_600_000;

/** An expired session is kept this long, so that its keys are answered with ExpiredToken and not as unknown. */
const keptExpiredMs = 24 * hourMs;

export class SessionStore {
  readonly #unit: Unit;
  readonly #jobs: Jobs;

  constructor(unit: Unit, jobs: Jobs) {
    this.#unit = unit;
    this.#jobs = jobs;
  }

  /** Sessions that end in the same hour share one job that removes them. */
  add(session: Session, region: string): void {
    this.#unit.put(sessions, session);
    const sweepAt = Math.ceil((session.expiresAt + keptExpiredMs) / hourMs) * hourMs;
    this.#jobs.enqueue(this.#unit, {
      type: 'sts.removeExpired',
      id: `sts.removeExpired:${sweepAt}`,
      runAt: sweepAt,
      account: session.account,
      region,
      payload: {},
    });
  }
}

const sweepBatch = 200;

export async function removeExpiredSessions(storage: Storage, nowMs: number): Promise<void> {
  for (;;) {
    const expired = await storage.list(sessions, {
      index: 'byExpiry',
      to: [nowMs - keptExpiredMs + 1],
      limit: sweepBatch,
    });
    if (expired.length > 0) {
      await storage.transact(async (unit) => {
        for (const session of expired) unit.delete(sessions, [session.accessKeyId]);
      });
    }
    if (expired.length < sweepBatch) return;
  }
}
