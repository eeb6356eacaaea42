import { Refused, elements } from './api.ts';
import type { Api, S3Request } from './api.ts';
import { md5Of } from './content.ts';

export async function createBucket(api: Api, bucket: string): Promise<void> {
  await api.s3({ method: 'PUT', target: `/${bucket}` });
}

/** The answer's XML. */
export async function s3Xml(api: Api, request: S3Request): Promise<string> {
  return (await api.s3(request)).body.toString();
}

export function put(target: string, bytes: Uint8Array): S3Request {
  return { method: 'PUT', target, body: bytes };
}

export function copy(source: string, target: string): S3Request {
  return { method: 'PUT', target, headers: { 'x-amz-copy-source': source } };
}

export function deleteObjects(bucket: string, keys: readonly string[]): S3Request {
  const objects = keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('');
  const body = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects}</Delete>`;
  const headers = {
    'content-type': 'application/xml',
    'content-md5': Buffer.from(md5Of(Buffer.from(body)), 'hex').toString('base64'),
  };
  return { method: 'POST', target: `/${bucket}?delete`, headers, body };
}

export interface FoundObject {
  md5: string;
  etag: string;
  size: number;
}

/** Undefined where there is none, or a delete marker hides it. */
export async function findObject(api: Api, target: string): Promise<FoundObject | undefined> {
  try {
    const { body, header } = await api.s3({ method: 'GET', target });
    return { md5: md5Of(body), etag: unquoted(header('etag') ?? ''), size: body.length };
  } catch (error) {
    if (error instanceof Refused && error.code === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** ETags by key, of buckets whose objects fit into one page. */
export async function listEtags(api: Api, bucket: string): Promise<Map<string, string>> {
  const xml = await s3Xml(api, { method: 'GET', target: `/${bucket}?list-type=2` });
  const objects = elements(xml, 'Contents').map(
    (object) => [elements(object, 'Key')[0] ?? '', unquoted(elements(object, 'ETag')[0] ?? '')] as const,
  );
  return new Map(objects);
}

export function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
