import { STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { handsOver, releaseMemory } from '../../platform/body-stream.ts';
import type { WireResponse } from '../../protocol/wire.ts';
import { allowsBody, mostBytesWithHead } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { PlainRequest } from './plain-request.ts';

/** How long a connection is kept without a request. */
export const keepAliveSeconds = 75;

// oxlint-disable-next-line no-control-regex -- all but what a header may hold, as one byte each
const notOfHeaders = /[^\t\x20-\x7e\x80-\xff]/;

/** One request on a connection, and the only one until it is answered. */
export class PlainExchange implements Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly #body: Buffer;
  readonly #socket: Socket;
  readonly #isAnswered: () => void;
  #closeListeners: ((isAnswered: boolean) => void)[] | undefined;
  #hasStoppedWaiting = false;
  #bodyWriter: Writable | undefined;

  constructor(socket: Socket, { method, url, headers, body }: PlainRequest, isAnswered: () => void) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.#body = body;
    this.#socket = socket;
    this.#isAnswered = isAnswered;
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get isOver(): boolean {
    return this.#socket.destroyed;
  }

  readBody(): Buffer {
    return this.#body;
  }

  pipeBody<Reader extends Duplex>(reader: Reader): Reader {
    // Whoever reads it gets its failure; without a reader it must not end the process.
    reader.on('error', () => undefined);
    reader.end(this.#body);
    return reader;
  }

  onClose(listener: (isAnswered: boolean) => void): void {
    if (this.#hasStoppedWaiting) listener(false);
    else (this.#closeListeners ??= []).push(listener);
  }

  /** The client may have gone: what waits for something to happen should not, and may yet answer. */
  stopWaiting(): void {
    this.#hasStoppedWaiting = true;
    this.#tell(false);
  }

  /** The client has gone without its answer. */
  abandon(): void {
    this.#tell(false);
    this.#bodyWriter?.destroy();
  }

  send({ status, headers, body }: WireResponse): void {
    const socket = this.#socket;
    if (!allowsBody(status)) {
      socket.write(headText(status, headers), 'latin1');
      this.#finish();
      return;
    }
    const content = body as string | Uint8Array;
    const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
    headers['content-length'] ??= String(bytes);
    const head = headText(status, headers);
    if (bytes === 0 || this.method === 'HEAD') socket.write(head, 'latin1');
    else if (typeof content === 'string' && bytes === content.length) socket.write(head + content, 'latin1');
    else if (Buffer.isBuffer(content) && bytes <= mostBytesWithHead) {
      socket.write(head + content.toString('latin1'), 'latin1');
    } else {
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(content);
      socket.uncork();
    }
    this.#finish();
  }

  async stream({ status, headers }: WireResponse, body: Readable): Promise<void> {
    if (this.isOver) {
      body.destroy();
      return;
    }
    const isChunked = headers['content-length'] === undefined;
    if (isChunked) headers['transfer-encoding'] = 'chunked';
    this.#socket.write(headText(status, headers), 'latin1');
    if (this.method === 'HEAD') body.destroy();
    else await pipeline(body, (this.#bodyWriter = this.#createBodyWriter(isChunked, handsOver(body))));
    this.#finish();
  }

  drop(): void {
    this.#socket.destroy();
  }

  #finish(): void {
    this.#tell(true);
    this.#isAnswered();
  }

  #tell(isAnswered: boolean): void {
    const listeners = this.#closeListeners;
    if (listeners === undefined) return;
    this.#closeListeners = undefined;
    for (const listener of listeners) listener(isAnswered);
  }

  /** Gives back the memory of each chunk once it is on its way, where `releases`. */
  #createBodyWriter(isChunked: boolean, releases: boolean): Writable {
    const socket = this.#socket;
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (isChunked) {
          socket.cork();
          socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
        }
        socket.write(chunk, (error) => {
          if (releases && !error) releaseMemory(chunk);
          done(error);
        });
        if (isChunked) {
          socket.write('\r\n', 'latin1');
          socket.uncork();
        }
      },
      final(done) {
        if (isChunked) socket.write('0\r\n\r\n', 'latin1');
        done();
      },
    });
  }
}

/** Throws for what no header can hold: it would end it, and begin what the server did not mean to say. */
function headText(status: number, headers: Record<string, string>): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  for (const name in headers) {
    const value = headers[name]!;
    if (notOfHeaders.test(value)) throw new TypeError(`The header ${name} cannot be sent`);
    text += `${name}: ${value}\r\n`;
  }
  return `${text}Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}\r\n\r\n`;
}
