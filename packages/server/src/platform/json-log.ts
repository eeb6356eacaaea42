import type { Clock } from './clock.ts';
import type { Logger, LogLevel } from './log.ts';

export interface LogOutput {
  write(line: string): unknown;
  readonly isTTY?: boolean;
}

export interface JsonLogOptions {
  output: LogOutput;
  clock: Pick<Clock, 'now'>;
  /** Default: info. */
  level?: LogLevel;
}

type Facts = Record<string, unknown>;

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const secretKey = /secret|password|token|signature/i;
const longestText = 4_096;
const deepestLevel = 6;

/** A line per event: JSON, or readable text where a person looks on. */
export function createJsonLog({ output, clock, level = 'info' }: JsonLogOptions): Logger {
  const format = output.isTTY ? readableLine : jsonLine;
  const lowest = levels.indexOf(level);
  const writer = (level: LogLevel) => {
    if (levels.indexOf(level) < lowest) return () => undefined;
    return (event: string, facts: Facts = {}): void => {
      output.write(`${format(new Date(clock.now()), level, event, plainFacts(facts, []))}\n`);
    };
  };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}

function jsonLine(time: Date, level: LogLevel, event: string, facts: Facts): string {
  return JSON.stringify({ ...facts, time: time.toISOString(), level, event });
}

function readableLine(time: Date, level: LogLevel, event: string, facts: Facts): string {
  const words = Object.entries(facts).map(([name, value]) => `${name}=${readableValue(value)}`);
  return [time.toISOString().slice(11, 23), level.toUpperCase().padEnd(5), event, ...words].join(' ');
}

function readableValue(value: unknown): string {
  return typeof value === 'string' && /^[\w.:/@-]+$/.test(value) ? value : JSON.stringify(value);
}

function plainFacts(facts: object, path: readonly object[]): Facts {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, secretKey.test(name) ? '[redacted]' : plainValue(value, [...path, facts])]),
  );
}

/** A log line must never fail, whatever it is given: no cycles, no bigints, no bodies. */
function plainValue(value: unknown, path: readonly object[]): unknown {
  if (typeof value === 'string') return shortened(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'bigint' || typeof value === 'symbol') return value.toString();
  if (typeof value !== 'object') return `[${typeof value}]`;
  if (path.includes(value)) return '[circular]';
  if (path.length >= deepestLevel) return '[deep]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return plainError(value, path);
  if (Array.isArray(value)) return value.map((item) => plainValue(item, [...path, value]));
  return plainFacts(value, path);
}

function plainError(error: Error, path: readonly object[]): Facts {
  const own = plainFacts(error, path);
  const cause = error.cause === undefined ? {} : { cause: plainValue(error.cause, [...path, error]) };
  return { ...own, name: error.name, message: shortened(error.message), stack: error.stack, ...cause };
}

function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}... (${text.length} characters)` : text;
}
