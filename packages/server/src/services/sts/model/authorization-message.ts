import { inflateRawSync } from 'node:zlib';
import { StsError } from '../errors.ts';

const maxDecodedBytes = 1 << 20;

/** An encoded denial, as the gateway makes it for EC2: base64url of the deflated JSON of the decision. */
export function decodeAuthorizationMessage(encoded: string): string {
  try {
    const text = inflateRawSync(Buffer.from(encoded, 'base64url'), { maxOutputLength: maxDecodedBytes }).toString();
    const message: unknown = JSON.parse(text);
    if (typeof message === 'object' && message !== null && 'allowed' in message) return text;
  } catch (cause) {
    throw invalidMessage(cause);
  }
  throw invalidMessage();
}

function invalidMessage(cause?: unknown): StsError {
  return new StsError('InvalidAuthorizationMessageException', 'Message is not valid', { cause });
}
