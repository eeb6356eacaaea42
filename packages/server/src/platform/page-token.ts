import { hash } from 'node:crypto';

const checksumBytes = 12;

/**
 * An opaque token for a JSON position in a list. `kind` names the list and all that selects its rows, such as
 * operation, account and filters: only there is the token good.
 *
 * The checksum has no secret in it, so that tokens hold on every server and after a restart. It keeps out what
 * is mangled or belongs elsewhere; what a caller may see, the range that is read has to decide (see `paginate`).
 */
export function encodePageToken(kind: string, position: unknown): string {
  const json = Buffer.from(JSON.stringify(position));
  // Cloud Control admits no underscore, and a plus sign does not survive careless query strings.
  return Buffer.concat([checksum(kind, json), json])
    .toString('base64')
    .replace(/=+$/, '')
    .replaceAll('+', '-');
}

/** Undefined where the token is not one of this kind: each service has its own error for that. */
export function decodePageToken(kind: string, token: string): unknown {
  const bytes = Buffer.from(token, 'base64');
  const json = bytes.subarray(checksumBytes);
  if (json.length === 0 || !bytes.subarray(0, checksumBytes).equals(checksum(kind, json))) return undefined;
  return JSON.parse(json.toString());
}

function checksum(kind: string, json: Buffer): Buffer {
  return hash('sha256', `page-token\n${JSON.stringify(kind)}\n${json.toString()}`, 'buffer').subarray(0, checksumBytes);
}
