import type { WebRequestHead, WebRoutes } from '../../../platform/service.ts';
import { crossOriginHeaders, preflight } from './cross-origin.ts';
import { uploadForm } from './form-upload.ts';
import { isMisdirected, refuseMisdirected } from './misdirected.ts';
import { answerWebsite } from './website.ts';

/** What S3 answers beside its API: pages of websites, browsers' preflights and forms, and what has no operation. */
export const s3Web: WebRoutes = {
  claims: (request) => isWebsite(request) || isPreflight(request) || isForm(request) || isMisdirected(request),
  answer(request, context) {
    if (isWebsite(request)) return answerWebsite(request, context);
    if (isPreflight(request)) return preflight(request, context);
    return isForm(request) ? uploadForm(request, context) : refuseMisdirected(request);
  },
  crossOriginHeaders,
};

type Claimed = Pick<WebRequestHead, 'headers' | 'host' | 'method' | 'path'>;

/** `b.s3-website-us-east-1.amazonaws.com`, `b.s3-website.eu-central-1...`, `b.s3-website.localhost`. */
function isWebsite({ host }: Claimed): boolean {
  return host.includes('.s3-website') && /\.s3-website[.-]/.test(host);
}

/** On other services' paths only what says that it is one: S3's are all that no host or signature gives to another. */
function isPreflight({ method, path, headers }: Claimed): boolean {
  return method === 'OPTIONS' && (path.length > 1 || headers['access-control-request-method'] !== undefined);
}

function isForm({ method, headers }: Claimed): boolean {
  return (
    method === 'POST' &&
    headers.authorization === undefined &&
    (headers['content-type']?.startsWith('multipart/form-data') ?? false)
  );
}
