import { createHash, createHmac } from 'node:crypto';
import type { Keys } from './server.ts';

export interface SignedParts {
  method?: string;
  url: string;
  service: string;
  body?: string;
  headers?: Record<string, string>;
  keys: Keys;
  /** Milliseconds since 1970. */
  time?: number;
  region?: string;
}

/** Signature version 4 in a header, written from AWS's description of it: a second opinion on the server's own. */
export function signedHeaders(parts: SignedParts): Record<string, string> {
  const { method = 'GET', service, body = '', keys, region = 'us-east-1', time = Date.now() } = parts;
  const url = new URL(parts.url);
  const timestamp = new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${timestamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const headers: Record<string, string> = {
    ...parts.headers,
    host: url.host,
    'x-amz-date': timestamp,
    ...(keys.sessionToken !== undefined && { 'x-amz-security-token': keys.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const query = [...url.searchParams]
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .sort()
    .join('&');
  const canonical = [
    method,
    url.pathname,
    query,
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `Credential=${keys.accessKeyId}/${scope}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

/** Sends a signed request. */
export async function signedFetch(parts: SignedParts): Promise<{ status: number; text: string; headers: Headers }> {
  const { host: _host, ...headers } = signedHeaders(parts);
  const { method = 'GET', body } = parts;
  const answer = await fetch(parts.url, { method, headers, ...(body !== undefined && { body }) });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
