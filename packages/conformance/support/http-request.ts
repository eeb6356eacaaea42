import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

interface RequestParts {
  method?: string;
  /** `fetch` sets the Host header itself. */
  host?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** One request, with any Host header and a path that is sent as it is. */
export async function httpRequest(port: number, path: string, parts: RequestParts = {}): Promise<Answer> {
  const { method = 'GET', host = 'localhost', headers = {}, body } = parts;
  const sent = request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers } });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = (await answer.toArray()) as Buffer[];
  return { status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() };
}
