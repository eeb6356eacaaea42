import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createQueue, receiveMessages } from '../support/queues.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { startUnrulyEndpoint } from '../support/unruly-endpoint.ts';
import type { Manner, UnrulyEndpoint } from '../support/unruly-endpoint.ts';

/** Subscribers that fail, hang or lie: each loses its own messages at most, to its dead-letter queue. */
let server: Server;
let sns: SNS;
let sqs: SQS;
const endpoints: UnrulyEndpoint[] = [];

beforeAll(async () => {
  server = await startServer(['--clock', 'virtual']);
  sns = new SNS(server.client());
  sqs = new SQS(server.client());
});

afterAll(async () => {
  for (const endpoint of endpoints) endpoint.close();
  sns.destroy();
  sqs.destroy();
  await server.stop();
});

/** A topic with the unruly endpoint and a well-behaved queue, and the queue of the endpoint's dead letters. */
async function subscribed(name: string) {
  const endpoint = await startUnrulyEndpoint();
  endpoints.push(endpoint);
  const { TopicArn = '' } = await sns.createTopic({ Name: name });
  const dead = await createQueue(sqs, `${name}-dead`, 'sns.amazonaws.com');
  const good = await createQueue(sqs, `${name}-good`, 'sns.amazonaws.com');
  await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: good.arn, Attributes: { RawMessageDelivery: 'true' } });
  await sns.subscribe({
    TopicArn,
    Protocol: 'http',
    Endpoint: endpoint.url,
    Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) },
  });
  await endpoint.received(1);
  const Token = /"Token"\s*:\s*"(\w+)"/.exec(endpoint.requests[0] ?? '')?.[1] ?? '';
  await sns.confirmSubscription({ TopicArn, Token });
  return { endpoint, TopicArn, dead, good };
}

const head = 'HTTP/1.1 200 OK\r\n';
const failing: Record<string, { manner: Manner; tries: number }> = {
  'closes the connection': { manner: (socket) => socket.destroy(), tries: 4 },
  'does not speak HTTP': { manner: (socket) => socket.end('220 mail.example.com ESMTP\r\n'), tries: 4 },
  'stops amid its head': { manner: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le'), tries: 4 },
  'sends an endless head': {
    manner: (socket) => socket.write(`${head}${'x-padding: 0123456789abcdef\r\n'.repeat(40_000)}`),
    tries: 4,
  },
  'sends the message elsewhere': {
    manner: (socket) => socket.end('HTTP/1.1 307 Temporary Redirect\r\nlocation: /trap\r\ncontent-length: 0\r\n\r\n'),
    tries: 1,
  },
  'says that it is gone': {
    manner: (socket) => socket.end('HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n'),
    tries: 1,
  },
};

test.each(Object.entries(failing))('an endpoint that %s gets its tries, others their messages', async (what, kind) => {
  const { endpoint, TopicArn, dead, good } = await subscribed(`failing-${what.replaceAll(/\W/g, '-')}`);
  endpoint.manner = kind.manner;
  await sns.publish({ TopicArn, Message: 'm' });
  const [received] = await receiveMessages(sqs, good, 1);
  expect(received?.Body).toBe('m');
  await endpoint.received(2);
  await server.advance(3600);
  const [letter] = await receiveMessages(sqs, dead, 1);
  expect(JSON.parse(letter?.Body ?? '{}')).toMatchObject({ Type: 'Notification', TopicArn, Message: 'm' });
  expect(endpoint.requests).toHaveLength(1 + kind.tries);
  expect(endpoint.requests.filter((request) => request.startsWith('POST /trap'))).toEqual([]);
});

const lying: Record<string, Manner> = {
  'promises a longer body than it sends': (socket) => socket.end(`${head}content-length: 1000000\r\n\r\nshort`),
  'never ends its body': (socket) => {
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
    const pour = setInterval(() => socket.write('5\r\nhello\r\n'), 10);
    socket.on('close', () => clearInterval(pour));
  },
  'claims to be compressed': (socket) => socket.end(`${head}content-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope`),
};

test.each(Object.entries(lying))('only the status counts where an endpoint %s', async (what, manner) => {
  const { endpoint, TopicArn, dead } = await subscribed(`lying-${what.replaceAll(/\W/g, '-')}`);
  endpoint.manner = manner;
  await sns.publish({ TopicArn, Message: 'm' });
  await endpoint.received(2);
  await server.advance(3600);
  const { Attributes } = await sqs.getQueueAttributes({
    QueueUrl: dead.url,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
  expect(endpoint.requests).toHaveLength(2);
});

test(
  'an endpoint that never answers is given up after its time, and holds nobody up',
  { timeout: 60_000 },
  async () => {
    const { endpoint, TopicArn, good } = await subscribed('silent');
    endpoint.manner = () => undefined;
    for (const Message of ['a', 'b', 'c']) await sns.publish({ TopicArn, Message });
    const bodies = (await receiveMessages(sqs, good, 3)).map(({ Body }) => Body);
    expect(new Set(bodies)).toEqual(new Set(['a', 'b', 'c']));
    await endpoint.received(2);
    const answered = new Set<string | undefined>();
    endpoint.manner = (socket) => {
      answered.add(/"Message"\s*:\s*"(\w)"/.exec(endpoint.requests.at(-1) ?? '')?.[1]);
      socket.end(`${head}content-length: 0\r\nconnection: close\r\n\r\n`);
    };
    // The time that an endpoint has is real; the delay until the next try is virtual.
    while (answered.size < 3) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await server.advance(30);
    }
    expect(answered).toEqual(new Set(['a', 'b', 'c']));
  },
);
