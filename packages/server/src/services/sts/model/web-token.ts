import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { StsError } from '../errors.ts';

export interface WebToken {
  algorithm: string;
  keyId: string | undefined;
  claims: WebClaims;
  signed: Buffer;
  signature: Buffer;
}

export interface WebClaims {
  iss: string;
  sub: string;
  aud: string[];
  azp?: string;
  amr?: string[];
  /** Seconds since 1970. */
  exp: number;
  nbf?: number;
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity?: string;
}

export type SigningKey = JsonWebKey & { kid?: string };

const digests: Record<string, string> = {
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
};

export function parseWebToken(text: string): WebToken {
  const [header = '', payload = '', signature, ...rest] = text.split('.');
  const { alg, kid } = parseObject(header) ?? {};
  const claims = readClaims(parseObject(payload) ?? {});
  if (signature === undefined || rest.length > 0 || typeof alg !== 'string' || !claims) {
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
  return {
    algorithm: alg,
    keyId: typeof kid === 'string' ? kid : undefined,
    claims,
    signed: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

export function requireSignature(token: WebToken, keys: readonly SigningKey[]): void {
  const digest = digests[token.algorithm];
  if (!digest) throw invalidToken(`The token's signing algorithm ${token.algorithm} is not supported`);
  const candidates = token.keyId === undefined ? keys : keys.filter(({ kid }) => kid === token.keyId);
  if (!candidates.some((key) => isSignedBy(token, key, digest))) {
    throw invalidToken('Token signature invalid');
  }
}

/** The tokens of a moment: AWS answers an error of its own for those that are over. */
export function requireCurrent({ exp, nbf }: WebClaims, nowMs: number): void {
  const now = Math.floor(nowMs / 1000);
  if (exp <= now) {
    throw new StsError(
      'ExpiredTokenException',
      `Token expired: current date/time ${now} must be before the expiration date/time ${exp}`,
    );
  }
  if (nbf !== undefined && nbf > now) throw invalidToken(`Token is not valid before ${nbf}`);
}

export function invalidToken(message: string): StsError {
  return new StsError('InvalidIdentityTokenException', message);
}

function isSignedBy(token: WebToken, key: SigningKey, digest: string): boolean {
  if (key.kty !== (token.algorithm.startsWith('RS') ? 'RSA' : 'EC')) return false;
  try {
    const publicKey = createPublicKey({ key, format: 'jwk' });
    return verify(digest, token.signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, token.signature);
  } catch {
    // A key that cannot be read has signed nothing.
    return false;
  }
}

function readClaims(claims: Record<string, unknown>): WebClaims | undefined {
  const { iss, sub, aud, azp, amr, exp, nbf } = claims;
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof exp !== 'number') return undefined;
  const awsTags = objectOf(claims['https://aws.amazon.com/tags']);
  const sourceIdentity = claims['https://aws.amazon.com/source_identity'];
  return {
    iss,
    sub,
    aud: strings(aud),
    exp,
    ...(typeof azp === 'string' && { azp }),
    ...(amr !== undefined && { amr: strings(amr) }),
    ...(typeof nbf === 'number' && { nbf }),
    tags: Object.fromEntries(
      Object.entries(objectOf(awsTags['principal_tags'])).map(([key, values]) => [key, strings(values)[0] ?? '']),
    ),
    transitiveTagKeys: strings(awsTags['transitive_tag_keys']),
    ...(typeof sourceIdentity === 'string' && { sourceIdentity }),
  };
}

function strings(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function parseObject(part: string): Record<string, unknown> | undefined {
  try {
    return objectOf(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
