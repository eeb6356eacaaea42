import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVerify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomesOf } from './store/subscriptions.ts';
import { startTestSns } from './testing.ts';
import type { TestSns } from './testing.ts';

interface Post {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = (post: Post, response: ServerResponse) => void;

let cloud: TestSns;
let web: Server;
let base: string;
const posts: Post[] = [];
const answers = new Map<string, Answer>();

beforeAll(async () => {
  cloud = await startTestSns({ clock: 'virtual' });
  web = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const post = { path: request.url ?? '', headers: request.headers, body };
      posts.push(post);
      const answer = answers.get(post.path);
      if (answer) answer(post, response);
      else response.end();
    });
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await cloud.stop();
  web.closeAllConnections();
  web.close();
});

async function postsTo(path: string): Promise<Post[]> {
  await cloud.settled();
  return posts.filter((post) => post.path === path);
}

const parsed = (post: Post | undefined) => JSON.parse(post?.body ?? '{}') as Record<string, string>;

/** A subscription that its endpoint has confirmed by opening the link that it was sent. */
async function confirmed(name: string, Attributes: Record<string, string> = {}, topic: Record<string, string> = {}) {
  const { sns } = cloud.calls;
  const { TopicArn = '' } = await sns.CreateTopic({ Name: name, Attributes: topic });
  const path = `/${name}`;
  const usual = answers.get(path);
  answers.delete(path);
  await sns.Subscribe({ TopicArn, Protocol: 'http', Endpoint: base + path, Attributes });
  const [asked] = await postsTo(path);
  expect((await fetch(parsed(asked)['SubscribeURL'] ?? '')).status).toBe(200);
  posts.length = 0;
  if (usual) answers.set(path, usual);
  const { Subscriptions = [] } = await sns.ListSubscriptionsByTopic({ TopicArn });
  return { TopicArn, path, SubscriptionArn: Subscriptions[0]?.SubscriptionArn ?? '' };
}

/** As a subscriber does: with the certificate at the URL in the message. */
async function verifies(message: Record<string, string>, algorithm: string): Promise<boolean> {
  const names =
    message['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.filter((name) => name in message).map((name) => `${name}\n${message[name]}\n`);
  const pem = await (await fetch(message['SigningCertURL'] ?? '')).text();
  const { publicKey } = new X509Certificate(pem);
  return createVerify(algorithm)
    .update(text.join(''))
    .verify(publicKey, message['Signature'] ?? '', 'base64');
}

describe('a subscription of a web server', () => {
  test('waits until its link is opened', async () => {
    const { sns } = cloud.calls;
    const { TopicArn = '' } = await sns.CreateTopic({ Name: 'asking' });
    const input = { TopicArn, Protocol: 'http', Endpoint: `${base}/asking` };
    expect(await sns.Subscribe(input)).toEqual({ SubscriptionArn: 'pending confirmation' });
    const [asked] = await postsTo('/asking');
    expect(asked?.headers).toMatchObject({
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'x-amz-sns-topic-arn': TopicArn,
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
    });
    const message = parsed(asked);
    expect(await verifies(message, 'RSA-SHA1')).toBe(true);
    await sns.Publish({ TopicArn, Message: 'too early' });
    expect(await postsTo('/asking')).toHaveLength(1);
    const listed = await sns.ListSubscriptionsByTopic({ TopicArn });
    expect(listed.Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation' }]);
    const answer = await (await fetch(message['SubscribeURL'] ?? '')).text();
    expect(answer).toContain('<ConfirmSubscriptionResponse');
    await sns.Publish({ TopicArn, Message: 'now' });
    const [, delivered] = await postsTo('/asking');
    expect(parsed(delivered)['Message']).toBe('now');
    const again = await sns.ConfirmSubscription({ TopicArn, Token: message['Token'] ?? '' });
    expect(again.SubscriptionArn).toContain(TopicArn);
    await expect(sns.ConfirmSubscription({ TopicArn, Token: 'x' })).rejects.toThrow('Invalid parameter: Token');
  });

  test('that nobody confirms is gone after two days', async () => {
    const { sns } = cloud.calls;
    const { TopicArn = '' } = await sns.CreateTopic({ Name: 'ignored' });
    await sns.Subscribe({ TopicArn, Protocol: 'http', Endpoint: `${base}/ignored` });
    await cloud.clock.advance(47 * 3_600_000);
    expect((await sns.ListSubscriptionsByTopic({ TopicArn })).Subscriptions).toHaveLength(1);
    await cloud.clock.advance(2 * 3_600_000);
    expect((await sns.ListSubscriptionsByTopic({ TopicArn })).Subscriptions).toHaveLength(0);
  });

  test('ends by the link in its messages, and comes back by the one in the farewell', async () => {
    const { TopicArn, path, SubscriptionArn } = await confirmed('leaving');
    const { sns } = cloud.calls;
    await sns.Publish({ TopicArn, Message: 'one' });
    const [delivered] = await postsTo(path);
    expect(delivered?.headers['x-amz-sns-subscription-arn']).toBe(SubscriptionArn);
    await fetch(parsed(delivered)['UnsubscribeURL'] ?? '');
    const [, farewell] = await postsTo(path);
    expect(farewell?.headers['x-amz-sns-message-type']).toBe('UnsubscribeConfirmation');
    expect(await verifies(parsed(farewell), 'RSA-SHA1')).toBe(true);
    await sns.Publish({ TopicArn, Message: 'two' });
    expect(await postsTo(path)).toHaveLength(2);
    await fetch(parsed(farewell)['SubscribeURL'] ?? '');
    await sns.Publish({ TopicArn, Message: 'three' });
    expect(parsed((await postsTo(path))[2])['Message']).toBe('three');
    await sns.Unsubscribe({ SubscriptionArn });
    await sns.Unsubscribe({ SubscriptionArn });
    expect((await sns.ListSubscriptionsByTopic({ TopicArn })).Subscriptions).toEqual([]);
  });

  test('does not end by a link where its owner asked for authentication', async () => {
    const { sns } = cloud.calls;
    const { TopicArn = '' } = await sns.CreateTopic({ Name: 'strict' });
    await sns.Subscribe({ TopicArn, Protocol: 'http', Endpoint: `${base}/strict` });
    const [asked] = await postsTo('/strict');
    const Token = parsed(asked)['Token'] ?? '';
    await sns.ConfirmSubscription({ TopicArn, Token, AuthenticateOnUnsubscribe: 'true' });
    await sns.Publish({ TopicArn, Message: 'one' });
    const [, delivered] = await postsTo('/strict');
    const refused = await fetch(parsed(delivered)['UnsubscribeURL'] ?? '');
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('<Code>AuthorizationError</Code>');
  });
});

describe('signatures', () => {
  test.each([
    ['1', 'RSA-SHA1'],
    ['2', 'RSA-SHA256'],
  ])('of version %s verify with the certificate that is served', async (SignatureVersion, algorithm) => {
    const { TopicArn, path } = await confirmed(`signed${SignatureVersion}`, {}, { SignatureVersion });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'zażółć', Subject: 'Subject' });
    const [post] = await postsTo(path);
    const message = parsed(post);
    expect(message['SignatureVersion']).toBe(SignatureVersion);
    expect(await verifies(message, algorithm)).toBe(true);
    expect(await verifies({ ...message, Message: 'forged' }, algorithm)).toBe(false);
  });
});

describe('an endpoint', () => {
  test('that fails is tried again three times, 20 seconds apart, then the message is a dead letter', async () => {
    const dead = await cloud.createQueue('web-dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
    const { TopicArn, path } = await confirmed('failing', { RedrivePolicy });
    answers.set(path, (_post, response) => response.writeHead(503).end());
    await cloud.calls.sns.Publish({ TopicArn, Message: 'm' });
    for (const tries of [1, 2, 3, 4]) {
      expect(await postsTo(path)).toHaveLength(tries);
      await cloud.clock.advance(20_000);
    }
    await cloud.clock.advance(3_600_000);
    expect(await postsTo(path)).toHaveLength(4);
    const [letter] = await cloud.drain(dead.url);
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ Type: 'Notification', Message: 'm' });
  });

  test('that recovers gets its message', async () => {
    const { TopicArn, path } = await confirmed('recovering');
    answers.set(path, (_post, response) => response.writeHead(500).end());
    await cloud.calls.sns.Publish({ TopicArn, Message: 'm' });
    expect(await postsTo(path)).toHaveLength(1);
    answers.delete(path);
    await cloud.clock.advance(3_600_000);
    const [first, second, ...others] = await postsTo(path);
    expect(second?.headers['x-amz-sns-message-id']).toBe(first?.headers['x-amz-sns-message-id']);
    expect(others).toEqual([]);
  });

  test.each([
    ['404', 404],
    ['301', 301],
  ])('that answers %s is not tried again, nor is its redirect followed', async (name, status) => {
    const { TopicArn, path } = await confirmed(`status${name}`);
    answers.set(path, (_post, response) => response.writeHead(status, { location: `${base}/elsewhere` }).end());
    await cloud.calls.sns.Publish({ TopicArn, Message: 'm' });
    await cloud.clock.advance(3_600_000);
    expect(await postsTo(path)).toHaveLength(1);
    expect(await postsTo('/elsewhere')).toEqual([]);
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsFailed')).toBe(1);
  });

  test('that lies about its answer has still taken the message', async () => {
    const { TopicArn, path } = await confirmed('lying');
    answers.set(path, (_post, response) => {
      response.writeHead(200, { 'content-length': '1000000' }).write('short');
      response.flushHeaders();
    });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'm' });
    await cloud.clock.advance(3_600_000);
    expect(await postsTo(path)).toHaveLength(1);
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsFailed')).toBe(0);
  });

  test('that hangs up or is not there counts as failing', async () => {
    const retry = { healthyRetryPolicy: { numRetries: 2, numNoDelayRetries: 2 } };
    const { TopicArn, path } = await confirmed('hanging-up', { DeliveryPolicy: JSON.stringify(retry) });
    answers.set(path, (_post, response) => response.destroy());
    await cloud.calls.sns.Publish({ TopicArn, Message: 'm' });
    expect(await postsTo(path)).toHaveLength(3);
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsFailed')).toBe(1);
  });

  test('that does not answer fails after 15 seconds, and does not hold up the others', async () => {
    const noRetry = JSON.stringify({ healthyRetryPolicy: { numRetries: 0 } });
    const { TopicArn, path } = await confirmed('hanging', { DeliveryPolicy: noRetry });
    const { TopicArn: other } = await confirmed('quick');
    answers.set(path, () => undefined);
    const { sns } = cloud.calls;
    await sns.Publish({ TopicArn, Message: 'm' });
    const quick = new Promise<void>((resolve) =>
      answers.set('/quick', (_post, response) => {
        response.end();
        resolve();
      }),
    );
    await sns.Publish({ TopicArn: other, Message: 'm' });
    await quick;
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsFailed')).toBe(0);
    await cloud.settled();
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsFailed')).toBe(1);
  });
});

describe('a delivery policy', () => {
  test('sets content type, and raw delivery its header', async () => {
    const DeliveryPolicy = JSON.stringify({ requestPolicy: { headerContentType: 'application/json' } });
    const { TopicArn, path } = await confirmed('raw', { DeliveryPolicy, RawMessageDelivery: 'true' });
    await cloud.calls.sns.Publish({ TopicArn, Message: '{"a":1}' });
    const [post] = await postsTo(path);
    expect(post?.body).toBe('{"a":1}');
    expect(post?.headers).toMatchObject({ 'content-type': 'application/json', 'x-amz-sns-rawdelivery': 'true' });
  });

  test('limits deliveries per second', async () => {
    const DeliveryPolicy = JSON.stringify({ throttlePolicy: { maxReceivesPerSecond: 2 } });
    const { TopicArn, path } = await confirmed('throttled', { DeliveryPolicy });
    await cloud.clock.advance(10_000);
    for (let index = 0; index < 10; index++) await cloud.calls.sns.Publish({ TopicArn, Message: `${index}` });
    const atOnce = (await postsTo(path)).length;
    expect(atOnce).toBeLessThan(5);
    await cloud.clock.advance(1000);
    expect((await postsTo(path)).length - atOnce).toBeLessThanOrEqual(3);
    await cloud.clock.advance(10_000);
    expect(await postsTo(path)).toHaveLength(10);
  });
});
