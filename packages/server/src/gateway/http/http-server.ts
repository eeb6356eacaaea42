import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { createSecureServer, createServer as createHttp2Server } from 'node:http2';
import type { Http2SecureServer, Http2Server, ServerHttp2Session } from 'node:http2';
import { createServer as createNetServer } from 'node:net';
import type { Server as NetServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Exchange } from './exchange.ts';
import { beginsHttp2 } from './http2-preface.ts';
import { NodeExchange } from './node-exchange.ts';
import { PlainConnection } from './plain-connection.ts';
import { keepAliveSeconds } from './plain-exchange.ts';

export type RequestListener = (exchange: Exchange) => void;

export interface TlsIdentity {
  key: string;
  cert: string;
}

export interface HttpListener {
  port: number;
  /** Stops taking connections, lets running requests end until `grace` resolves, then closes what is left. */
  close(grace: Promise<void>): Promise<void>;
}

/** Requests may take as long as they like (long polls, large uploads); their headers may not. */
const httpOptions = {
  keepAliveTimeout: keepAliveSeconds * 1000,
  headersTimeout: 60_000,
  requestTimeout: 0,
  maxHeaderSize: 64 * 1024,
};

/** One port for HTTP/1.1 and HTTP/2: with TLS by ALPN, without it by the client preface (prior knowledge). */
export async function listen(
  listener: RequestListener,
  options: { host: string; port: number; tls?: TlsIdentity },
): Promise<HttpListener> {
  return options.tls === undefined ? listenPlain(listener, options) : listenTls(listener, options, options.tls);
}

async function listenPlain(listener: RequestListener, options: { host: string; port: number }): Promise<HttpListener> {
  const http1 = createHttpServer(httpOptions, viaNode(listener));
  http1.on('checkContinue', viaNode(listener, true));
  answerClientErrors(http1);
  // Clients that have said all they want still get their answers, as they do from PlainConnection.
  Object.assign(http1, { httpAllowHalfOpen: true });
  // It never listens itself, and this is what starts its watch over idle and slow connections.
  http1.emit('listening');
  const http2 = createHttp2Server(viaNode(listener) as never);
  /** Undefined for those that were handed over. */
  const connections = new Map<Socket, PlainConnection | undefined>();
  const front = createNetServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    connections.set(socket, new PlainConnection(socket, { serve: listener, handOver }));
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  function handOver(socket: Socket, bytes: Buffer): void {
    connections.set(socket, undefined);
    socket.pause();
    socket.unshift(bytes);
    const isHttp2 = beginsHttp2(bytes) === true;
    if (isHttp2) socket.allowHalfOpen = false;
    (isHttp2 ? http2 : http1).emit('connection', socket);
    // An HTTP/2 session takes what was put back only when it has been set up, a tick later.
    process.nextTick(() => socket.resume());
  }
  const port = await listening(front, options);
  const closeSessions = closesSessions(http2);
  const closeIdle = () => {
    http1.close();
    closeSessions();
    for (const connection of connections.values()) connection?.close();
  };
  return { port, close: (grace) => closeAll(front, connections, closeIdle, grace) };
}

type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/** `isHeldBack` where the client sends its body only when it is told to. */
function viaNode(listener: RequestListener, isHeldBack = false): NodeListener {
  return (request, response) => listener(new NodeExchange(request, response, isHeldBack));
}

/** Sessions are open until told to close, and then end with their last stream. */
function closesSessions(server: Http2Server | Http2SecureServer): () => void {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  return () => {
    for (const session of sessions) session.close();
  };
}

async function listenTls(
  listener: RequestListener,
  options: { host: string; port: number },
  identity: TlsIdentity,
): Promise<HttpListener> {
  const server: Http2SecureServer = createSecureServer(
    { ...identity, allowHTTP1: true, ...httpOptions },
    viaNode(listener) as never,
  );
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('checkContinue', viaNode(listener, true) as never);
  answerClientErrors(server);
  const closeSessions = closesSessions(server);
  const port = await listening(server, options);
  return { port, close: (grace) => closeAll(server, sockets, closeSessions, grace) };
}

function listening(server: NetServer | Http2Server, options: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: 1024 }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
}

async function closeAll(
  server: NetServer,
  sockets: Map<Socket, unknown> | Set<Socket>,
  closeIdle: () => void,
  grace: Promise<void>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  closeIdle();
  await Promise.race([closed, grace]);
  for (const socket of sockets.keys()) socket.destroy();
  await closed;
}

/** A request that is not HTTP gets the parser's complaint as a plain 4xx, and its connection ends. */
function answerClientErrors(server: HttpServer | Http2SecureServer): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
}
