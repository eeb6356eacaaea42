import type { Platform, WebContext, WebRequestHead, WebResponse } from '../../../platform/service.ts';
import type { CORSRule } from '../../../../generated/types/s3.ts';
import { S3Error } from '../errors.ts';
import { corsHeaders, findCorsRule } from '../model/cors.ts';
import type { CrossOriginRequest } from '../model/cors.ts';
import { findBucket } from '../store/buckets.ts';
import { findConfiguration } from '../store/configurations.ts';
import { bucketAndKey } from './target.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html */
export async function preflight(request: WebRequestHead, { platform }: WebContext): Promise<WebResponse> {
  const { bucket: name, key } = bucketAndKey(request);
  const wanted = requestedOf(request);
  if (wanted === undefined) {
    throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.');
  }
  const bucket = await findBucket(platform.storage, name);
  if (!bucket) throw forbidden('CORSResponse: Bucket not found', request, 'BUCKET');
  const cors = await findConfiguration(platform.storage, bucket, 'cors');
  if (!cors) throw forbidden('CORSResponse: CORS is not enabled for this bucket.', request, 'BUCKET');
  const rule = findCorsRule(cors.rules, wanted);
  if (!rule) {
    const message =
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    throw forbidden(message, request, key === '' ? 'BUCKET' : 'OBJECT');
  }
  return { status: 200, headers: corsHeaders(rule, wanted), body: '' };
}

/** For answers to the requests themselves, errors among them. */
export async function crossOriginHeaders(
  request: WebRequestHead,
  { storage }: Platform,
): Promise<Record<string, string> | undefined> {
  const { bucket: name } = bucketAndKey(request);
  const bucket = name === '' ? undefined : await findBucket(storage, name);
  const cors = bucket && (await findConfiguration(storage, bucket, 'cors'));
  const origin = request.headers.origin;
  if (!cors || origin === undefined) return undefined;
  const actual: CrossOriginRequest = { origin, method: request.method, headers: [] };
  const rule: CORSRule | undefined = findCorsRule(cors.rules, actual);
  return rule && corsHeaders(rule, actual);
}

function requestedOf({ headers }: WebRequestHead): CrossOriginRequest | undefined {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const names = headers['access-control-request-headers'] ?? '';
  return {
    origin,
    method: headers['access-control-request-method'] ?? '',
    headers: names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  };
}

function forbidden(message: string, { headers, method }: WebRequestHead, ResourceType: 'BUCKET' | 'OBJECT'): S3Error {
  const Method = headers['access-control-request-method'] ?? method;
  return new S3Error('AccessForbidden', message, { Method, ResourceType });
}
