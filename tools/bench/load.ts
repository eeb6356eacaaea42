import { createConnection } from 'node:net';
import type { Socket } from 'node:net';

export interface Answer {
  status: number;
  body: string;
}

/** What one connection does, over and over: the bytes of the next request, given the answer to the last one. */
export type Step = (last: Answer | undefined) => Buffer;

export interface LoadOptions {
  connections?: number;
  seconds?: number;
  /** Ends the load before its time. */
  until?: () => boolean;
}

export interface LoadResult {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that were not 2xx. */
  failures: number;
}

/** Keeps `connections` keep-alive connections busy for `seconds`, one request in flight on each. */
export async function load(
  port: number,
  makeStep: (connection: number) => Step,
  { connections = 16, seconds = 2, until = () => false }: LoadOptions = {},
): Promise<LoadResult> {
  const latencies: number[] = [];
  const result = { failures: 0 };
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const running = Array.from({ length: connections }, (_, index) =>
    runConnection(port, makeStep(index), () => performance.now() >= endsAt || until(), latencies, result),
  );
  await Promise.all(running);
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    requestsPerSecond: latencies.length / elapsedSeconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    failures: result.failures,
  };
}

function percentile(sorted: number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}

function runConnection(
  port: number,
  step: Step,
  isOver: () => boolean,
  latencies: number[],
  result: { failures: number },
): Promise<void> {
  return new Promise((resolve) => {
    let sentAt = 0;
    let last: Answer | undefined;
    // A server that closes the connection after its answer, as moto does, pays for a new one.
    const connect = (): void => {
      const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
      const send = (): void => {
        sentAt = performance.now();
        socket.write(step(last));
      };
      socket.on('connect', send);
      onAnswer(socket, (answer, closes) => {
        latencies.push(performance.now() - sentAt);
        if (answer.status < 200 || answer.status > 299) result.failures += 1;
        last = answer;
        if (closes || isOver()) socket.destroy();
        else send();
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => (isOver() ? resolve() : connect()));
    };
    connect();
  });
}

/** Just enough of HTTP/1.1 for answers with a content-length, as cheap as can be. */
function onAnswer(socket: Socket, handle: (answer: Answer, closes: boolean) => void): void {
  let pending = '';
  socket.on('data', (chunk: Buffer) => {
    pending += chunk.toString('latin1');
    const end = pending.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = pending.slice(0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (pending.length < end + 4 + length) return;
    const answer = { status: Number(head.slice(9, 12)), body: pending.slice(end + 4, end + 4 + length) };
    pending = pending.slice(end + 4 + length);
    handle(answer, /\r\nconnection: *close/i.test(head));
  });
}
