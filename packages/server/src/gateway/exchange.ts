import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WireResponse } from '../protocol/wire.ts';

/** Fires when the client goes away before it has its answer. Made only for those who ask. */
export function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  if (response.destroyed) controller.abort();
  return controller.signal;
}

export async function sendResponse(request: IncomingMessage, response: ServerResponse, answer: WireResponse): Promise<void> {
  const { status, headers, body } = answer;
  if (response.destroyed) {
    if (body instanceof Readable) body.destroy();
    return;
  }
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    if (request.method === 'HEAD') {
      body.destroy();
      response.end();
      return;
    }
    await pipeline(body, response);
    return;
  }
  if (allowsBody(status)) headers['content-length'] ??= String(Buffer.byteLength(body));
  response.writeHead(status, headers);
  response.end(request.method === 'HEAD' || !allowsBody(status) ? undefined : body);
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
