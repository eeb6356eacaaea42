import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../platform/errors.ts';
import { malformedTrailer } from './body-chunks.ts';
import { checksumHeaders, checksumLengths, createChecksum } from '../platform/checksum.ts';
import type { Checksum, ChecksumAlgorithm } from '../platform/checksum.ts';

interface Expectation {
  /** Header or trailer that carries the value. */
  name: string;
  algorithm: ChecksumAlgorithm;
  /** Undefined until the trailers are there. */
  expected: Buffer | undefined;
  checksum: Checksum;
}

/** The checksums that a request claims for its body, in headers and in trailers. */
export class BodyChecksums {
  readonly #expectations: Expectation[];

  private constructor(expectations: Expectation[]) {
    this.#expectations = expectations;
  }

  /** Undefined where the request claims none. */
  static of(headers: IncomingHttpHeaders): BodyChecksums | undefined {
    const expectations: Expectation[] = [];
    const add = (name: string, algorithm: ChecksumAlgorithm, value: string | undefined) => {
      const expected = value === undefined ? undefined : claimedDigest(name, algorithm, value);
      expectations.push({ name, algorithm, expected, checksum: createChecksum(algorithm) });
    };
    const md5 = headers['content-md5'];
    if (typeof md5 === 'string') add('content-md5', 'MD5', md5);
    for (const [name, algorithm] of Object.entries(checksumHeaders)) {
      const value = headers[name];
      if (typeof value === 'string') add(name, algorithm, value);
    }
    const trailer = headers['x-amz-trailer'];
    if (typeof trailer === 'string') {
      for (const name of trailer.toLowerCase().split(/[ \t]*,[ \t]*/)) {
        const algorithm = Object.hasOwn(checksumHeaders, name) ? checksumHeaders[name] : undefined;
        if (algorithm !== undefined) add(name, algorithm, undefined);
      }
    }
    return expectations.length === 0 ? undefined : new BodyChecksums(expectations);
  }

  update(data: Uint8Array): void {
    for (const { checksum } of this.#expectations) checksum.update(data);
  }

  /** Throws BadDigest where a claim does not hold. */
  verify(trailers: Readonly<Record<string, string>>): void {
    for (const { name, algorithm, expected, checksum } of this.#expectations) {
      const claimed = expected ?? claimedDigest(name, algorithm, trailers[name]);
      if (!checksum.digest().equals(claimed)) throw badDigest(algorithm);
    }
  }
}

function claimedDigest(name: string, algorithm: ChecksumAlgorithm, value: string | undefined): Buffer {
  if (value === undefined) throw malformedTrailer();
  const digest = Buffer.from(value, 'base64');
  if (digest.length === checksumLengths[algorithm] && digest.toString('base64') === value) return digest;
  if (algorithm === 'MD5') {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', { status: 400 });
  }
  throw new AwsError('InvalidRequest', `Value for ${name} header is invalid.`, { status: 400 });
}

function badDigest(algorithm: ChecksumAlgorithm): AwsError {
  const message =
    algorithm === 'MD5'
      ? 'The Content-MD5 you specified did not match what we received.'
      : `The ${algorithm} you specified did not match the calculated checksum.`;
  return new AwsError('BadDigest', message, { status: 400 });
}
