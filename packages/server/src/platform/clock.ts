/** The only source of time. Times are milliseconds since 1970. */
export interface Clock {
  readonly kind: 'real' | 'virtual';
  now(): number;
  /** Calls `callback` once `delayMs` have passed on this clock. Real timers do not keep the process alive. */
  setTimeout(callback: () => void, delayMs: number): Timer;
}

export interface Timer {
  cancel(): void;
}
