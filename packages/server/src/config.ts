import type { LogLevel } from './platform/log.ts';
import type { AuthMode } from './gateway/authenticate.ts';

export interface ServerConfig {
  host: string;
  port: number;
  /** Directory of all data; undefined keeps nothing (`--ephemeral`). */
  data: string | undefined;
  /** `postgres://...`, where rows live in PostgreSQL instead of in the data directory. */
  database: string | undefined;
  auth: AuthMode;
  account: string;
  region: string;
  clock: 'real' | 'virtual';
  tls: boolean;
  logLevel: LogLevel;
  /** Refuses resource types that could only be recorded. */
  strictResources: boolean;
}

/** Raised for a configuration that cannot be started with; its message is all that the user needs. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface RawOptions {
  [option: string]: string | boolean | undefined;
}

/** Checks options given as text (command line or `MADANG_*`), with the documented defaults. */
export function parseServerConfig(raw: RawOptions): ServerConfig {
  const ephemeral = flag(raw, 'ephemeral');
  if (ephemeral && raw['data'] !== undefined) throw new ConfigError('--data and --ephemeral exclude each other.');
  return {
    host: text(raw, 'host', '127.0.0.1'),
    port: parsePort(text(raw, 'port', '4566')),
    data: ephemeral ? undefined : text(raw, 'data', '.madang'),
    database: optionalDatabase(raw),
    auth: oneOf(raw, 'auth', ['open', 'iam']),
    account: parseAccount(text(raw, 'account', '000000000000')),
    region: parseRegion(text(raw, 'region', 'us-east-1')),
    clock: oneOf(raw, 'clock', ['real', 'virtual']),
    tls: flag(raw, 'tls'),
    strictResources: flag(raw, 'strict-resources'),
    logLevel: oneOf(raw, 'log-level', ['info', 'debug', 'warn', 'error']),
  };
}

function text(raw: RawOptions, name: string, fallback: string): string {
  const value = raw[name];
  if (value === undefined || value === '') return fallback;
  if (typeof value !== 'string') throw new ConfigError(`--${name} needs a value.`);
  return value;
}

function flag(raw: RawOptions, name: string): boolean {
  const value = raw[name];
  if (value === undefined || value === false || value === '') return false;
  if (value === true || /^(1|true|yes)$/i.test(value)) return true;
  if (/^(0|false|no)$/i.test(value)) return false;
  throw new ConfigError(`--${name} is a switch: true or false, not '${value}'.`);
}

function oneOf<Value extends string>(raw: RawOptions, name: string, values: readonly [Value, ...Value[]]): Value {
  const given = text(raw, name, values[0]);
  const value = values.find((candidate) => candidate === given);
  if (value === undefined) throw new ConfigError(`--${name} must be one of ${values.join(', ')}, not '${given}'.`);
  return value;
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw new ConfigError(`--port must be 0 to 65535, not '${value}'.`);
  return port;
}

function parseAccount(value: string): string {
  if (!/^\d{12}$/.test(value)) throw new ConfigError(`--account must be 12 digits, not '${value}'.`);
  return value;
}

function parseRegion(value: string): string {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(value))
    throw new ConfigError(`--region must look like us-east-1, not '${value}'.`);
  return value;
}

function optionalDatabase(raw: RawOptions): string | undefined {
  const value = text(raw, 'database', '');
  if (value === '') return undefined;
  if (!/^postgres(ql)?:\/\//.test(value)) throw new ConfigError('--database must be a postgres:// URL.');
  return value;
}
