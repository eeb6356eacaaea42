import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The parts of a request that its signature covers, as they came over the wire. */
export interface SignedRequest {
  method: string;
  /** Still percent-encoded, as sent: virtual hosts are not folded into it. */
  path: string;
  /** As sent, without the question mark. */
  query: string;
  headers: IncomingHttpHeaders;
}

/**
 * AWS's canonical request. S3 signs its path as it is; every other service signs it normalised and encoded
 * once more. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(
  request: SignedRequest,
  service: string,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const path = service === 's3' ? encodePath(decodePath(request.path)) : encodePath(normalisePath(request.path));
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request.headers, name)}\n`).join('');
  const query = canonicalQuery(request.query);
  return `${request.method}\n${path}\n${query}\n${headers}\n${signedHeaders.join(';')}\n${payloadHash}`;
}

export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** RFC 3986 with only the unreserved characters left as they are. */
function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Sorted by name, then value, both in encoded form; the signature itself is not part of it. */
export function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = encodeUri(decodeQuery(equals < 0 ? part : part.slice(0, equals)));
    if (name === 'X-Amz-Signature') continue;
    pairs.push([name, equals < 0 ? '' : encodeUri(decodeQuery(part.slice(equals + 1)))]);
  }
  pairs.sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function headerValue(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name] ?? (name === 'host' ? headers[':authority'] : undefined);
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text.trim().replace(/ +/g, ' ');
}

function encodePath(path: string): string {
  return path.split('/').map(encodeUri).join('/');
}

function decodePath(path: string): string {
  return path.split('/').map(decode).join('/');
}

/** Removes `.`, `..` and empty segments; what is percent-encoded stays so, and is then encoded once more. */
function normalisePath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const trailing = path.endsWith('/') && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

function decodeQuery(text: string): string {
  return decode(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

/** What cannot be decoded stays as it is: the signature will then not match, which is the right answer. */
function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
