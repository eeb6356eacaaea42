import { createConnection } from 'node:net';
import type { Socket } from 'node:net';

export interface Answer {
  status: number;
  head: string;
  body: Buffer;
}

/** The connection ended before the answer came: whether the request took effect is not known. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** A keep-alive connection with one request at a time, near enough to the bytes to know what was answered. */
export class Connection {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #length = 0;
  /** Before so many bytes are there, no answer is whole. */
  #needed = 0;
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => this.#received(chunk));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => {
      this.#waiting?.reject(new ConnectionLost());
      this.#waiting = undefined;
    });
  }

  request(head: string, body: string | Uint8Array): Promise<Answer> {
    if (this.#socket.destroyed) return Promise.reject(new ConnectionLost());
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.cork();
      this.#socket.write(head);
      if (body.length > 0) this.#socket.write(body);
      this.#socket.uncork();
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #received(chunk: Buffer): void {
    this.#keep([...this.#chunks, chunk], this.#length + chunk.length);
    if (this.#length < this.#needed) return;
    const received = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#length);
    this.#keep([received], received.length);
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = received.toString('latin1', 0, headEnd);
    // Every answer that a client here asks for has a content-length, or no body.
    const end = headEnd + 4 + Number(headerOf(head, 'content-length') ?? 0);
    this.#needed = end;
    if (received.length < end) return;
    this.#needed = 0;
    const rest = received.subarray(end);
    this.#keep(rest.length === 0 ? [] : [rest], rest.length);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), head, body: received.subarray(headEnd + 4, end) });
  }

  #keep(chunks: Buffer[], length: number): void {
    this.#chunks = chunks;
    this.#length = length;
  }
}

export function headerOf(head: string, name: string): string | undefined {
  return new RegExp(`\\r\\n${name}: *([^\\r]*)`, 'i').exec(head)?.[1];
}
