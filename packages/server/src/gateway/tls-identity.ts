import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TlsIdentity } from './http/http-server.ts';

/**
 * A self-signed certificate for this host, kept in the data directory so that clients need to trust it once.
 * @param directory undefined makes one for this process only
 */
export async function selfSignedIdentity(directory: string | undefined, now: Date): Promise<TlsIdentity> {
  const files =
    directory === undefined
      ? undefined
      : { key: join(directory, 'tls-key.pem'), cert: join(directory, 'tls-cert.pem') };
  if (files !== undefined && existsSync(files.key) && existsSync(files.cert)) {
    return { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.cert, 'utf8') };
  }
  const { generate } = await import('selfsigned');
  const notAfterDate = new Date(now.getTime() + 10 * 365 * 24 * 3600_000);
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: now,
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: '*.localhost' },
          { type: 2, value: '*.s3.localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  if (files !== undefined && directory !== undefined) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(files.key, key, { mode: 0o600 });
    writeFileSync(files.cert, cert);
  }
  return { key, cert };
}
