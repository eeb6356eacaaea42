import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { AwsError } from '../../platform/errors.ts';

/** Most that a request may carry where its body is not streamed: Lambda's packages are the largest. */
const largestBufferedBytes = 256 * 1024 * 1024;

/** The whole body of a request. Rejects where it is cut short or larger than any buffered operation allows. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] | undefined;
    let first: Buffer | undefined;
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > largestBufferedBytes) {
        request.removeAllListeners('data').resume();
        reject(new AwsError('RequestEntityTooLarge', 'The request body is too large.', { status: 413 }));
      } else if (first === undefined) first = chunk;
      else (chunks ??= [first]).push(chunk);
    });
    request.on('end', () => resolve(chunks ? Buffer.concat(chunks, size) : (first ?? Buffer.alloc(0))));
    request.on('error', () => reject(new RequestAborted()));
    // HTTP/2's requests do not fail when they are cut short, they only close.
    if (request.httpVersionMajor > 1) {
      request.on('close', () => {
        if (!request.complete) reject(new RequestAborted());
      });
    }
  });
}

/**
 * Leads a body through its reader. Other than with `pipeline`, the request lives on when its reader fails or is done
 * with: what is left of the body is read and dropped, so that a client that first sends all of it comes to read the
 * answer, and its connection to serve the next request.
 */
export function pipeBody<Reader extends Duplex>(request: IncomingMessage, reader: Reader): Reader {
  const aborted = () => reader.destroy(new RequestAborted());
  request.on('error', aborted);
  request.on('close', () => {
    if (!request.readableEnded) aborted();
  });
  // Whoever reads it gets its failure; without a reader it must not end the process.
  reader.on('error', () => undefined);
  reader.on('close', () => {
    request.unpipe(reader);
    request.resume();
  });
  return request.pipe(reader);
}

/** Calls when the stream is first asked for data. */
export function whenFirstRead(stream: Duplex, begin: () => void): void {
  const read = stream._read.bind(stream);
  stream._read = (size) => {
    stream._read = read;
    begin();
    read(size);
  };
}

/** The client has gone in the middle of its request: there is no one to answer. */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted';
}
