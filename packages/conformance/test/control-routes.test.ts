import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let virtual: Server;
let sqs: SQS;

beforeAll(async () => {
  [server, virtual] = await Promise.all([startServer(), startServer(['--clock', 'virtual'])]);
  sqs = new SQS(server.client());
});

afterAll(async () => {
  sqs.destroy();
  await Promise.all([server.stop(), virtual.stop()]);
});

async function ask(of: Server, method: string, path: string, body?: string) {
  const answer = await fetch(`${of.endpoint}${path}`, { method, ...(body !== undefined && { body }) });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    json: (await answer.json()) as Record<string, unknown>,
  };
}

test('GET /_madang/health', async () => {
  const { status, type, json } = await ask(server, 'GET', '/_madang/health');
  expect({ status, type }).toEqual({ status: 200, type: 'application/json' });
  expect(json).toMatchObject({
    status: 'running',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    uptimeSeconds: expect.any(Number),
    auth: 'open',
    pid: server.pid,
    services: { sqs: { realism: { runs: 23 } }, iam: expect.anything(), sts: expect.anything() },
  });
});

test('GET /_localstack/health', async () => {
  const { status, json } = await ask(server, 'GET', '/_localstack/health');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    services: { sqs: 'available', iam: 'available', sts: 'available' },
    version: expect.any(String),
  });
});

test('POST /_madang/reset deletes everything', async () => {
  await sqs.createQueue({ QueueName: 'gone' });
  expect(await ask(server, 'POST', '/_madang/reset')).toMatchObject({ status: 200, json: { status: 'reset' } });
  expect((await sqs.listQueues({})).QueueUrls ?? []).toEqual([]);
});

describe('POST /_madang/clock', () => {
  test('moves a virtual clock', async () => {
    const jump = async (seconds: number) =>
      Date.parse(String((await ask(virtual, 'POST', '/_madang/clock', `{"advanceSeconds":${seconds}}`)).json['now']));
    const before = await jump(0);
    expect(await jump(3600)).toBe(before + 3_600_000);
    expect(await jump(0.5)).toBe(before + 3_600_500);
  });

  test('refuses what is no jump, and a clock that is real', async () => {
    for (const body of ['', 'x', '{}', '{"advanceSeconds":-1}', '{"advanceSeconds":"1"}', '{"advanceSeconds":1e300}']) {
      expect(await ask(virtual, 'POST', '/_madang/clock', body)).toMatchObject({
        status: 400,
        json: { message: expect.stringContaining('advanceSeconds') },
      });
    }
    expect(await ask(server, 'POST', '/_madang/clock', '{"advanceSeconds":1}')).toMatchObject({
      status: 409,
      json: { message: expect.stringContaining('--clock virtual') },
    });
  });
});

test('other paths and methods are refused by name', async () => {
  expect(await ask(server, 'GET', '/_madang/nonsense')).toMatchObject({
    status: 404,
    json: { message: 'There is no GET /_madang/nonsense.' },
  });
  expect(await ask(server, 'GET', '/_madang/reset')).toMatchObject({
    status: 405,
    json: { message: 'There is no GET /_madang/reset.' },
  });
});

test('a page of another site may not command the server', async () => {
  const answer = await fetch(`${server.endpoint}/_madang/reset`, {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  });
  expect(answer.status).toBe(403);
});
