import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

it('leaves to the router what no service claims', async () => {
  const options = await fetch(`${server.endpoint}/bucket/key`, { method: 'OPTIONS' });
  expect(options.status).toBeGreaterThanOrEqual(400);
  const form = await fetch(server.endpoint, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' }),
  });
  expect([form.status, await form.text()]).toEqual([200, expect.stringContaining('<Account>000000000000</Account>')]);
});

it('answers errors in the protocol of the service, and the connection goes on', async () => {
  for (let round = 0; round < 2; round++) {
    const body = new FormData();
    body.append('key', 'a');
    body.append('file', new Blob(['x'.repeat(200_000)]), 'a.txt');
    const response = await fetch(`${server.endpoint}/absent`, { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([
      404,
      expect.stringContaining('<Code>NoSuchBucket</Code>'),
    ]);
  }
  expect(server.errors).toEqual([]);
});
