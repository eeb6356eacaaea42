import type { GetObjectOutput, WebsiteConfiguration } from '../../../../generated/types/s3.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Calls, WebContext, WebRequest, WebResponse } from '../../../platform/service.ts';
import { methodNotAllowed, noSuchBucket } from '../errors.ts';
import { documentKey, redirectAfter, redirectBefore } from '../model/website-routing.ts';
import type { WebsiteRedirect } from '../model/website-routing.ts';
import { noSuchWebsite } from '../operations/websites.ts';
import { findBucket } from '../store/buckets.ts';
import { findConfiguration } from '../store/configurations.ts';
import { errorPage } from './error-page.ts';
import { bucketAndKey } from './target.ts';

interface Visit {
  request: WebRequest;
  requestId: string;
  bucket: string;
  key: string;
  website: WebsiteConfiguration;
  address: { protocol: string; host: string };
  s3: Calls['s3'];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html; what goes wrong is told in HTML. */
export async function answerWebsite(request: WebRequest, context: WebContext): Promise<WebResponse> {
  try {
    return await answerVisit(await openVisit(request, context));
  } catch (error) {
    if (error instanceof AwsError) return errorPage(error, context.requestId);
    throw error;
  }
}

async function openVisit(request: WebRequest, context: WebContext): Promise<Visit> {
  const { platform, endpoint, requestId } = context;
  const { bucket: name, key } = bucketAndKey(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed(request.method, 'OBJECT');
  const bucket = await findBucket(platform.storage, name);
  if (!bucket) throw noSuchBucket(name);
  const website = await findConfiguration(platform.storage, bucket, 'website');
  if (!website) throw noSuchWebsite(name);
  const { principal } = await context.identify();
  const { account, region } = bucket;
  const { s3 } = platform.callAs({ principal, account, region, conditions: context.conditions });
  const { protocol, host } = new URL(endpoint);
  return { request, requestId, bucket: name, key, website, address: { protocol: protocol.slice(0, -1), host }, s3 };
}

async function answerVisit(visit: Visit): Promise<WebResponse> {
  const { website, key, address } = visit;
  const redirect = redirectBefore(website, key, address);
  if (redirect) return redirected(redirect);
  try {
    return await answerObject(visit, documentKey(website, key));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return answerFailure(visit, error);
  }
}

async function answerObject(visit: Visit, Key: string): Promise<WebResponse> {
  const { headers } = visit.request;
  const conditions = {
    Range: headers.range,
    IfNoneMatch: headers['if-none-match'],
    IfMatch: headers['if-match'],
    IfModifiedSince: dateOf(headers['if-modified-since']),
    IfUnmodifiedSince: dateOf(headers['if-unmodified-since']),
  };
  const object = await visit.s3.GetObject({ Bucket: visit.bucket, Key, ...conditions });
  const { WebsiteRedirectLocation: location } = object;
  if (location !== undefined) return redirected({ status: 301, location });
  return { status: object.ContentRange === undefined ? 200 : 206, headers: headersOf(object), body: object.Body ?? '' };
}

async function answerFailure(visit: Visit, error: AwsError): Promise<WebResponse> {
  const { website, key, address, bucket } = visit;
  const status = error.details.status ?? statusOf(error);
  if (status === 304) return { status, headers: error.details.headers ?? {}, body: '' };
  const redirect = redirectAfter(website, key, status, address) ?? (await redirectToFolder(visit, status));
  if (redirect) return redirected(redirect);
  const document = website.ErrorDocument?.Key;
  if (document === undefined || status < 400 || status >= 500) return errorPage(error, visit.requestId, { key });
  try {
    const object = await visit.s3.GetObject({ Bucket: bucket, Key: document });
    return { status, headers: headersOf(object), body: object.Body ?? '' };
  } catch (second) {
    if (!(second instanceof AwsError)) throw second;
    return errorPage(error, visit.requestId, { key, whileFetching: second });
  }
}

/** `/folder` leads to `/folder/` where that has an index document. */
async function redirectToFolder(
  { website, key, s3, bucket }: Visit,
  status: number,
): Promise<WebsiteRedirect | undefined> {
  // Without the permission to list, what is absent is denied.
  if ((status !== 404 && status !== 403) || key === '' || key.endsWith('/') || !website.IndexDocument) return undefined;
  try {
    await s3.HeadObject({ Bucket: bucket, Key: documentKey(website, `${key}/`) });
    return { status: 302, location: `/${encodeURI(key)}/` };
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function redirected({ status, location }: WebsiteRedirect): WebResponse {
  return { status, headers: { location, 'content-length': '0' }, body: '' };
}

function headersOf(object: GetObjectOutput): Record<string, string> {
  const values: Record<string, string | undefined> = {
    'content-type': object.ContentType,
    'content-length': object.ContentLength === undefined ? undefined : String(object.ContentLength),
    'content-range': object.ContentRange,
    'content-encoding': object.ContentEncoding,
    'content-language': object.ContentLanguage,
    'content-disposition': object.ContentDisposition,
    'cache-control': object.CacheControl,
    expires: object.Expires?.toUTCString(),
    etag: object.ETag,
    'last-modified': object.LastModified?.toUTCString(),
    'accept-ranges': 'bytes',
  };
  const metadata = Object.entries(object.Metadata ?? {}).map(([name, value]) => [
    `x-amz-meta-${name.toLowerCase()}`,
    value,
  ]);
  return Object.fromEntries([
    ...Object.entries(values).filter(([, value]) => value !== undefined),
    ...metadata,
  ]) as Record<string, string>;
}

function dateOf(header: string | undefined): Date | undefined {
  const date = header === undefined ? undefined : new Date(header);
  return date && Number.isNaN(date.getTime()) ? undefined : date;
}

/** Of errors that come from before the service: a caller who may not. */
function statusOf({ code }: AwsError): number {
  return /^(NoSuchKey|NoSuchBucket|NoSuchVersion)$/.test(code) ? 404 : 403;
}
