import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Credential } from '../../platform/identity.ts';
import { servicePath } from '../../protocol/route.ts';
import type { SignedRequest } from './canonical-request.ts';
import type { Refusal } from './verify-signature.ts';

/**
 * A signature of version 2 in a query. S3 takes no others of that version from new clients, but the AWS CLI and boto3
 * still write these for presigned addresses in us-east-1.
 */
export interface LegacySignature {
  accessKeyId: string;
  signature: string;
  /** Seconds since 1970. */
  expires: number;
  sessionToken?: string;
}

export function findLegacySignature({ query }: Pick<SignedRequest, 'query'>): LegacySignature | undefined {
  if (!query.includes('AWSAccessKeyId=')) return undefined;
  const parameters = new URLSearchParams(query);
  const [accessKeyId, signature, expires] = ['AWSAccessKeyId', 'Signature', 'Expires'].map((name) =>
    parameters.get(name),
  );
  if (!accessKeyId || !signature || !expires) return undefined;
  const sessionToken = parameters.get('x-amz-security-token');
  return { accessKeyId, signature, expires: Number(expires), ...(sessionToken !== null && { sessionToken }) };
}

export function checkLegacyExpiry({ expires }: LegacySignature, now: number): Refusal | undefined {
  if (!Number.isFinite(expires))
    return { problem: 'incomplete-signature', message: `Invalid date (should be seconds since epoch): ${expires}` };
  return now > expires * 1000 ? { problem: 'expired-signature', message: 'Request has expired' } : undefined;
}

export function checkLegacySignature(
  request: SignedRequest,
  presented: LegacySignature,
  credential: Credential,
  now: number,
): Refusal | undefined {
  return checkLegacyText(legacyStringToSign(request), presented, credential, now);
}

/** The same for a form, where what is signed is its policy. */
export function checkLegacyText(
  text: string,
  { signature, sessionToken }: Pick<LegacySignature, 'sessionToken' | 'signature'>,
  credential: Credential,
  now: number,
): Refusal | undefined {
  if (credential.sessionToken !== sessionToken) {
    return { problem: 'invalid-token', message: 'The security token included in the request is invalid.' };
  }
  if (credential.expiresAt !== undefined && credential.expiresAt <= now) {
    return { problem: 'expired-token', message: 'The security token included in the request is expired' };
  }
  const expected = Buffer.from(createHmac('sha1', credential.secretAccessKey).update(text).digest('base64'));
  const given = Buffer.from(signature);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return undefined;
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  return { problem: 'wrong-signature', message };
}

/** Parts of a query that belong to what is addressed. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html */
const subresources = new Set(
  (
    'accelerate acl analytics cors defaultObjectAcl delete encryption intelligent-tiering inventory legal-hold lifecycle ' +
    'location logging metrics notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock ' +
    'replication requestPayment response-cache-control response-content-disposition response-content-encoding ' +
    'response-content-language response-content-type response-expires restore retention select select-type tagging ' +
    'torrent uploadId uploads versionId versioning versions website'
  ).split(' '),
);

function legacyStringToSign({ method, path, query, headers }: SignedRequest): string {
  const parameters = new URLSearchParams(query);
  // Signing moved these headers into the query.
  const valueOf = (name: string): string => {
    const header = headers[name];
    return (Array.isArray(header) ? header.join(',') : header) ?? parameters.get(name) ?? '';
  };
  const names = [...Object.keys(headers), ...[...parameters.keys()].map((name) => name.toLowerCase())];
  const amazon = [...new Set(names.filter((name) => name.startsWith('x-amz-')))].sort(byCode);
  const resource = servicePath('s3', { path, host: headers.host ?? '' });
  const chosen = [...parameters].filter(([name]) => subresources.has(name)).sort(([a], [b]) => byCode(a, b));
  const addressed = chosen.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
  return [
    method,
    valueOf('content-md5'),
    valueOf('content-type'),
    parameters.get('Expires') ?? '',
    ...amazon.map((name) => `${name}:${valueOf(name)}`),
    addressed === '' ? resource : `${resource}?${addressed}`,
  ].join('\n');
}

function byCode(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
