import { setImmediate as macrotask } from 'node:timers/promises';
import type { Clock, Timer } from './clock.ts';

export interface VirtualClock extends Clock {
  readonly kind: 'virtual';
  /** Jumps ahead, firing timers in the order of their time. Jumps run one after another. */
  advance(ms: number): Promise<void>;
  /** Work that a jump waits for before time goes on: `clock.settleWith(() => jobs.idle())`. */
  settleWith(work: () => Promise<unknown>): void;
}

export interface VirtualClockOptions {
  /** Milliseconds since 1970; default: the real time. */
  startAt?: number;
  /** Real milliseconds that a jump waits at one point in time for work that may itself wait for the clock. */
  settleLimitMs?: number;
}

interface Pending {
  due: number;
  callback: () => void;
}

/** Turns of the event loop that are given to work which no one announced by `settleWith`. */
const quietTurns = 8;

/** Time stands still until it is advanced. */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const { startAt = Date.now(), settleLimitMs = 1_000 } = options;
  let now = startAt;
  let jump: Promise<void> = Promise.resolve();
  const timers = new Set<Pending>();
  const settlers: (() => Promise<unknown>)[] = [];

  const startTimer = (callback: () => void, delayMs: number): Timer => {
    if (!(delayMs > 0)) {
      const immediate = setImmediate(callback);
      return { cancel: () => clearImmediate(immediate) };
    }
    const pending = { due: now + Math.ceil(delayMs), callback };
    timers.add(pending);
    return { cancel: () => void timers.delete(pending) };
  };

  const run = async (target: number): Promise<void> => {
    const settle = createSettler(settlers, settleLimitMs);
    await settle();
    for (let next = earliest(timers); next && next.due <= target; next = earliest(timers)) {
      timers.delete(next);
      now = Math.max(now, next.due);
      next.callback();
      if (earliest(timers)?.due !== now) await settle();
    }
    now = target;
    await settle();
  };

  return {
    kind: 'virtual',
    now: () => now,
    setTimeout: startTimer,
    settleWith: (work) => void settlers.push(work),
    advance(ms) {
      if (!(ms >= 0) || !Number.isFinite(ms)) throw new RangeError(`The clock cannot advance by ${ms} ms`);
      const done = jump.then(() => run(now + Math.ceil(ms)));
      jump = done.catch(() => undefined);
      return done;
    },
  };
}

/** The set keeps the order of creation, so the first of equals is the oldest. */
function earliest(timers: Iterable<Pending>): Pending | undefined {
  let first: Pending | undefined;
  for (const timer of timers) if (!first || timer.due < first.due) first = timer;
  return first;
}

/**
 * Work that does not come to rest (a job that waits for the clock, a container that runs for minutes) holds a
 * jump up once for the whole limit; after that the jump gives it only a short while at each point in time.
 */
function createSettler(settlers: readonly (() => Promise<unknown>)[], limitMs: number): () => Promise<void> {
  let patienceMs = limitMs;
  return async () => {
    for (let turn = 0; turn < quietTurns; turn++) await macrotask();
    if (settlers.length === 0) return;
    const atRest = Promise.all(settlers.map((settler) => settler())).then(() => true);
    if (!(await within(atRest, patienceMs))) patienceMs = Math.min(patienceMs, 10);
    for (let turn = 0; turn < quietTurns; turn++) await macrotask();
  };
}

async function within(atRest: Promise<boolean>, ms: number): Promise<boolean> {
  let timeout: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timeout = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([atRest, limit]);
  } finally {
    clearTimeout(timeout);
  }
}
