import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Duplex, Transform, pipeline } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { AwsError } from '../platform/errors.ts';
import { BodyChecksums } from './body-checksums.ts';
import { ChunkDecoder, incompleteBody } from './body-chunks.ts';
import type { ChunkDecoderOptions } from './body-chunks.ts';

export interface BodyDecodeOptions extends ChunkDecoderOptions {
  /**
   * False where `x-amz-checksum-*` is not of the body: CompleteMultipartUpload's is of the object that it makes.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
   */
  verifyChecksums?: boolean;
  /** The SHA-256 of the body as it comes, in hexadecimal digits, that its signature is over. */
  sha256?: string;
  /** Takes `Content-Encoding: gzip` off. Not for S3, where it belongs to the object. */
  gunzip?: boolean;
  /** Most bytes that the decoded body may have, against bombs. */
  maxBytes?: number;
}

/** A whole body without aws-chunked and gzip, its checksums verified. */
export function decodeBuffered(headers: IncomingHttpHeaders, body: Buffer, options: BodyDecodeOptions = {}): Buffer {
  let decoded = body;
  const transport = isTransportEncoded(headers) ? new TransportDecoder(headers, options) : undefined;
  if (transport) {
    const parts = transport.push(body);
    transport.end();
    decoded = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }
  if (options.gunzip && isGzip(headers)) decoded = gunzipped(decoded, options.maxBytes);
  if (options.maxBytes !== undefined && decoded.length > options.maxBytes) throw tooLarge(options.maxBytes);
  return decoded;
}

export interface BodyDecoder extends Duplex {
  /** Filled when the stream has ended. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** The same as a stream to pipe the body through. What is wrong with the body destroys it with an AwsError. */
export function createBodyDecoder(headers: IncomingHttpHeaders, options: BodyDecodeOptions = {}): BodyDecoder {
  const transport = new TransportDecoder(headers, options);
  const unwrap = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      attempt(callback, () => transport.push(chunk).forEach((part) => this.push(part)));
    },
    flush(callback) {
      attempt(callback, () => transport.end());
    },
  });
  const { maxBytes = Number.POSITIVE_INFINITY } = options;
  const gunzip = options.gunzip && isGzip(headers);
  if (!gunzip && maxBytes === Number.POSITIVE_INFINITY) return withTrailers(unwrap, transport.trailers);
  const limit = limiter(maxBytes);
  const stages = gunzip ? [unwrap, createGunzip(), limit] : [unwrap, limit];
  const whole = Duplex.from({ writable: unwrap, readable: limit });
  pipeline(stages as [Transform, ...Transform[]], (error) => {
    if (error) whole.destroy(asAwsError(error));
  });
  return withTrailers(whole, transport.trailers);
}

function withTrailers(stream: Duplex, trailers: Readonly<Record<string, string>>): BodyDecoder {
  return Object.assign(stream, { trailers });
}

function attempt(callback: TransformCallback, run: () => void): void {
  try {
    run();
    callback();
  } catch (error) {
    callback(error as Error);
  }
}

/** Chunks, checksums and the announced length: everything but gzip. */
class TransportDecoder {
  readonly trailers: Readonly<Record<string, string>>;
  readonly #chunks: ChunkDecoder | undefined;
  readonly #checksums: BodyChecksums | undefined;
  readonly #announced: number | undefined;
  readonly #sha256: { expected: string; hash: Hash } | undefined;
  #received = 0;
  #output: Buffer[] = [];

  constructor(headers: IncomingHttpHeaders, options: BodyDecodeOptions) {
    this.#checksums = options.verifyChecksums === false ? undefined : BodyChecksums.of(headers);
    if (isChunked(headers)) {
      this.#chunks = new ChunkDecoder(options, (data) => this.#take(data));
      this.#announced = announcedLength(headers);
    }
    this.trailers = this.#chunks?.trailers ?? {};
    if (options.sha256 !== undefined) this.#sha256 = { expected: options.sha256, hash: createHash('sha256') };
  }

  push(data: Buffer): Buffer[] {
    this.#sha256?.hash.update(data);
    if (this.#chunks) this.#chunks.push(data);
    else this.#take(data);
    const output = this.#output;
    this.#output = [];
    return output;
  }

  end(): void {
    this.#chunks?.end();
    if (this.#announced !== undefined && this.#received < this.#announced) throw wrongLength();
    this.#checksums?.verify(this.trailers);
    if (this.#sha256 && this.#sha256.hash.digest('hex') !== this.#sha256.expected) throw wrongHash();
  }

  #take(data: Buffer): void {
    this.#received += data.length;
    if (this.#announced !== undefined && this.#received > this.#announced) throw wrongLength();
    this.#checksums?.update(data);
    this.#output.push(data);
  }
}

function isTransportEncoded(headers: IncomingHttpHeaders): boolean {
  if (isChunked(headers) || headers['content-md5'] !== undefined) return true;
  for (const name in headers) if (name.startsWith('x-amz-checksum-')) return true;
  return false;
}

function isChunked(headers: IncomingHttpHeaders): boolean {
  const hash = headers['x-amz-content-sha256'];
  if (typeof hash === 'string' && hash.startsWith('STREAMING-')) return true;
  return hasEncoding(headers, 'aws-chunked');
}

function isGzip(headers: IncomingHttpHeaders): boolean {
  return hasEncoding(headers, 'gzip');
}

function hasEncoding(headers: IncomingHttpHeaders, encoding: string): boolean {
  const value = headers['content-encoding'];
  return (
    value !== undefined &&
    value
      .toLowerCase()
      .split(/\s*,\s*/)
      .includes(encoding)
  );
}

function announcedLength(headers: IncomingHttpHeaders): number | undefined {
  const value = headers['x-amz-decoded-content-length'];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw new AwsError('InvalidArgument', 'x-amz-decoded-content-length must be a number of bytes', { status: 400 });
}

/** Room for output at a time. Many small pieces of a large body would leave the process's memory in shreds. */
const smallestInflateBytes = 16 * 1024;
const largestInflateBytes = 1024 * 1024;

/** Clients compress metrics and logs, a megabyte or a few; a bomb that may grow further holds up everybody else. */
const mostInflatedBytes = 64 * 1024 * 1024;

function gunzipped(body: Buffer, maxBytes = mostInflatedBytes): Buffer {
  const maxOutputLength = Math.min(maxBytes, mostInflatedBytes);
  try {
    const chunkSize = Math.min(Math.max(body.length * 4, smallestInflateBytes), largestInflateBytes);
    return gunzipSync(body, { chunkSize, maxOutputLength });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxOutputLength);
    throw invalidGzip(error);
  }
}

function limiter(maxBytes: number): Transform {
  let received = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      received += chunk.length;
      if (received > maxBytes) callback(tooLarge(maxBytes));
      else callback(null, chunk);
    },
    // Here, as the last stage, since the pipeline hands on whatever broke an earlier one.
    destroy: (error, callback) => callback(error && asAwsError(error)),
  });
}

function asAwsError(error: Error): Error {
  return (error as NodeJS.ErrnoException).code?.startsWith('Z_') ? invalidGzip(error) : error;
}

function tooLarge(maxBytes: number): AwsError {
  return new AwsError('RequestEntityTooLarge', `Request is too large: it may have ${maxBytes} bytes when decoded`, {
    status: 413,
  });
}

function invalidGzip(cause: unknown): AwsError {
  return new AwsError('SerializationException', 'The request body is not valid gzip', { status: 400, cause });
}

function wrongHash(): AwsError {
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  return new AwsError('XAmzContentSHA256Mismatch', message, { status: 400 });
}

function wrongLength(): AwsError {
  return incompleteBody('You did not provide the number of bytes specified by the x-amz-decoded-content-length header');
}
