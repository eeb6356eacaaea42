import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { IamError } from '../errors.ts';

const minBits = 2048;

export interface ParsedKey {
  /** PEM of the SubjectPublicKeyInfo. */
  pem: string;
  fingerprint: string;
}

/** Reads a key as `ssh-keygen` writes it, or as PEM. IAM takes RSA keys only. */
export function parseSshPublicKey(body: string): ParsedKey {
  const text = body.trim();
  const key = text.startsWith('-----BEGIN') ? parsePem(text) : parseOpenSsh(text);
  if (key.asymmetricKeyType !== 'rsa') throw invalid('Only RSA keys can be used.');
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < minBits) throw invalid(`The key has less than ${minBits} bits.`);
  return {
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: fingerprintOf(wireForm(key)),
  };
}

/** `ssh-rsa AAAA...` of a key in PEM. */
export function openSshForm(pem: string): string {
  return `ssh-rsa ${wireForm(createPublicKey(pem)).toString('base64')}`;
}

function parsePem(text: string): KeyObject {
  try {
    return createPublicKey(text);
  } catch (cause) {
    throw invalid('The public key is not valid PEM.', cause);
  }
}

function parseOpenSsh(text: string): KeyObject {
  const [type, base64] = text.split(/\s+/);
  if (type !== 'ssh-rsa' || base64 === undefined) {
    throw new IamError(
      'UnrecognizedPublicKeyEncodingException',
      'The public key encoding format is not supported: use ssh-rsa or PEM.',
    );
  }
  const [name, exponent, modulus] = fieldsOf(Buffer.from(base64, 'base64'));
  if (name?.toString() !== 'ssh-rsa' || !exponent || !modulus) throw invalid('The public key is not well formed.');
  try {
    const jwk = { kty: 'RSA', e: unsigned(exponent), n: unsigned(modulus) };
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch (cause) {
    throw invalid('The public key is not well formed.', cause);
  }
}

/** RFC 4253: each field with its length in four bytes before it. */
function fieldsOf(blob: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let at = 0;
  while (at + 4 <= blob.length) {
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) break;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

function wireForm(key: KeyObject): Buffer {
  const { e = '', n = '' } = key.export({ format: 'jwk' });
  const fields = [Buffer.from('ssh-rsa'), positive(e), positive(n)];
  return Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(field.length);
      return [length, field];
    }),
  );
}

/** SSH's integers are signed: one whose first bit is set gets a zero byte before it. */
function positive(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

function unsigned(field: Buffer): string {
  return field.subarray(field[0] === 0 ? 1 : 0).toString('base64url');
}

function fingerprintOf(blob: Buffer): string {
  return (createHash('md5').update(blob).digest('hex').match(/../g) ?? []).join(':');
}

function invalid(message: string, cause?: unknown): IamError {
  return new IamError('InvalidPublicKeyException', message, { cause });
}
