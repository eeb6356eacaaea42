import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createQueue, receiveMessages } from '../support/queues.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { isSignatureValid, startWebEndpoint } from '../support/web-endpoint.ts';
import type { WebEndpoint } from '../support/web-endpoint.ts';

/** Topics with a web server as their subscriber. */
let server: Server;
let sns: SNS;
let sqs: SQS;
const endpoints: WebEndpoint[] = [];

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

async function subscribed(Name: string, topic: Record<string, string> = {}, Attributes: Record<string, string> = {}) {
  const endpoint = await startWebEndpoint();
  endpoints.push(endpoint);
  const { TopicArn = '' } = await sns.createTopic({ Name, Attributes: topic });
  const { SubscriptionArn } = await sns.subscribe({ TopicArn, Protocol: 'http', Endpoint: endpoint.url, Attributes });
  expect(SubscriptionArn).toBe('pending confirmation');
  return { endpoint, TopicArn, asked: await endpoint.next() };
}

async function confirmed(name: string, topic: Record<string, string> = {}, subscription: Record<string, string> = {}) {
  const { endpoint, TopicArn, asked } = await subscribed(name, topic, subscription);
  const answer = await fetch(asked.message['SubscribeURL'] ?? '');
  const SubscriptionArn = /<SubscriptionArn>(.+)<\/SubscriptionArn>/.exec(await answer.text())?.[1] ?? '';
  expect(SubscriptionArn.startsWith(`${TopicArn}:`)).toBe(true);
  return { endpoint, TopicArn, SubscriptionArn };
}

test.each(['1', '2'])('asks for consent, then delivers what is signed with version %s', async (SignatureVersion) => {
  const { endpoint, TopicArn, asked } = await subscribed(`signed-${SignatureVersion}`, { SignatureVersion });
  expect(asked.headers).toMatchObject({
    'x-amz-sns-message-type': 'SubscriptionConfirmation',
    'x-amz-sns-topic-arn': TopicArn,
    'x-amz-sns-message-id': asked.message['MessageId'],
  });
  expect(await isSignatureValid(asked.message)).toBe(true);
  const { SubscriptionArn } = await sns.confirmSubscription({ TopicArn, Token: asked.message['Token'] });
  await sns.publish({ TopicArn, Message: 'zażółć\n"🎈"', Subject: 'Subject' });
  const { headers, message } = await endpoint.next();
  expect(headers).toMatchObject({
    'x-amz-sns-message-type': 'Notification',
    'x-amz-sns-subscription-arn': SubscriptionArn,
    'content-type': 'text/plain; charset=UTF-8',
  });
  expect(message).toMatchObject({ Message: 'zażółć\n"🎈"', SignatureVersion });
  expect(await isSignatureValid(message)).toBe(true);
  expect(await isSignatureValid({ ...message, Message: 'forged' })).toBe(false);
});

test('delivers bare messages', async () => {
  const { endpoint, TopicArn } = await confirmed('bare', {}, { RawMessageDelivery: 'true' });
  await sns.publish({ TopicArn, Message: '{"a":1}' });
  const { headers, body } = await endpoint.next();
  expect(body).toBe('{"a":1}');
  expect(headers).toMatchObject({ 'x-amz-sns-rawdelivery': 'true' });
});

test('tries again until the endpoint is well', async () => {
  const { endpoint, TopicArn } = await confirmed('recovering');
  endpoint.answers.push(500, 503);
  await sns.publish({ TopicArn, Message: 'm' });
  const first = await endpoint.next();
  await server.advance(60);
  const others = [await endpoint.next(), await endpoint.next()];
  expect(others.map(({ message }) => message['MessageId'])).toEqual(Array(2).fill(first.message['MessageId']));
});

test('gives up, and leaves a dead letter', async () => {
  const dead = await createQueue(sqs, 'http-dead', 'sns.amazonaws.com');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
  const { endpoint, TopicArn } = await confirmed('dying', {}, { RedrivePolicy });
  endpoint.answers.push(...Array<number>(10).fill(500));
  await sns.publish({ TopicArn, Message: 'm' });
  await endpoint.next();
  await server.advance(3600);
  const [letter] = await receiveMessages(sqs, dead, 1);
  expect(JSON.parse(letter?.Body ?? '{}')).toMatchObject({ Type: 'Notification', TopicArn, Message: 'm' });
  expect(endpoint.answers).toHaveLength(10 - 4);
});

test('ends by the link in a message, and says so', async () => {
  const { endpoint, TopicArn } = await confirmed('leaving');
  await sns.publish({ TopicArn, Message: 'one' });
  const { message } = await endpoint.next();
  expect((await fetch(message['UnsubscribeURL'] ?? '')).status).toBe(200);
  const farewell = await endpoint.next();
  expect(farewell.headers['x-amz-sns-message-type']).toBe('UnsubscribeConfirmation');
  expect(await isSignatureValid(farewell.message)).toBe(true);
  const { Subscriptions } = await sns.listSubscriptionsByTopic({ TopicArn });
  expect(Subscriptions).toMatchObject([{ SubscriptionArn: 'Deleted' }]);
  await sns.publish({ TopicArn, Message: 'two' });
  await fetch(farewell.message['SubscribeURL'] ?? '');
  await sns.publish({ TopicArn, Message: 'three' });
  expect((await endpoint.next()).message['Message']).toBe('three');
});
