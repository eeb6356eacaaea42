import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';

export interface S3Location {
  Bucket: string;
  Key: string;
  VersionId?: string;
}

const s3Host = /^(?:(?<bucket>.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;
const ownHost = /^(?:(?<bucket>.+)\.)?s3(?:\.[a-z0-9-]+)?\.(?:localhost|127\.0\.0\.1|localhost\.localstack\.cloud)$/;

/** What is no template may also be named as `s3://bucket/key`: snippets, packages of types, lists of accounts. */
export function parseS3Location(text: string, endpoint: string): S3Location {
  const [, Bucket, Key] = /^s3:\/\/([^/?#]+)\/([^?#]+)$/.exec(text) ?? [];
  return Bucket === undefined || Key === undefined ? parseTemplateUrl(text, endpoint) : { Bucket, Key };
}

/**
 * The object that a TemplateURL names: on AWS's hosts for S3 or on this server, by path or by
 * virtual host. `endpoint` is this server as the client sees it.
 */
export function parseTemplateUrl(text: string, endpoint: string): S3Location {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:', 's3:'].includes(url.protocol)) {
    throw new TemplateError('TemplateURL must be a supported URL.');
  }
  const bucketOfHost = bucketIn(url, new URL(endpoint));
  const path = decoded(url.pathname.slice(1));
  const slash = path.indexOf('/');
  const Bucket = bucketOfHost === '' ? path.slice(0, Math.max(slash, 0)) : bucketOfHost;
  const Key = bucketOfHost === '' ? path.slice(slash + 1) : path;
  if (Bucket === '' || Key === '') throw new TemplateError('TemplateURL must be a supported URL.');
  const VersionId = url.searchParams.get('versionId') ?? undefined;
  return { Bucket, Key, ...(VersionId !== undefined && { VersionId }) };
}

/** Empty where the first segment of the path is the bucket. */
function bucketIn(url: URL, endpoint: URL): string {
  const match = s3Host.exec(url.hostname) ?? ownHost.exec(url.hostname);
  if (match !== null && url.protocol !== 's3:') return match.groups?.['bucket'] ?? '';
  if (url.protocol !== 's3:' && (isLoopback(url.hostname) || url.hostname === endpoint.hostname)) return '';
  throw new TemplateError(`S3 error: Domain name specified in ${url.hostname} is not a valid S3 domain`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', '%20'));
  } catch {
    throw new TemplateError('TemplateURL must be a supported URL.');
  }
}

export function s3Error(message: string): TemplateError {
  return new TemplateError(
    `S3 error: ${message}\nFor more information check ` +
      'http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  );
}
