import { timingSafeEqual } from 'node:crypto';
import type { Credential } from '../../platform/identity.ts';
import type { SecurityProblem } from '../security-errors.ts';
import { canonicalRequest } from './canonical-request.ts';
import type { SignedRequest } from './canonical-request.ts';
import { parseTimestamp } from './presented-signature.ts';
import type { PresentedSignature } from './presented-signature.ts';
import { hmac, stringToSign } from './signing-key.ts';
import type { SigningKeys } from './signing-key.ts';

export interface Refusal {
  problem: SecurityProblem;
  message: string;
  /** What S3 tells beside the message. */
  members?: Record<string, unknown>;
}

const fiveMinutes = 5 * 60_000;
const fifteenMinutes = 15 * 60_000;
const sevenDaysSeconds = 7 * 24 * 3600;

/** Dates, scope and expiry of a presented signature, before any key is looked up. */
export function checkPresented(
  presented: PresentedSignature,
  service: string,
  signingName: string,
  now: number,
): Refusal | undefined {
  const time = parseTimestamp(presented.timestamp);
  if (Number.isNaN(time)) {
    return {
      problem: 'incomplete-signature',
      message: `Date must be in ISO-8601 'basic format'. Got '${presented.timestamp}'.`,
    };
  }
  if (!presented.timestamp.startsWith(presented.scope.date)) {
    return {
      problem: 'wrong-scope',
      message: `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${presented.scope.date}' != '${presented.timestamp.slice(0, 8)}', from '${presented.timestamp}'.`,
    };
  }
  if (presented.scope.service !== signingName) {
    return { problem: 'wrong-scope', message: `Credential should be scoped to correct service: '${signingName}'.` };
  }
  if (presented.scope.region === '') {
    return { problem: 'wrong-scope', message: "Credential should be scoped to a valid region, not ''." };
  }
  return presented.form === 'query' ? checkExpiry(presented, time, now) : checkSkew(presented, time, service, now);
}

function checkExpiry(presented: PresentedSignature, time: number, now: number): Refusal | undefined {
  const expires = presented.expiresSeconds ?? Number.NaN;
  if (!Number.isInteger(expires) || expires < 0) {
    return { problem: 'invalid-expiry', message: 'X-Amz-Expires must be a number of seconds, and not negative.' };
  }
  if (expires > sevenDaysSeconds) {
    return {
      problem: 'invalid-expiry',
      message:
        'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    };
  }
  if (time - now > fifteenMinutes) return { problem: 'expired-signature', message: 'Request is not valid yet' };
  if (now > time + expires * 1000) return { problem: 'expired-signature', message: 'Request has expired' };
  return undefined;
}

function checkSkew(presented: PresentedSignature, time: number, service: string, now: number): Refusal | undefined {
  const allowed = service === 's3' ? fifteenMinutes : fiveMinutes;
  if (Math.abs(now - time) <= allowed) return undefined;
  if (service === 's3') {
    return {
      problem: 'skewed-clock',
      message: 'The difference between the request time and the current time is too large.',
    };
  }
  const edge = compact(time < now ? now - allowed : now + allowed);
  const [state, relation] = time < now ? ['expired', 'earlier'] : ['not yet current', 'later'];
  return {
    problem: 'skewed-clock',
    message: `Signature ${state}: ${presented.timestamp} is now ${relation} than ${edge} (${compact(now)} ${time < now ? '-' : '+'} 5 min.)`,
  };
}

function compact(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** The token and the signature itself, against the credential that the key id belongs to. */
export function checkSignature(
  request: SignedRequest,
  presented: PresentedSignature,
  credential: Credential,
  payloadHash: string,
  keys: SigningKeys,
  now: number,
): Refusal | undefined {
  const refusal = checkToken(presented, credential, now);
  if (refusal !== undefined) return refusal;
  if (!presented.signedHeaders.includes('host')) {
    return {
      problem: 'wrong-signature',
      message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    };
  }
  const canonical = canonicalRequest(request, presented.scope.service, presented.signedHeaders, payloadHash);
  const key = keys.get(credential.secretAccessKey, presented.scope);
  const text = stringToSign(presented.timestamp, presented.scope, canonical);
  const wrong = checkMac(key, text, presented);
  if (wrong === undefined || isRightWithoutSpaces(key, canonical, presented)) return undefined;
  return { ...wrong, members: explanation(presented, text, canonical) };
}

/** AWS joins the values of a header that was sent twice by a comma alone; the parser of HTTP adds a space. */
function isRightWithoutSpaces(key: Buffer, canonical: string, presented: PresentedSignature): boolean {
  const joined = canonical.replaceAll(', ', ',');
  if (joined === canonical) return false;
  return checkMac(key, stringToSign(presented.timestamp, presented.scope, joined), presented) === undefined;
}

/** What was signed here, to be compared with what was signed there. */
function explanation({ accessKeyId, signature }: PresentedSignature, text: string, canonical: string) {
  return {
    AWSAccessKeyId: accessKeyId,
    StringToSign: text,
    SignatureProvided: signature,
    StringToSignBytes: hexBytes(text),
    CanonicalRequest: canonical,
    CanonicalRequestBytes: hexBytes(canonical),
  };
}

function hexBytes(text: string): string {
  return (Buffer.from(text).toString('hex').match(/../g) ?? []).join(' ');
}

/** The same for a form, where what is signed is a text in it and not the request. */
export function checkTextSignature(
  text: string,
  presented: PresentedSignature,
  credential: Credential,
  keys: SigningKeys,
  now: number,
): Refusal | undefined {
  return (
    checkToken(presented, credential, now) ??
    checkMac(keys.get(credential.secretAccessKey, presented.scope), text, presented)
  );
}

function checkToken(presented: PresentedSignature, credential: Credential, now: number): Refusal | undefined {
  // Without their token S3 does not know temporary keys at all.
  if (
    presented.sessionToken === undefined &&
    credential.sessionToken !== undefined &&
    presented.scope.service === 's3'
  ) {
    const members = { AWSAccessKeyId: presented.accessKeyId };
    return { problem: 'unknown-key', message: 'The token of these temporary credentials is missing.', members };
  }
  if (credential.sessionToken !== presented.sessionToken) {
    return { problem: 'invalid-token', message: 'The security token included in the request is invalid.' };
  }
  if (credential.expiresAt !== undefined && credential.expiresAt <= now) {
    return { problem: 'expired-token', message: 'The security token included in the request is expired' };
  }
  return undefined;
}

function checkMac(key: Buffer, text: string, presented: PresentedSignature): Refusal | undefined {
  const expected = Buffer.from(hmac(key, text).toString('hex'));
  const given = Buffer.from(presented.signature);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return undefined;
  return {
    problem: 'wrong-signature',
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  };
}
