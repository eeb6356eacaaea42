import { Readable } from 'node:stream';

/** Content of a streaming member: whole bytes where they are small, a stream where they are not. */
export type BodyStream = Readable | Uint8Array;

/** A body from the wire: its checksums were verified when it has ended, and its trailers are there then. */
export interface WireBody extends Readable {
  readonly trailers: Readonly<Record<string, string>>;
}

export function isWireBody(body: BodyStream): body is WireBody {
  return body instanceof Readable && 'trailers' in body;
}

export function toReadable(body: BodyStream): Readable {
  return body instanceof Readable ? body : Readable.from([body]);
}

/** Says of a stream that its chunks are nobody's but its reader's, who may release them. */
export function handingOver<Stream extends Readable>(stream: Stream): Stream {
  return Object.assign(stream, { handsOver: true });
}

export function handsOver(stream: Readable): boolean {
  return 'handsOver' in stream;
}

/**
 * Gives back the memory of a chunk that nobody will look at again. The garbage collector sees small objects only, and
 * lets tens of megabytes behind them gather before it comes.
 */
export function releaseMemory({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
