import { createConnection } from 'node:net';
import type { Socket } from 'node:net';

export interface Answer {
  status: number;
  head: string;
  body: Buffer;
}

/** How a request ended; without answers the server closed the connection. */
export interface Outcome {
  answers: Answer[];
  isClosed: boolean;
  isTimedOut: boolean;
}

const hangMs = 10_000;
/** A receive may wait for messages for twenty seconds. */
const longPollMs = 32_000;

/** Sends bytes over connections that are used again as long as the server keeps them open. */
export class Exchange {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** One whole request, one answer. */
  async whole(bytes: Buffer, method: string): Promise<Outcome> {
    const socket = this.#socket ?? this.#connect();
    this.#socket = undefined;
    const outcome = await converse(socket, bytes, method, true);
    const [answer] = outcome.answers;
    const isReusable =
      outcome.answers.length === 1 && !outcome.isClosed && !/\r\nconnection: *close/i.test(answer?.head ?? '');
    if (isReusable) this.#socket = socket;
    else socket.destroy();
    return outcome;
  }

  /** Bytes on a connection of their own, which the client then ends: the server must end it, too. */
  async broken(bytes: Buffer, method: string): Promise<Outcome> {
    const socket = this.#connect();
    const outcome = await converse(socket, bytes, method, false);
    socket.destroy();
    return outcome;
  }

  close(): void {
    this.#socket?.destroy();
  }

  #connect(): Socket {
    return createConnection({ port: this.#port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  }
}

function converse(socket: Socket, bytes: Buffer, method: string, isWhole: boolean): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const settle = (isClosed: boolean, isTimedOut: boolean): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => socket.destroy());
      resolve({ answers: parseAnswers(Buffer.concat(chunks), method, isClosed), isClosed, isTimedOut });
    };
    const isLongPoll = bytes.includes('Wait');
    const timer = setTimeout(() => settle(false, true), isLongPoll ? longPollMs : hangMs);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (isWhole && parseAnswers(Buffer.concat(chunks), method, false).length > 0) settle(false, false);
    });
    socket.on('error', () => socket.destroy());
    socket.on('end', () => settle(true, false));
    socket.on('close', () => settle(true, false));
    socket.write(bytes);
    if (!isWhole) socket.end();
  });
}

/** Answers that have come whole; interim ones are passed over. */
function parseAnswers(bytes: Buffer, method: string, isClosed: boolean): Answer[] {
  const answers: Answer[] = [];
  for (
    let at = 0;
    bytes
      .subarray(at, at + 9)
      .toString('latin1')
      .startsWith('HTTP/1.');
  ) {
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    if (headEnd < 0) break;
    const head = bytes.toString('latin1', at, headEnd);
    const status = Number(head.slice(9, 12));
    const start = headEnd + 4;
    const hasBody = method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304;
    const end = hasBody ? bodyEnd(bytes, start, head, isClosed) : start;
    if (end === undefined || end > bytes.length) break;
    if (status >= 200) answers.push({ status, head, body: bytes.subarray(start, end) });
    at = end;
  }
  return answers;
}

function bodyEnd(bytes: Buffer, start: number, head: string, isClosed: boolean): number | undefined {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return start + Number(length);
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    const end = bytes.indexOf('0\r\n\r\n', start);
    return end < 0 ? undefined : end + 5;
  }
  return isClosed ? bytes.length : undefined;
}
