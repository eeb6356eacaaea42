import { CreateTopicCommand, ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead';

let server: TestServer;
let sns: SNSClient;
let subscriptions: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer();
  sns = new SNSClient(server.client);
  subscriptions = new ResourceHarness(server, 'AWS::SNS::Subscription', 'Arn');
});

afterAll(() => server.stop());

afterEach(({ expect }) => expect(server.errors).toEqual([]));

async function createTopic(Name: string): Promise<string> {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name }));
  return TopicArn;
}

it('is made, read, changed and deleted', async () => {
  const TopicArn = await createTopic('followed');
  const base = { TopicArn, Protocol: 'sqs', Endpoint: queue };
  const properties = {
    ...base,
    Region: 'us-east-1',
    FilterPolicy: { colour: ['red'] },
    FilterPolicyScope: 'MessageAttributes',
    RawMessageDelivery: true,
    RedrivePolicy: { deadLetterTargetArn },
  };
  const first = await subscriptions.create(properties);
  expect(first.physicalId).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
  expect(await subscriptions.read(first)).toEqual({ ...properties, Arn: first.physicalId });

  const nested = { ...base, FilterPolicyScope: 'MessageBody', FilterPolicy: { item: { colour: ['blue'] } } };
  const second = await subscriptions.update(first, nested);
  expect(await subscriptions.read(second)).toEqual({ ...nested, RawMessageDelivery: false, Arn: first.physicalId });

  const flat = { ...base, FilterPolicy: JSON.stringify({ colour: ['green'] }) };
  const third = await subscriptions.update(second, flat);
  expect(await subscriptions.read(third)).toMatchObject({
    FilterPolicyScope: 'MessageAttributes',
    FilterPolicy: { colour: ['green'] },
  });

  expect(await subscriptions.list()).toContainEqual({ Arn: first.physicalId });
  const bare = await subscriptions.update(third, base);
  const defaults = { FilterPolicyScope: 'MessageAttributes', RawMessageDelivery: false };
  expect(await subscriptions.read(bare)).toEqual({ ...base, ...defaults, Arn: first.physicalId });
  await subscriptions.delete(bare);
  expect(await subscriptions.read(bare)).toBeUndefined();
  await subscriptions.delete(bare);
});

it('that nobody has confirmed has an ARN, and is left to expire', async () => {
  const TopicArn = await createTopic('asked');
  const email = await subscriptions.create({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' });
  expect(email.physicalId).toMatch(new RegExp(`^${TopicArn}:`));
  await subscriptions.delete(email);
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation' }]);
});

it('of a web server has a delivery policy', async () => {
  const TopicArn = await createTopic('web');
  const base = { TopicArn, Protocol: 'https', Endpoint: 'https://example.com/hook' };
  const DeliveryPolicy = { healthyRetryPolicy: { numRetries: 5, minDelayTarget: 1, maxDelayTarget: 5 } };
  const hook = await subscriptions.create({ ...base, DeliveryPolicy });
  expect(await subscriptions.read(hook)).toMatchObject({ DeliveryPolicy });
  const bare = await subscriptions.update(hook, base);
  expect(await subscriptions.read(bare)).not.toHaveProperty('DeliveryPolicy');
});

it('of a topic that is not there, or in another region, is refused', async () => {
  const TopicArn = await createTopic('near');
  const base = { Protocol: 'sqs', Endpoint: queue };
  await expect(subscriptions.create({ ...base, TopicArn: `${TopicArn}-not` })).rejects.toThrow('Topic does not exist');
  await expect(subscriptions.create({ ...base, TopicArn, Region: 'eu-west-1' })).rejects.toThrow(
    'Invalid parameter: TopicArn',
  );
});

it('does not outlive its topic', async () => {
  const topics = new ResourceHarness(server, 'AWS::SNS::Topic', 'TopicArn');
  const topic = await topics.create({ TopicName: 'short' });
  const held = await subscriptions.create({ TopicArn: topic.physicalId, Protocol: 'sqs', Endpoint: queue });
  await topics.delete(topic);
  await subscriptions.delete(held);
  expect(await subscriptions.read(held)).toBeUndefined();
});
