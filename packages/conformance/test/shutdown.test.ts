import { mkdirSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/madang.ts';
import { startServer } from '../support/server.ts';

const directory = temporaryDirectory();
afterAll(() => directory.remove());

describe.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s', (signal) => {
  test('ends the server within five seconds, answers a long poll, and loses nothing', async () => {
    const data = ['--data', `${directory.path}/${signal}`];
    const server = await startServer(data);
    const sqs = new SQS(server.client());
    const { QueueUrl } = await sqs.createQueue({ QueueName: 'kept' });
    const empty = (await sqs.createQueue({ QueueName: 'empty' })).QueueUrl;
    const polling = sqs.receiveMessage({ QueueUrl: empty, WaitTimeSeconds: 20 });
    polling.catch(() => undefined);
    // A connection that says nothing, and one in the middle of a request, hold nothing up.
    const idle = [connect(server.port, '127.0.0.1'), connect(server.port, '127.0.0.1')];
    for (const socket of idle) socket.on('error', () => undefined);
    idle[1]?.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    // Sent until the server is gone; whatever was answered must be there afterwards.
    const answered: string[] = [];
    const sending = Array.from({ length: 4 }, async (_, lane) => {
      for (let number = 0; ; number++) {
        const MessageBody = `${lane}-${number}`;
        try {
          await sqs.sendMessage({ QueueUrl, MessageBody });
        } catch {
          return;
        }
        answered.push(MessageBody);
      }
    });
    while (answered.length < 50) await new Promise((resolve) => setImmediate(resolve));
    const start = performance.now();
    const { code, stderr } = await server.stop(signal);
    expect(performance.now() - start).toBeLessThan(5000);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await Promise.all(sending);
    expect((await polling).Messages ?? []).toEqual([]);
    for (const socket of idle) socket.destroy();
    sqs.destroy();

    const again = await startServer(data);
    const later = new SQS(again.client());
    const { Attributes } = await later.getQueueAttributes({
      QueueUrl: `${again.endpoint}/000000000000/kept`,
      AttributeNames: ['All'],
    });
    expect(Number(Attributes?.['ApproximateNumberOfMessages'])).toBeGreaterThanOrEqual(answered.length);
    // Of each lane at most the one request that was under way may be there unanswered.
    expect(Number(Attributes?.['ApproximateNumberOfMessages'])).toBeLessThanOrEqual(answered.length + 4);
    later.destroy();
    await again.stop();
  });
});

test('an upload that is under way comes to its end', async () => {
  const server = await startServer(['--data', join(directory.path, 'upload')]);
  await fetch(`${server.endpoint}/bucket`, { method: 'PUT' });
  const socket = connect(server.port, '127.0.0.1');
  const answered = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1'))).on('close', () => resolve(text));
  });
  socket.write('PUT /bucket/key HTTP/1.1\r\nhost: x\r\ncontent-length: 200000\r\n\r\n');
  socket.write(Buffer.alloc(100_000));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stopping = server.stop();
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.write(Buffer.alloc(100_000));
  expect(await answered).toContain('200 OK');
  expect((await stopping).code).toBe(0);
});

test('an ephemeral server leaves nothing behind', async () => {
  const TMPDIR = join(directory.path, 'temporary');
  mkdirSync(TMPDIR);
  const server = await startServer([], { TMPDIR });
  expect(readdirSync(TMPDIR)).toHaveLength(1);
  expect((await server.stop()).code).toBe(0);
  expect(readdirSync(TMPDIR)).toEqual([]);
});

test('a second signal ends it at once', async () => {
  const server = await startServer();
  const stopping = server.stop();
  process.kill(server.pid, 'SIGTERM');
  expect([0, 1]).toContain((await stopping).code);
});
