import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../platform/clock.ts';
import type { WireResponse } from '../../protocol/wire.ts';

/** A request and its answer, however they travel. */
export interface Exchange {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string | undefined;
  /** The client has gone, or was sent away. */
  readonly isOver: boolean;
  /** The whole body. Rejects where it is cut short or larger than any buffered operation allows. */
  readBody(): Buffer | Promise<Buffer>;
  /** Leads the body, as it comes, through its reader; what that leaves of it is dropped with the answer. */
  pipeBody<Reader extends Duplex>(reader: Reader): Reader;
  /** Calls when the client has its answer, has gone without it, or says no more and so may have gone. */
  onClose(listener: (isAnswered: boolean) => void): void;
  /** Sends an answer whose body is whole. */
  send(answer: WireResponse): void;
  /** Sends an answer as its body comes; settles when all of it is on its way. */
  stream(answer: WireResponse, body: Readable): Promise<void>;
  /** Cuts the connection. */
  drop(): void;
}

/** A larger body is not copied into one text with the head: bytes go out in one write with it only as latin1. */
export const mostBytesWithHead = 16 * 1024;

/** Answers of these statuses have no body, whatever the handler says. */
export function allowsBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

/** Signals of requests that wait: each fires when its client goes away before the answer, all when the server stops. */
export class ClientSignals {
  readonly #waiting = new Set<AbortController>();
  #stopped = false;

  of(exchange: Exchange): AbortSignal {
    const controller = new AbortController();
    if (this.#stopped || exchange.isOver) {
      controller.abort();
      return controller.signal;
    }
    this.#waiting.add(controller);
    exchange.onClose((isAnswered) => {
      this.#waiting.delete(controller);
      if (!isAnswered) controller.abort();
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
export class AnswerWriter {
  readonly #clock: Clock;
  readonly #failed: (error: unknown) => void;
  #latest = { second: 0, date: new Date(0).toUTCString() };
  #waiting: { exchange: Exchange; answer: WireResponse }[] = [];

  constructor(clock: Clock, failed: (error: unknown) => void) {
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Answers a promise only for a body that streams. */
  send(exchange: Exchange, answer: WireResponse): Promise<void> | undefined {
    const { body } = answer;
    answer.headers['date'] = this.#date();
    if (body instanceof Readable) return exchange.stream(answer, body);
    if (this.#waiting.push({ exchange, answer }) === 1) setImmediate(() => this.#flush());
    return undefined;
  }

  /** SDKs set their own clocks by this header: it must tell the time that signatures are checked against. */
  #date(): string {
    const second = Math.floor(this.#clock.now() / 1000);
    if (second !== this.#latest.second) this.#latest = { second, date: new Date(second * 1000).toUTCString() };
    return this.#latest.date;
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { exchange, answer } of waiting) {
      if (exchange.isOver) continue;
      try {
        exchange.send(answer);
      } catch (error) {
        this.#failed(error);
        exchange.drop();
      }
    }
  }
}

/** The base of URLs that lead back here, as this client reached us. */
export function endpointOf({ headers }: Exchange, fallback: string): string {
  const host = headers.host ?? headers[':authority'];
  if (typeof host !== 'string' || !/^[\w.:[\]-]{1,255}$/.test(host)) return fallback;
  return `${fallback.startsWith('https') ? 'https' : 'http'}://${host}`;
}

/** Global condition keys that come with the request itself. */
export function requestConditions(
  { headers, remoteAddress }: Exchange,
  facts: { now: number; region: string; secure: boolean },
): Record<string, string | string[]> {
  const address = remoteAddress?.replace(/^::ffff:/, '');
  const { 'user-agent': userAgent, referer } = headers;
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
