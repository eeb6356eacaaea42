import { sha256Hex } from './canonical-request.ts';
import { hmac, scopeText } from './signing-key.ts';
import type { CredentialScope } from './signing-key.ts';

/**
 * The chain of signatures inside a STREAMING-AWS4-HMAC-SHA256-PAYLOAD body: each chunk's covers the one
 * before it, the first the request's own. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export class ChunkSignatures {
  readonly #key: Buffer;
  readonly #scope: CredentialScope;
  readonly #timestamp: string;
  #previous: string;

  constructor(seed: { key: Buffer; scope: CredentialScope; timestamp: string; signature: string }) {
    this.#key = seed.key;
    this.#scope = seed.scope;
    this.#timestamp = seed.timestamp;
    this.#previous = seed.signature;
  }

  matchesChunk(signature: string, chunk: Uint8Array): boolean {
    return this.#matches(signature, 'AWS4-HMAC-SHA256-PAYLOAD', `${sha256Hex('')}\n${sha256Hex(chunk)}`);
  }

  /** @param trailers canonical form: `name:value\n` for each */
  matchesTrailers(signature: string, trailers: Uint8Array): boolean {
    return this.#matches(signature, 'AWS4-HMAC-SHA256-TRAILER', sha256Hex(trailers));
  }

  #matches(signature: string, algorithm: string, hashes: string): boolean {
    const text = `${algorithm}\n${this.#timestamp}\n${scopeText(this.#scope)}\n${this.#previous}\n${hashes}`;
    const expected = hmac(this.#key, text).toString('hex');
    this.#previous = expected;
    return expected === signature;
  }
}
