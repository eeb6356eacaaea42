import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { handsOver, releaseMemory } from '../platform/body-stream.ts';
import type { Clock } from '../platform/clock.ts';
import type { WireResponse } from '../protocol/wire.ts';

/** Signals of requests that wait: each fires when its client goes away before the answer, all when the server stops. */
export class ClientSignals {
  readonly #waiting = new Set<AbortController>();
  #stopped = false;

  of(response: ServerResponse): AbortSignal {
    const controller = new AbortController();
    if (this.#stopped || response.destroyed) {
      controller.abort();
      return controller.signal;
    }
    this.#waiting.add(controller);
    response.once('close', () => {
      this.#waiting.delete(controller);
      if (!response.writableFinished) controller.abort();
    });
    return controller.signal;
  }

  stop(): void {
    this.#stopped = true;
    for (const controller of this.#waiting) controller.abort();
  }
}

/**
 * Answers of the same turn of the event loop are written together. One by one, each write would wake a client that
 * has just gone to sleep, which costs more than the request itself; nobody waits longer, since the turn ends at once.
 */
export class ResponseWriter {
  readonly #clock: Clock;
  #waiting: [ServerResponse, WireResponse][] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async send(request: IncomingMessage, response: ServerResponse, answer: WireResponse): Promise<void> {
    const { body } = answer;
    // SDKs set their own clocks by this header: it must tell the time that signatures are checked against.
    if (this.#clock.kind === 'virtual') answer.headers['date'] = new Date(this.#clock.now()).toUTCString();
    if (body instanceof Readable) return sendStream(request, response, answer, body);
    if (this.#waiting.push([response, answer]) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const [response, answer] of waiting) {
      if (!response.destroyed) write(response, answer);
    }
  }
}

function write(response: ServerResponse, { status, headers, body }: WireResponse): void {
  const hasBody = allowsBody(status);
  if (hasBody) headers['content-length'] ??= String(Buffer.byteLength(body as string | Uint8Array));
  response.writeHead(status, headers);
  if (!hasBody || response.req.method === 'HEAD') response.end();
  else if (Buffer.isBuffer(body) && body.length <= mostBytesWithHead) response.end(body.toString('latin1'), 'latin1');
  else response.end(body);
}

/** Bytes go out in one write with the head only as text: latin1 stands for them one by one. */
const mostBytesWithHead = 16 * 1024;

async function sendStream(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers }: WireResponse,
  body: Readable,
): Promise<void> {
  if (response.destroyed) {
    body.destroy();
    return;
  }
  response.writeHead(status, headers);
  if (request.method !== 'HEAD') {
    await pipeline(body, handsOver(body) ? releasing(response) : response);
    return;
  }
  body.destroy();
  response.end();
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

function allowsBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

/** The base of URLs that lead back here, as this client reached us. */
export function endpointOf(request: IncomingMessage, fallback: string): string {
  const host = request.headers.host ?? request.headers[':authority'];
  if (typeof host !== 'string' || !/^[\w.:[\]-]{1,255}$/.test(host)) return fallback;
  return `${fallback.startsWith('https') ? 'https' : 'http'}://${host}`;
}

/** Global condition keys that come with the request itself. */
export function requestConditions(
  request: IncomingMessage,
  facts: { now: number; region: string; secure: boolean },
): Record<string, string | string[]> {
  const address = request.socket.remoteAddress?.replace(/^::ffff:/, '');
  const { 'user-agent': userAgent, referer } = request.headers;
  return {
    ...(address !== undefined && { 'aws:SourceIp': address }),
    ...(userAgent !== undefined && { 'aws:UserAgent': userAgent }),
    ...(referer !== undefined && { 'aws:Referer': referer }),
    'aws:SecureTransport': String(facts.secure),
    'aws:CurrentTime': new Date(facts.now).toISOString(),
    'aws:EpochTime': String(Math.floor(facts.now / 1000)),
    'aws:RequestedRegion': facts.region,
    'aws:ViaAWSService': 'false',
  };
}
