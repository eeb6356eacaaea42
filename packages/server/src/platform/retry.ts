import type { JobDefinition } from './service.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 5 * 60_000;
const defaultAttempts = 10;

export function maxAttemptsOf(definition: JobDefinition): number {
  return definition.maxAttempts ?? defaultAttempts;
}

/** The delay after try `attempt`, the first being 1. */
export function retryDelayMs(definition: JobDefinition, attempt: number): number {
  const delayMs = definition.retryDelayMs?.(attempt) ?? Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
  if (!Number.isFinite(delayMs)) return longestDelayMs;
  return Math.max(0, Math.ceil(delayMs));
}
