import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../../platform/identity.ts';
import { access } from './access.ts';
import { account, region, startTestSns } from './testing.ts';
import type { TestSns } from './testing.ts';

let cloud: TestSns;

beforeAll(async () => {
  cloud = await startTestSns({ auth: 'iam' });
});
afterAll(async () => {
  await cloud.stop();
});

const s3: Principal = {
  kind: 'service',
  account,
  arn: 's3.amazonaws.com',
  userId: 's3.amazonaws.com',
  service: 's3.amazonaws.com',
};

function callsOfS3(bucket: string) {
  const conditions = { 'aws:SourceArn': `arn:aws:s3:::${bucket}`, 'aws:SourceAccount': account };
  return cloud.platform.callAs({ principal: s3, account, region, conditions });
}

async function createTopic(Name: string, statements: object[] = []): Promise<string> {
  const { TopicArn = '' } = await cloud.calls.sns.CreateTopic({ Name });
  if (statements.length === 0) return TopicArn;
  const Statement = statements.map((statement) => ({ Effect: 'Allow', Resource: TopicArn, ...statement }));
  const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement });
  await cloud.calls.sns.SetTopicAttributes({ TopicArn, AttributeName: 'Policy', AttributeValue });
  return TopicArn;
}

describe('a topic policy', () => {
  test('lets a service publish for one of its resources', async () => {
    const TopicArn = await createTopic('events', [
      {
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::mine' } },
      },
    ]);
    await callsOfS3('mine').sns.Publish({ TopicArn, Message: 'm' });
    await expect(callsOfS3('yours').sns.Publish({ TopicArn, Message: 'm' })).rejects.toMatchObject({
      code: 'AuthorizationError',
      message: expect.stringContaining(`is not authorized to perform: SNS:Publish on resource: ${TopicArn}`) as string,
    });
  });

  test('by default lets no service in', async () => {
    const TopicArn = await createTopic('closed');
    await expect(callsOfS3('mine').sns.Publish({ TopicArn, Message: 'm' })).rejects.toMatchObject({
      code: 'AuthorizationError',
    });
  });

  test('limits subscriptions by protocol and endpoint', async () => {
    const other = cloud.callsOf('444455556666');
    const TopicArn = await createTopic('public', [
      {
        Principal: '*',
        Action: 'sns:Subscribe',
        Condition: {
          StringEquals: { 'sns:Protocol': 'https' },
          StringLike: { 'sns:Endpoint': 'https://*.example.com/*' },
        },
      },
    ]);
    await other.sns.Subscribe({ TopicArn, Protocol: 'https', Endpoint: 'https://a.example.com/x' });
    await expect(
      other.sns.Subscribe({ TopicArn, Protocol: 'https', Endpoint: 'https://evil.example.org/' }),
    ).rejects.toMatchObject({
      code: 'AuthorizationError',
    });
    await expect(other.sns.Subscribe({ TopicArn, Protocol: 'sms', Endpoint: '+4915112345678' })).rejects.toMatchObject({
      code: 'AuthorizationError',
    });
  });
});

test('a batch needs the permission to publish', () => {
  expect(access.PublishBatch?.actions).toEqual(['SNS:Publish']);
});

describe('links without a signature', () => {
  test('confirm and end subscriptions, and nothing else', async () => {
    const { sns } = cloud.calls;
    const TopicArn = await createTopic('linked');
    await sns.Subscribe({ TopicArn, Protocol: 'email', Endpoint: 'ann@example.com' });
    const [asked] = await cloud.outbox();
    const link = /http\S+ConfirmSubscription\S+/.exec(asked?.body ?? '')?.[0] ?? '';
    expect((await fetch(link)).status).toBe(200);
    const { Subscriptions = [] } = await sns.ListSubscriptionsByTopic({ TopicArn });
    const SubscriptionArn = Subscriptions[0]?.SubscriptionArn ?? '';
    expect(SubscriptionArn).toContain(TopicArn);
    const open = (Action: string) =>
      fetch(`${cloud.endpoint}/?Version=2010-03-31&Action=${Action}&SubscriptionArn=${SubscriptionArn}`);
    expect((await open('GetSubscriptionAttributes')).status).toBe(403);
    expect((await open('Unsubscribe')).status).toBe(200);
    expect((await sns.ListSubscriptionsByTopic({ TopicArn })).Subscriptions).toMatchObject([
      { SubscriptionArn: 'Deleted' },
    ]);
  });
});
