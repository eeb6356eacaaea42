import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '../aws/connection.ts';

export interface FakeRequest {
  method: string;
  path: string;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

export interface FakeService {
  connection: Connection;
  requests: FakeRequest[];
  close(): Promise<void>;
}

/** Answers over a socket what the test says, and keeps what was asked. */
export async function fakeService(
  answer: (request: FakeRequest) => [status: number, body: string],
): Promise<FakeService> {
  const requests: FakeRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      const [status, body] = answer(request);
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' };
  return {
    connection: { endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials },
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
