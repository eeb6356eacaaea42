import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { connect } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { abandon, exchange } from '../support/raw-socket.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

const listQueues = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues' };
const createUser = (name: string) => `Action=CreateUser&Version=2010-05-08&UserName=${name}`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** One request over an HTTP/2 session. */
function http2Request(session: ClientHttp2Session, headers: Record<string, string>, body: string | Buffer) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ':path': '/', ...headers });
    let status = 0;
    let text = '';
    stream.on('response', (answer) => (status = answer[':status'] ?? 0));
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    stream.on('end', () => resolve({ status, text }));
    stream.on('error', reject);
    stream.end(body);
  });
}

function textOf(message: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    message.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    message.on('end', () => resolve(text));
  });
}

function post(
  options: RequestOptions,
  body: string | Buffer,
  send = httpRequest,
): Promise<{ message: IncomingMessage; text: string; localPort: number | undefined }> {
  return new Promise((resolve, reject) => {
    const request = send({ method: 'POST', ...options }, (message) => {
      const { localPort } = message.socket;
      void textOf(message).then((text) => resolve({ message, text, localPort }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the plain port', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  test('serves HTTP/2 to clients that know it does, many requests at once', async () => {
    const session = connect(server.endpoint);
    const answers = await Promise.all(Array.from({ length: 20 }, () => http2Request(session, listQueues, '{}')));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 {}']));
    expect(answers).toHaveLength(20);
    const error = await http2Request(
      session,
      { ...listQueues, 'x-amz-target': 'AmazonSQS.GetQueueUrl' },
      '{"QueueName":"none"}',
    );
    expect(error).toMatchObject({ status: 400, text: expect.stringContaining('QueueDoesNotExist') });
    session.close();
  });

  test('keeps connections alive', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const options = { port: server.port, headers: listQueues, agent };
    const ports = new Set<number | undefined>();
    for (let turn = 0; turn < 5; turn++) ports.add((await post(options, '{}')).localPort);
    expect(ports.size).toBe(1);
    agent.destroy();
  });

  test('answers pipelined requests in their order', async () => {
    const one = (name: string) => {
      const body = JSON.stringify({ QueueName: name });
      return `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-amz-json-1.0\r\nx-amz-target: AmazonSQS.CreateQueue\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    };
    const answer = await exchange(server.port, [one('first') + one('second')], /second"/);
    expect(answer.indexOf('/first"')).toBeGreaterThan(0);
    expect(answer.indexOf('/second"')).toBeGreaterThan(answer.indexOf('/first"'));
  });

  test('tells clients that expect 100-continue to go on', async () => {
    const body = createUser('expecting');
    const head = `POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/x-www-form-urlencoded\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`;
    expect(await exchange(server.port, [head], /100 Continue/)).toMatch(/^HTTP\/1\.1 100 Continue/);
    expect(await exchange(server.port, [head, body])).toMatch(/HTTP\/1\.1 200 OK[^]*<UserName>expecting<\/UserName>/);
  });

  test('reads gzip bodies, of JSON and of forms', async () => {
    const zipped = { 'content-encoding': 'gzip' };
    const json = await post(
      { port: server.port, headers: { ...listQueues, ...zipped, 'x-amz-target': 'AmazonSQS.CreateQueue' } },
      gzipSync('{"QueueName":"zipped"}'),
    );
    expect(json.text).toContain('/zipped"');
    const query = await post({ port: server.port, headers: { ...form, ...zipped } }, gzipSync(createUser('zipped')));
    expect(query.text).toContain('<UserName>zipped</UserName>');
    const broken = await post({ port: server.port, headers: { ...listQueues, ...zipped } }, 'not gzip');
    expect(broken.message.statusCode).toBe(400);
  });

  test('reads chunked bodies', async () => {
    const body = '{"QueueName":"chunked"}';
    const chunked = `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/x-amz-json-1.0\r\nx-amz-target: AmazonSQS.CreateQueue\r\ntransfer-encoding: chunked\r\n\r\n5\r\n${body.slice(0, 5)}\r\n${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`;
    expect(await exchange(server.port, [chunked])).toMatch(/HTTP\/1\.1 200 OK[^]*chunked"/);
  });

  describe('survives', () => {
    const line = (text: string) => `${text}\r\nhost: x\r\nconnection: close\r\n`;
    test.each<[string, RegExp, string[]]>([
      ['a request that is not HTTP', /^HTTP\/1\.1 400 /, ['this is not http\r\n\r\n']],
      ['a TLS greeting', /^HTTP\/1\.1 400 /, ['\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n']],
      [
        'two lengths that differ',
        /^HTTP\/1\.1 400 /,
        [`${line('POST / HTTP/1.1')}content-length: 1\r\ncontent-length: 2\r\n\r\nx`],
      ],
      [
        'a length beside chunks',
        /^HTTP\/1\.1 400 /,
        [`${line('POST / HTTP/1.1')}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
      ],
      [
        'a chunk without a size',
        /^HTTP\/1\.1 400 /,
        [`${line('POST / HTTP/1.1')}transfer-encoding: chunked\r\n\r\nzz\r\n`],
      ],
      ['huge headers', /^HTTP\/1\.1 431 /, [`${line('GET / HTTP/1.1')}x-big: ${'x'.repeat(100_000)}\r\n\r\n`]],
      ['a path that is no path', /^HTTP\/1\.1 4\d\d /, [`${line('GET /%zz%ff?%%%=&&=& HTTP/1.1')}\r\n`]],
      ['a bad preface of HTTP/2', /^(?!HTTP\/1\.1 5)/, ['PRI * HTTP/2.0\r\n\r\nXX\r\n\r\nnonsense nonsense nonsense']],
    ])('%s', async (_, status, chunks) => {
      // HTTP/2 answers in frames, or only closes.
      const answer = await exchange(server.port, chunks).catch(() => '');
      expect(answer).toMatch(status);
      expect((await fetch(`${server.endpoint}/_madang/health`)).status).toBe(200);
    });

    test('clients that leave in the middle', async () => {
      const head = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf';
      await Promise.all(Array.from({ length: 20 }, () => abandon(server.port, head)));
      expect((await fetch(`${server.endpoint}/_madang/health`)).status).toBe(200);
    });
  });
});

describe('--tls', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(['--tls']);
  });
  afterAll(() => server.stop());

  test('announces an https endpoint, and queue URLs of it', async () => {
    expect(server.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const sqs = new SQS({ ...server.client(), requestHandler: { httpsAgent: { rejectUnauthorized: false } } });
    expect((await sqs.createQueue({ QueueName: 'secure' })).QueueUrl).toBe(`${server.endpoint}/000000000000/secure`);
    sqs.destroy();
  });

  test('has a certificate for localhost that can be trusted', async () => {
    const socket = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const { raw, subjectaltname } = socket.getPeerCertificate();
    socket.destroy();
    expect(subjectaltname).toMatch(/DNS:localhost\b.*IP Address:127\.0\.0\.1/);
    const ca = `-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----\n`;
    const answer = await post(
      { host: 'localhost', port: server.port, headers: listQueues, ca } as RequestOptions,
      '{}',
      httpsRequest,
    );
    expect(answer.message.statusCode).toBe(200);
  });

  test('speaks HTTP/2 or HTTP/1.1, as ALPN decides', async () => {
    const session = connect(server.endpoint, { rejectUnauthorized: false });
    expect(await http2Request(session, listQueues, '{}')).toMatchObject({ status: 200 });
    expect(session.alpnProtocol).toBe('h2');
    session.close();
    const answer = await post(
      { port: server.port, headers: listQueues, rejectUnauthorized: false } as RequestOptions,
      '{}',
      httpsRequest,
    );
    expect(answer.message.httpVersion).toBe('1.1');
    expect(answer.message.statusCode).toBe(200);
  });
});
