import type { Lanes } from './lanes.ts';
import { StorageConflictError } from './storage-errors.ts';

const maxAttempts = 100;

/**
 * Runs `attempt` until it does not end in a conflict. Retries over the same subject take turns: without that, of n
 * units that increment one row, each round would let one through and waste the work of all others.
 */
export async function untilCommitted<T>(retries: Lanes, attempt: () => Promise<T>): Promise<T> {
  let run = attempt;
  for (let attempts = 1; ; attempts++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof StorageConflictError) || attempts === maxAttempts) throw error;
      run = () => retries.run(error.subject, attempt);
    }
  }
}

/**
 * The commit stands when these run, so what they throw must not look like a failed unit. It is a mistake in the
 * program, and surfaces as an uncaught exception.
 */
export function runEffects(effects: readonly (() => void)[]): void {
  for (const effect of effects) {
    try {
      effect();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
