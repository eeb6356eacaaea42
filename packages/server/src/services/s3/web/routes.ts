import type { WebRequestHead, WebRoutes } from '../../../platform/service.ts';
import { crossOriginHeaders, preflight } from './cross-origin.ts';
import { uploadForm } from './form-upload.ts';
import { answerWebsite } from './website.ts';

/** What S3 answers beside its API: pages of websites, browsers' preflights and their forms. */
export const s3Web: WebRoutes = {
  claims: (request) => isWebsite(request) || isPreflight(request) || isForm(request),
  answer(request, context) {
    if (isWebsite(request)) return answerWebsite(request, context);
    return isPreflight(request) ? preflight(request, context) : uploadForm(request, context);
  },
  crossOriginHeaders,
};

type Claimed = Pick<WebRequestHead, 'headers' | 'host' | 'method'>;

/** `b.s3-website-us-east-1.amazonaws.com`, `b.s3-website.eu-central-1...`, `b.s3-website.localhost`. */
function isWebsite({ host }: Claimed): boolean {
  return host.includes('.s3-website') && /\.s3-website[.-]/.test(host);
}

function isPreflight({ method, headers }: Claimed): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function isForm({ method, headers }: Claimed): boolean {
  return (
    method === 'POST' &&
    headers.authorization === undefined &&
    (headers['content-type']?.startsWith('multipart/form-data') ?? false)
  );
}
