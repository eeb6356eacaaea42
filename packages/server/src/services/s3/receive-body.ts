import { hash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { isWireBody, releaseMemory, toReadable } from '../../platform/body-stream.ts';
import type { BodyStream } from '../../platform/body-stream.ts';
import { checksumLengths, createChecksum } from '../../platform/checksum.ts';
import type { StoredBlob } from '../../platform/blobs.ts';
import type { Platform, RequestContext } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { S3Error, invalidRequest } from './errors.ts';
import {
  badDigest,
  claimedIn,
  claimedInTrailer,
  defaultAlgorithm,
  digestOf,
  requireAlgorithm,
} from './model/checksum.ts';
import type { ChecksumMembers, ClaimedChecksum, S3ChecksumAlgorithm } from './model/checksum.ts';
import { largestRowContent } from './model/content.ts';
import type { Content } from './model/content.ts';
import { keepBlob, keepBytes } from './store/contents.ts';

/** Largest object that one request may carry. */
const mostBytes = 5 * 1024 ** 3;

export interface ReceivedBody {
  size: number;
  /** MD5 in hexadecimal digits. */
  etag: string;
  checksum: { algorithm: S3ChecksumAlgorithm; value: string };
  /** Small content, where it may go into a row. */
  bytes?: Buffer;
  blob?: StoredBlob;
}

export interface BodyInput extends ChecksumMembers {
  Body?: BodyStream | undefined;
  ContentLength?: number | undefined;
  ContentMD5?: string | undefined;
  ChecksumAlgorithm?: string | undefined;
}

export interface ReceiveOptions {
  /** Parts are always blobs, for a multipart object to be made of. */
  asBlob?: boolean;
  /** Where the request names no checksum. */
  algorithm?: S3ChecksumAlgorithm | undefined;
}

/** Takes in the body of a request, large ones on their way to a blob, and computes its digests on the way. */
export async function receiveBody(
  request: RequestContext,
  input: BodyInput,
  options: ReceiveOptions = {},
): Promise<ReceivedBody> {
  const { Body = Buffer.alloc(0) } = input;
  const length = Body instanceof Uint8Array ? Body.length : announcedLength(request, input);
  if (length > mostBytes) throw entityTooLarge(length);
  const claimed = claimedChecksum(request, input);
  const plan: DigestPlan = { algorithm: claimed?.algorithm ?? options.algorithm ?? defaultAlgorithm, claimed };
  const received =
    length <= largestRowContent && !options.asBlob
      ? receiveBytes(await wholeOf(Body), plan)
      : await receiveBlob(request, toReadable(Body), plan);
  if (request.protocol === 'in-process') {
    try {
      verify(received, input, claimed);
    } catch (error) {
      await discardReceived(request, received);
      throw error;
    }
  }
  return received;
}

interface DigestPlan {
  algorithm: S3ChecksumAlgorithm;
  claimed: ClaimedChecksum | undefined;
}

function announcedLength({ headers, protocol }: RequestContext, { ContentLength }: BodyInput): number {
  // The file in a form ends where it ends: nobody has said how long it is.
  if (protocol === 'in-process' && ContentLength === undefined) return largestRowContent + 1;
  const decoded = Number(headers['x-amz-decoded-content-length'] ?? ContentLength);
  if (Number.isSafeInteger(decoded) && decoded >= 0) return decoded;
  throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
}

/** What the request says of its body, or undertakes to say in a trailer. */
export function claimedChecksum({ headers, protocol }: RequestContext, input: BodyInput): ClaimedChecksum | undefined {
  const claimed = claimedIn(input) ?? claimedInTrailer(headers['x-amz-trailer']);
  if (input.ChecksumAlgorithm === undefined) return claimed;
  const algorithm = requireAlgorithm(input.ChecksumAlgorithm);
  if (claimed === undefined && protocol !== 'in-process') {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (claimed && claimed.algorithm !== algorithm) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  return claimed ?? { algorithm };
}

async function wholeOf(body: BodyStream): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // A client that sends more than it announced.
    if (size > 2 * largestRowContent) throw incompleteBody();
    chunks.push(chunk);
  }
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, size);
}

function receiveBytes(bytes: Buffer, plan: DigestPlan): ReceivedBody {
  const { algorithm, claimed } = plan;
  return {
    size: bytes.length,
    etag: hash('md5', bytes),
    checksum: { algorithm, value: claimed?.value ?? digestOf(algorithm, bytes) },
    bytes,
  };
}

async function receiveBlob(request: RequestContext, body: Readable, plan: DigestPlan): Promise<ReceivedBody> {
  const { algorithm, claimed } = plan;
  const md5 = createChecksum('MD5');
  const isVerified = isWireBody(body) && claimed !== undefined;
  const checksum = isVerified ? undefined : createChecksum(algorithm);
  let size = 0;
  const digesting = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      size += chunk.length;
      md5.update(chunk);
      checksum?.update(chunk);
      callback(size > mostBytes ? entityTooLarge(size) : null, chunk);
    },
  });
  // It may fail before the blob's file is open, and then has no other listener.
  digesting.on('error', () => undefined);
  body.once('error', (error) => digesting.destroy(error));
  // Not with the request's signal: a server that stops lets an upload come to its end.
  const written = isWireBody(body) ? { written: releaseMemory } : {};
  const writing = request.platform.blobs.put(body.pipe(digesting), written);
  const blob = await writing.catch((error: unknown) => {
    throw digesting.errored ?? error;
  });
  const value = checksum?.digest().toString('base64') ?? claimed?.value ?? trailingValue(body, algorithm);
  return { size, etag: md5.digest().toString('hex'), checksum: { algorithm, value }, blob };
}

/** The gateway has verified it when the body ended. */
function trailingValue(body: Readable, algorithm: S3ChecksumAlgorithm): string {
  const value = isWireBody(body) ? body.trailers[`x-amz-checksum-${algorithm.toLowerCase()}`] : undefined;
  if (value === undefined) throw invalidRequest(`The x-amz-checksum-${algorithm.toLowerCase()} trailer is missing.`);
  return value;
}

/** What comes from another service in this process has passed no gateway. */
function verify(received: ReceivedBody, { ContentMD5 }: BodyInput, claimed: ClaimedChecksum | undefined): void {
  const { algorithm } = received.checksum;
  if (ContentMD5 !== undefined && !isDigest(ContentMD5, 'MD5')) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (claimed?.value !== undefined && !isDigest(claimed.value, algorithm)) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  if (ContentMD5 !== undefined && Buffer.from(ContentMD5, 'base64').toString('hex') !== received.etag) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const isOfBytes = received.bytes !== undefined && claimed?.value !== undefined;
  const actual = isOfBytes ? digestOf(algorithm, received.bytes ?? Buffer.alloc(0)) : received.checksum.value;
  if (claimed?.value !== undefined && claimed.value !== actual) throw badDigest(algorithm);
}

function isDigest(text: string, algorithm: S3ChecksumAlgorithm): boolean {
  const digest = Buffer.from(text, 'base64');
  return digest.length === checksumLengths[algorithm] && digest.toString('base64') === text;
}

/** Puts what was received under the rule of a unit: from its commit on it is held. */
export function keepReceived(unit: Unit, platform: Platform, received: ReceivedBody): Content | undefined {
  if (received.size === 0) return undefined;
  if (received.blob) return keepBlob(unit, platform, received.blob.id);
  return keepBytes(unit, platform, received.bytes ?? Buffer.alloc(0));
}

/** Runs the unit that keeps what was received, or removes it. */
export async function keeping<T>(request: RequestContext, received: ReceivedBody, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    await discardReceived(request, received);
    throw error;
  }
}

async function discardReceived({ platform }: RequestContext, { blob }: ReceivedBody): Promise<void> {
  if (blob) await platform.blobs.remove(blob.id);
}

function entityTooLarge(size: number): S3Error {
  return new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: size,
    MaxSizeAllowed: mostBytes,
  });
}

function incompleteBody(): S3Error {
  return new S3Error('IncompleteBody', 'The request body terminated unexpectedly');
}
