import { createHash, createHmac } from 'node:crypto';
import type { Keys } from './server.ts';

export interface PresignedRequest {
  url: string;
  method?: string;
  expiresSeconds?: number;
  /** Further headers that the request must carry. */
  headers?: Record<string, string>;
  keys: Keys;
  /** Milliseconds since 1970. */
  time?: number;
}

/** A URL for S3 whose query holds the signature, written from AWS's description of it. */
export function presignedUrl(request: PresignedRequest): string {
  const { method = 'GET', expiresSeconds = 60, keys, time = Date.now() } = request;
  const url = new URL(request.url);
  const timestamp = new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = { ...request.headers, host: url.host };
  const names = Object.keys(headers).sort();
  const scope = `${timestamp.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const parameters = {
    ...Object.fromEntries(url.searchParams),
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${keys.accessKeyId}/${scope}`,
    'X-Amz-Date': timestamp,
    'X-Amz-Expires': String(expiresSeconds),
    'X-Amz-SignedHeaders': names.join(';'),
    ...(keys.sessionToken !== undefined && { 'X-Amz-Security-Token': keys.sessionToken }),
  };
  const query = Object.entries(parameters)
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .sort()
    .join('&');
  const lines = names.map((name) => `${name}:${headers[name]}`);
  const canonical = [method, url.pathname, query, ...lines, '', names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const signature = signText(['AWS4-HMAC-SHA256', timestamp, scope, digest].join('\n'), scope, keys);
  return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${signature}`;
}

/** The fields of an upload form: a policy for them all, and its signature. */
export function signedForm(
  fields: Record<string, string>,
  conditions: unknown[],
  keys: Keys,
  time = Date.now(),
): Record<string, string> {
  const timestamp = new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${timestamp.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const all: Record<string, string> = {
    ...fields,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${keys.accessKeyId}/${scope}`,
    'x-amz-date': timestamp,
  };
  const policy = {
    expiration: new Date(time + 60_000).toISOString(),
    conditions: [...conditions, ...Object.entries(all).map(([name, value]) => ({ [name]: value }))],
  };
  const text = Buffer.from(JSON.stringify(policy)).toString('base64');
  return { ...all, policy: text, 'x-amz-signature': signText(text, scope, keys) };
}

function signText(text: string, scope: string, { secretAccessKey }: Keys): string {
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, text).toString('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
