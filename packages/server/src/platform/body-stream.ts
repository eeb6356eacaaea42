import { Readable } from 'node:stream';

/** Content of a streaming member: whole bytes where they are small, a stream where they are not. */
export type BodyStream = Readable | Uint8Array;

export function toReadable(body: BodyStream): Readable {
  return body instanceof Readable ? body : Readable.from([body]);
}
