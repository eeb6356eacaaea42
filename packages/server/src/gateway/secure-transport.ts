import type { AuthMode } from './authenticate.ts';
import type { Exchange } from './http/exchange.ts';

export type IsSecure = (exchange: Exchange) => boolean;

/**
 * Whether a request counts as sent over TLS, for `aws:SecureTransport`. Under `--auth open` so does plain HTTP that never
 * leaves the machine: nearly every bucket in the world denies what is not TLS, the CDK's own first of all.
 */
export function createIsSecure({ auth, tls }: { auth: AuthMode; tls: boolean }): IsSecure {
  if (tls) return () => true;
  return auth === 'open' ? ({ remoteAddress }) => isLoopback(remoteAddress ?? '') : () => false;
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}
