import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, region, startTestSns } from './testing.ts';
import type { TestSns } from './testing.ts';

let cloud: TestSns;
let TopicArn: string;

beforeAll(async () => {
  cloud = await startTestSns();
  ({ TopicArn = '' } = await cloud.calls.sns.CreateTopic({ Name: 'wired' }));
});
afterAll(() => cloud.stop());

/** A request over the wire, signed for a region unless none is named. */
async function send(Action: string, members: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ Action, Version: '2010-03-31', ...members }),
  });
  return { status: response.status, body: await response.text() };
}

const signedFor = (where: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${where}/sns/aws4_request, SignedHeaders=host, Signature=0`,
});

test.each(['GetTopicAttributes', 'ListSubscriptionsByTopic', 'Publish', 'DeleteTopic'])(
  '%s knows the topics of its own region only',
  async (action) => {
    const { status, body } = await send(action, { TopicArn, Message: 'm' }, signedFor('us-west-2'));
    expect(status).toBe(400);
    expect(body).toContain('<Message>Invalid parameter: TopicArn</Message>');
  },
);

test('a request without a signature names no region', async () => {
  expect(await send('Publish', { TopicArn, Message: 'm' })).toMatchObject({ status: 200 });
});

test('a confirmation needs a topic and its token', async () => {
  const confirm = async (arn: string) => (await send('ConfirmSubscription', { TopicArn: arn, Token: 'x' })).body;
  expect(await confirm('nonsense')).toContain('Invalid parameter: Topic<');
  expect(await confirm(TopicArn)).toContain('Invalid parameter: Token<');
  expect(await confirm(`${TopicArn}-that-is-not-here`)).toContain('Invalid parameter: Token<');
});

test.each([
  ['Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1', true],
  ['<script>', false],
])('the trace header %s goes on to queues: %s', async (header, isPassedOn) => {
  const queue = await cloud.createQueue(isPassedOn ? 'traced' : 'untraced');
  await cloud.calls.sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn });
  await send('Publish', { TopicArn, Message: 'm' }, { ...signedFor(region), 'x-amzn-trace-id': header });
  const [message] = await cloud.drain(queue.url);
  expect(message?.attributes['AWSTraceHeader']).toBe(isPassedOn ? header : undefined);
});
