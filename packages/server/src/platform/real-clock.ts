import type { Clock, Timer } from './clock.ts';

/** Node fires timers with longer delays at once. */
const longestDelayMs = 2 ** 31 - 1;

export function createRealClock(): Clock {
  return { kind: 'real', now: Date.now, setTimeout: startTimer };
}

function startTimer(callback: () => void, delayMs: number): Timer {
  let remainingMs = Math.max(0, delayMs);
  let timeout: NodeJS.Timeout;
  const wait = (): void => {
    const stepMs = Math.min(remainingMs, longestDelayMs);
    remainingMs -= stepMs;
    timeout = setTimeout(remainingMs > 0 ? wait : callback, stepMs);
    timeout.unref();
  };
  wait();
  // Node keeps a list per length of delay, and forgets that of a cancelled timer at once only if the timer is referenced.
  return { cancel: () => clearTimeout(timeout.ref()) };
}
