import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { handsOver, releaseMemory } from '../../platform/body-stream.ts';
import type { WireResponse } from '../../protocol/wire.ts';
import { allowsBody } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { readBody } from './request-body.ts';

/** Bytes go out in one write with the head only as text: latin1 stands for them one by one. */
const mostBytesWithHead = 16 * 1024;

/** An exchange of `node:http` or `node:http2`. */
export class NodeExchange implements Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#request = request;
    this.#response = response;
  }

  get method(): string {
    return this.#request.method ?? 'GET';
  }

  get url(): string {
    return this.#request.url ?? '/';
  }

  get headers(): IncomingHttpHeaders {
    return this.#request.headers;
  }

  get remoteAddress(): string | undefined {
    return this.#request.socket.remoteAddress;
  }

  get isOver(): boolean {
    return this.#response.destroyed;
  }

  readBody(): Promise<Buffer> {
    return readBody(this.#request);
  }

  streamBody(): Readable {
    return this.#request;
  }

  onClose(listener: (isAnswered: boolean) => void): void {
    this.#response.once('close', () => listener(this.#response.writableFinished));
  }

  send({ status, headers, body }: WireResponse): void {
    const response = this.#response;
    const hasBody = allowsBody(status);
    // As a string it would have the head encoded with it, in UTF-8.
    const content = typeof body === 'string' ? Buffer.from(body) : (body as Uint8Array);
    if (hasBody) headers['content-length'] ??= String(content.length);
    response.writeHead(status, headers);
    if (!hasBody || this.method === 'HEAD') response.end();
    else if (Buffer.isBuffer(content) && content.length <= mostBytesWithHead) {
      response.end(content.toString('latin1'), 'latin1');
    } else response.end(content);
  }

  async stream({ status, headers }: WireResponse, body: Readable): Promise<void> {
    const response = this.#response;
    if (response.destroyed) {
      body.destroy();
      return;
    }
    response.writeHead(status, headers);
    if (this.method !== 'HEAD') {
      await pipeline(body, handsOver(body) ? releasing(response) : response);
      return;
    }
    body.destroy();
    response.end();
  }

  drop(): void {
    this.#response.destroy();
  }
}

/** Sends what it is given, and gives back the memory of each chunk once it is on its way. */
function releasing(response: ServerResponse): Writable {
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      response.write(chunk, (error) => {
        if (!error) releaseMemory(chunk);
        done(error);
      });
    },
    final: (done) => void response.end(done),
  });
  response.once('close', () => target.destroy());
  return target;
}
