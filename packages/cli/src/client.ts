import { UsageError, isOn } from './options.ts';
import type { Options } from './options.ts';
import { fetchTrusting } from './own-certificate.ts';

export interface Health {
  status: string;
  version: string;
  uptimeSeconds: number;
  auth: string;
  /** Of the server, where it runs on this machine. */
  pid?: number;
  services: Record<string, { realism: Record<string, number> }>;
}

/** A server on all addresses is reached at the nearest. */
const everyAddress: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Where the server of these options is reached from this machine. */
export function endpointOf(options: Options): string {
  const host = String(options['host'] || '127.0.0.1');
  const reached = everyAddress[host] ?? host;
  const scheme = isOn(options, 'tls') ? 'https' : 'http';
  const endpoint = `${scheme}://${reached.includes(':') ? `[${reached}]` : reached}:${options['port'] || 4566}`;
  if (!URL.canParse(endpoint))
    throw new UsageError(`There can be no server at ${endpoint}: look at --host and --port.`);
  return endpoint;
}

/** The health of a running server; undefined where none answers. */
export async function findHealth(endpoint: string): Promise<Health | undefined> {
  try {
    const response = await fetchTrusting(`${endpoint}/_madang/health`, { signal: AbortSignal.timeout(2000) });
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
