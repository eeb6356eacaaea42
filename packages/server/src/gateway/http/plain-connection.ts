import type { Socket } from 'node:net';
import { PlainExchange, keepAliveSeconds } from './plain-exchange.ts';
import type { Exchange } from './exchange.ts';
import { beginsHttp2 } from './http2-preface.ts';
import { readPlainRequest } from './plain-request.ts';

export interface PlainConnectionOptions {
  serve(exchange: Exchange): void;
  /** Takes the connection, with what was read of its next request, for good. */
  handOver(socket: Socket, bytes: Buffer): void;
}

/**
 * A connection of HTTP/1.1 as long as its requests are plain: small, whole, nothing to negotiate, as nearly all are.
 * Measured: `node:http` spends on such a request what its answer costs. The first one that is not plain goes to it,
 * and all that follow on the connection.
 */
export class PlainConnection {
  readonly #socket: Socket;
  readonly #options: PlainConnectionOptions;
  #exchange: PlainExchange | undefined;
  /** Requests that came before the answer to the last one, or too little of one to tell what it is. */
  #ahead: Buffer | undefined;
  #isClosing = false;
  #hasEnded = false;

  constructor(socket: Socket, options: PlainConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.setTimeout(keepAliveSeconds * 1000);
    socket.on('data', this.#take);
    socket.on('timeout', this.#expire);
    socket.on('end', this.#ended);
    socket.on('close', this.#gone);
  }

  /** Ends the connection, after the answer that is under way. */
  close(): void {
    this.#isClosing = true;
    if (this.#exchange === undefined) this.#socket.destroy();
  }

  readonly #take = (bytes: Buffer): void => {
    const all = this.#ahead === undefined ? bytes : Buffer.concat([this.#ahead, bytes]);
    if (this.#exchange === undefined) this.#read(all);
    else this.#keep(all);
  };

  /** Paused, so that the end of what the client says comes after what it has said. */
  #keep(ahead: Buffer): void {
    this.#ahead = ahead;
    this.#socket.pause();
  }

  #read(bytes: Buffer): void {
    const request = readPlainRequest(bytes, 0);
    if (request === undefined) {
      if (beginsHttp2(bytes) === undefined) this.#await(bytes);
      else this.#handOver(bytes);
      return;
    }
    this.#ahead = undefined;
    if (request.end < bytes.length) this.#keep(bytes.subarray(request.end));
    this.#exchange = new PlainExchange(this.#socket, request, this.#isAnswered);
    this.#options.serve(this.#exchange);
  }

  /** Too little to tell what it is. */
  #await(bytes: Buffer): void {
    this.#ahead = bytes;
    this.#socket.resume();
  }

  readonly #isAnswered = (): void => {
    this.#exchange = undefined;
    const ahead = this.#ahead;
    if (this.#isClosing || (this.#hasEnded && ahead === undefined)) {
      this.#socket.end();
      return;
    }
    if (ahead === undefined) return;
    this.#read(ahead);
    if (this.#exchange !== undefined && this.#ahead === undefined) this.#socket.resume();
  };

  #handOver(bytes: Buffer): void {
    const socket = this.#socket;
    socket.setTimeout(0);
    socket.off('data', this.#take);
    socket.off('timeout', this.#expire);
    socket.off('end', this.#ended);
    socket.off('close', this.#gone);
    this.#options.handOver(socket, bytes);
  }

  readonly #expire = (): void => {
    if (this.#exchange === undefined) this.#socket.destroy();
  };

  /** The client says no more. It may have gone, and may as well wait for its answer. */
  readonly #ended = (): void => {
    this.#hasEnded = true;
    if (this.#exchange === undefined) this.#socket.end();
    else this.#exchange.stopWaiting();
  };

  readonly #gone = (): void => {
    this.#exchange?.abandon();
  };
}
