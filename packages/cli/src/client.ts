import { UsageError } from './options.ts';
import type { Options } from './options.ts';

export interface Health {
  status: string;
  version: string;
  uptimeSeconds: number;
  auth: string;
  /** Of the server, where it runs on this machine. */
  pid?: number;
  services: Record<string, { realism: Record<string, number> }>;
}

/** Where the server of these options is reached from this machine. */
export function endpointOf(options: Options): string {
  const host = options['host'] === undefined || options['host'] === '0.0.0.0' ? '127.0.0.1' : String(options['host']);
  const scheme = options['tls'] ? 'https' : 'http';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${options['port'] ?? 4566}`;
}

/** The health of a running server; undefined where none answers. */
export async function findHealth(endpoint: string): Promise<Health | undefined> {
  try {
    const response = await fetch(`${endpoint}/_madang/health`, { signal: AbortSignal.timeout(2000) });
    return response.ok ? ((await response.json()) as Health) : undefined;
  } catch {
    return undefined;
  }
}

export async function requireHealth(endpoint: string): Promise<Health> {
  const health = await findHealth(endpoint);
  if (health === undefined) throw new UsageError(`No server answers at ${endpoint}. Start one with: ./madang up`);
  return health;
}
