import type { Socket } from 'node:net';
import { PlainExchange, keepAliveSeconds } from './plain-exchange.ts';
import type { Exchange } from './exchange.ts';
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
  /** Requests that came before the answer to the last one. */
  #ahead: Buffer | undefined;
  #isClosing = false;

  constructor(socket: Socket, options: PlainConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.setTimeout(keepAliveSeconds * 1000);
    socket.on('data', this.#take);
    socket.on('timeout', this.#expire);
    socket.on('close', this.#gone);
  }

  /** Ends the connection, after the answer that is under way. */
  close(): void {
    this.#isClosing = true;
    if (this.#exchange === undefined) this.#socket.destroy();
  }

  readonly #take = (bytes: Buffer): void => {
    if (this.#exchange === undefined) {
      this.#read(bytes);
      return;
    }
    this.#ahead = this.#ahead === undefined ? bytes : Buffer.concat([this.#ahead, bytes]);
    this.#socket.pause();
  };

  #read(bytes: Buffer): void {
    const request = readPlainRequest(bytes, 0);
    if (request === undefined) {
      this.#handOver(bytes);
      return;
    }
    if (request.end < bytes.length) this.#ahead = bytes.subarray(request.end);
    this.#exchange = new PlainExchange(this.#socket, request, this.#isAnswered);
    this.#options.serve(this.#exchange);
  }

  readonly #isAnswered = (): void => {
    this.#exchange = undefined;
    if (this.#isClosing) {
      this.#socket.end();
      return;
    }
    const ahead = this.#ahead;
    if (ahead === undefined) return;
    this.#ahead = undefined;
    this.#socket.resume();
    this.#read(ahead);
  };

  #handOver(bytes: Buffer): void {
    const socket = this.#socket;
    socket.setTimeout(0);
    socket.off('data', this.#take);
    socket.off('timeout', this.#expire);
    socket.off('close', this.#gone);
    this.#options.handOver(socket, bytes);
  }

  readonly #expire = (): void => {
    if (this.#exchange === undefined) this.#socket.destroy();
  };

  readonly #gone = (): void => {
    this.#exchange?.abandon();
  };
}
