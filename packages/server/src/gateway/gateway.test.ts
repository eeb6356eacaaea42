import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

const json = { 'content-type': 'application/x-amz-json-1.0' };

function sqs(
  operation: string,
  input: object | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = input instanceof Uint8Array ? input : JSON.stringify(input);
  const target = { 'x-amz-target': `AmazonSQS.${operation}` };
  return fetch(server.endpoint, { method: 'POST', headers: { ...json, ...target, ...headers }, body });
}

function query(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(server.endpoint, { method: 'POST', headers, body: new URLSearchParams(form) });
}

test('a 12-digit access key is the account, and the signature names the region', async () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0';
  const created = await sqs('CreateQueue', { QueueName: 'scoped' }, { authorization });
  expect(await created.json()).toEqual({ QueueUrl: `${server.endpoint}/123456789012/scoped` });
  expect((await sqs('GetQueueUrl', { QueueName: 'scoped' })).status).toBe(400);
});

test('operations and services that are not here answer 501 and are named', async () => {
  const topics = await query({ Action: 'ListHostedZones', Version: '2013-04-01' }).then((r) => r.status);
  expect(topics).toBeGreaterThanOrEqual(400);
  const cloud9 = await fetch(server.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCloud9WorkspaceManagementService.ListEnvironments',
    },
    body: '{}',
  });
  expect(cloud9.status).toBe(501);
  expect(await cloud9.text()).toContain('cloud9');
});

test('unknown operations answer as the protocol does', async () => {
  const action = await query({ Action: 'NoSuchThing', Version: '2011-06-15' });
  expect(action.status).toBe(400);
  expect(await action.text()).toContain('<Code>InvalidAction</Code>');
  const target = await sqs('NoSuchThing', {});
  expect(target.status).toBe(400);
  expect(await target.json()).toMatchObject({ __type: expect.stringContaining('UnknownOperationException') });
});

test('bodies may be gzipped, and a bomb or a broken one is refused', async () => {
  const gzip = { 'content-encoding': 'gzip' };
  expect((await sqs('CreateQueue', new Uint8Array(gzipSync('{"QueueName":"zipped"}')), gzip)).status).toBe(200);
  expect((await sqs('CreateQueue', new Uint8Array([1, 2, 3]), gzip)).status).toBe(400);
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(300 * 1024 * 1024)));
  expect((await sqs('CreateQueue', bomb, gzip)).status).toBe(413);
});

test('HTTP/2 with prior knowledge is served on the same port', async () => {
  const session = connect(server.endpoint);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/',
    'content-type': 'application/x-www-form-urlencoded',
  });
  stream.end('Action=GetCallerIdentity&Version=2011-06-15');
  expect(await text(stream)).toContain('<Account>000000000000</Account>');
  session.close();
});

test('pages of other sites are not served', async () => {
  const crossSite = { 'sec-fetch-site': 'cross-site' };
  expect((await query({ Action: 'GetCallerIdentity', Version: '2011-06-15' }, crossSite)).status).toBe(403);
  const reset = await fetch(`${server.endpoint}/_madang/reset`, { method: 'POST', headers: crossSite });
  expect(reset.status).toBe(403);
});

test('health tells the services, in its own form and in that of LocalStack', async () => {
  const health = await fetch(`${server.endpoint}/_madang/health`).then((r) => r.json());
  expect(health).toMatchObject({ status: 'running', auth: 'open', services: { sqs: { realism: { runs: 23 } } } });
  const localStack = await fetch(`${server.endpoint}/_localstack/health`).then((r) => r.json());
  expect(localStack).toMatchObject({ services: { sqs: 'available', sts: 'available', iam: 'available' } });
  expect((await fetch(`${server.endpoint}/_madang/nothing`)).status).toBe(404);
  expect((await fetch(`${server.endpoint}/_madang/reset`)).status).toBe(405);
});

test('reset deletes everything, and the server goes on', async () => {
  await sqs('CreateQueue', { QueueName: 'gone' });
  expect((await fetch(`${server.endpoint}/_madang/reset`, { method: 'POST' })).status).toBe(200);
  expect(await sqs('ListQueues', {}).then((r) => r.json())).not.toHaveProperty('QueueUrls.0');
  expect((await sqs('CreateQueue', { QueueName: 'gone' })).status).toBe(200);
});

test('a real clock does not jump, a virtual one does and tells its time', async () => {
  const jump = { method: 'POST', body: '{"advanceSeconds":3600}' };
  expect((await fetch(`${server.endpoint}/_madang/clock`, jump)).status).toBe(409);
  const virtual = await startTestServer({ clock: 'virtual' });
  try {
    const before = virtual.clock.now();
    const answer = await fetch(`${virtual.endpoint}/_madang/clock`, jump);
    expect(await answer.json()).toEqual({ now: new Date(before + 3_600_000).toISOString() });
    expect(virtual.clock.now()).toBe(before + 3_600_000);
    const health = await fetch(`${virtual.endpoint}/_madang/health`);
    expect(Math.abs(Date.parse(health.headers.get('date') ?? '') - virtual.clock.now())).toBeLessThan(1000);
    const wrong = await fetch(`${virtual.endpoint}/_madang/clock`, { method: 'POST', body: '{"advanceSeconds":-1}' });
    expect(wrong.status).toBe(400);
  } finally {
    await virtual.stop();
  }
});

test('nothing of the above was an error of the server', () => {
  expect(server.errors).toEqual([]);
});
