import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** What the server does with a request: the bytes that it writes, and what becomes of the connection. */
export type Manner = (socket: Socket) => void;

export interface UnrulyEndpoint {
  url: string;
  manner: Manner;
  /** Requests so far; each has arrived whole. */
  readonly requests: string[];
  /** Resolves when so many requests have come. */
  received(count: number): Promise<void>;
  close(): void;
}

const polite: Manner = (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');

/** A subscriber that does not keep to HTTP: it reads requests by their content-length, and answers as it likes. */
export async function startUnrulyEndpoint(): Promise<UnrulyEndpoint> {
  const arrivals = new EventEmitter();
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n') + 4;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 4 || text.length < end + length) return;
      requests.push(text);
      text = '';
      arrivals.emit('request');
      endpoint.manner(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint: UnrulyEndpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sns`,
    manner: polite,
    requests,
    async received(count) {
      while (requests.length < count) await once(arrivals, 'request');
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
  return endpoint;
}
