import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import { Writable } from 'node:stream';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { handsOver, releaseMemory } from '../../platform/body-stream.ts';
import type { WireResponse } from '../../protocol/wire.ts';
import { allowsBody, mostBytesWithHead } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { pipeBody, readBody, whenFirstRead } from './request-body.ts';

/** An exchange of `node:http` or `node:http2`. */
export class NodeExchange implements Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #reader: Duplex | undefined;
  /** The client waits to be told that its body is wanted. */
  #isHeldBack: boolean;

  constructor(request: IncomingMessage, response: ServerResponse, isHeldBack = false) {
    this.#request = request;
    this.#response = response;
    this.#isHeldBack = isHeldBack;
  }

  get method(): string {
    return this.#request.method ?? 'GET';
  }

  get url(): string {
    const { url = '/' } = this.#request;
    return url.startsWith('/') ? url : originForm(url);
  }

  get headers(): IncomingHttpHeaders {
    return this.#request.headers;
  }

  get remoteAddress(): string | undefined {
    return this.#request.socket.remoteAddress;
  }

  get isOver(): boolean {
    const { destroyed, stream } = this.#response as ServerResponse & Partial<Pick<Http2ServerResponse, 'stream'>>;
    return stream?.destroyed ?? destroyed;
  }

  readBody(): Promise<Buffer> {
    this.#letContinue();
    return readBody(this.#request);
  }

  pipeBody<Reader extends Duplex>(reader: Reader): Reader {
    this.#reader = reader;
    if (this.#isHeldBack) whenFirstRead(reader, () => this.#letContinue());
    return pipeBody(this.#request, reader);
  }

  onClose(listener: (isAnswered: boolean) => void): void {
    const response = this.#response;
    const { socket, httpVersionMajor } = this.#request;
    // While a body streams, its own end tells whether the client is there. A stream of HTTP/2 has no other.
    const isWatched = httpVersionMajor === 1 && this.#reader === undefined;
    const closed = () => {
      if (isWatched) socket.off('end', ended);
      // Of HTTP/2, what was reset is called finished, too.
      listener(response.writableEnded && response.writableFinished);
    };
    const ended = () => {
      response.off('close', closed);
      listener(false);
    };
    response.once('close', closed);
    if (isWatched) socket.once('end', ended);
  }

  send({ status, headers, body }: WireResponse): void {
    const response = this.#response;
    const hasBody = allowsBody(status);
    this.#dropBody(headers);
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
    if (this.isOver) {
      body.destroy();
      return;
    }
    this.#dropBody(headers);
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

  #letContinue(): void {
    if (!this.#isHeldBack) return;
    this.#isHeldBack = false;
    this.#response.writeContinue();
  }

  #dropBody(headers: Record<string, string>): void {
    this.#reader?.destroy();
    // Whether the client now sends its body or the next request, nobody can tell.
    if (this.#isHeldBack && this.#request.httpVersionMajor === 1) headers['connection'] = 'close';
  }
}

/** A target as clients send it to a proxy: `http://localhost:4566/path`. */
function originForm(target: string): string {
  const rest = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return rest === target || rest.startsWith('/') ? rest : `/${rest}`;
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
