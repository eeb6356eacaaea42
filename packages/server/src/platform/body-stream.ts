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
