import type { RequestContext } from '../../platform/service.ts';
import { invalidRequest } from './errors.ts';

/** Requests by which much may be lost have to prove that they arrived as they were sent. */
export function requireBodyChecksum({ headers, protocol }: RequestContext): void {
  if (protocol === 'in-process' || headers['content-md5'] !== undefined) return;
  if (Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-'))) return;
  if (String(headers['x-amz-trailer'] ?? '').includes('x-amz-checksum-')) return;
  throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
}
