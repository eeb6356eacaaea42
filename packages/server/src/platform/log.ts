export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured log lines: an event name that can be searched for, and its facts. Never secrets or bodies. */
export interface Logger {
  debug(event: string, facts?: Record<string, unknown>): void;
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
}
