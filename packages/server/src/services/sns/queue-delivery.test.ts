import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomesOf } from './store/subscriptions.ts';
import { account, bodiesOf, region, startTestSns, subscribeQueue } from './testing.ts';
import type { TestSns } from './testing.ts';

let cloud: TestSns;

beforeAll(async () => {
  cloud = await startTestSns({ clock: 'virtual' });
});
afterAll(async () => {
  await cloud.stop();
});

describe('a notification in a queue', () => {
  test('is the signed JSON of AWS', async () => {
    const { TopicArn, SubscriptionArn, queue } = await subscribeQueue(cloud);
    const MessageAttributes = {
      city: { DataType: 'String', StringValue: '서울' },
      blob: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2) },
    };
    const published = await cloud.calls.sns.Publish({
      TopicArn,
      Message: 'hello "you"',
      Subject: 'Hi',
      MessageAttributes,
    });
    const [message] = await cloud.drain(queue.url);
    expect(message?.messageAttributes).toEqual({});
    const notification = JSON.parse(message?.body ?? '') as Record<string, unknown>;
    expect(Object.keys(notification)).toEqual([
      'Type',
      'MessageId',
      'TopicArn',
      'Subject',
      'Message',
      'Timestamp',
      'SignatureVersion',
      'Signature',
      'SigningCertURL',
      'UnsubscribeURL',
      'MessageAttributes',
    ]);
    expect(notification).toMatchObject({
      Type: 'Notification',
      MessageId: published.MessageId,
      TopicArn,
      Subject: 'Hi',
      Message: 'hello "you"',
      SignatureVersion: '1',
      UnsubscribeURL: expect.stringContaining(`Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`) as string,
      MessageAttributes: { city: { Type: 'String', Value: '서울' }, blob: { Type: 'Binary', Value: 'AQI=' } },
    });
  });

  test('is the bare message with raw delivery', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud, { subscription: { RawMessageDelivery: 'true' } });
    const MessageAttributes = { size: { DataType: 'Number', StringValue: '3' } };
    await cloud.calls.sns.Publish({ TopicArn, Message: 'raw', MessageAttributes });
    const [message] = await cloud.drain(queue.url);
    expect(message).toMatchObject({ body: 'raw', messageAttributes: MessageAttributes });
  });

  test('takes the text for its protocol', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud, { subscription: { RawMessageDelivery: 'true' } });
    const Message = JSON.stringify({ default: 'all', sqs: 'queues', ignored: 1 });
    await cloud.calls.sns.Publish({ TopicArn, Message, MessageStructure: 'json' });
    expect(bodiesOf(await cloud.drain(queue.url))).toEqual(['queues']);
  });

  test('is filtered by attributes or body', async () => {
    const raw = { RawMessageDelivery: 'true' };
    const { TopicArn, queue, SubscriptionArn } = await subscribeQueue(cloud, {
      subscription: { ...raw, FilterPolicy: '{"kind":["a"]}' },
    });
    const { sns } = cloud.calls;
    const attribute = (StringValue: string) => ({ kind: { DataType: 'String', StringValue } });
    await sns.Publish({ TopicArn, Message: 'yes', MessageAttributes: attribute('a') });
    await sns.Publish({ TopicArn, Message: 'no', MessageAttributes: attribute('b') });
    expect(bodiesOf(await cloud.drain(queue.url))).toEqual(['yes']);
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue });
    await set('FilterPolicyScope', 'MessageBody');
    await set('FilterPolicy', '{"kind":{"name":["a"]}}');
    await sns.Publish({ TopicArn, Message: '{"kind":{"name":"a"}}' });
    await sns.Publish({ TopicArn, Message: 'no JSON' });
    expect(bodiesOf(await cloud.drain(queue.url))).toEqual(['{"kind":{"name":"a"}}']);
    await expect(set('FilterPolicyScope', 'MessageAttributes')).rejects.toThrow(
      'does not support nested filter policy',
    );
  });

  test('that no filter can look into holds up no other', async () => {
    const { TopicArn } = await subscribeQueue(cloud, {
      subscription: { FilterPolicyScope: 'MessageBody', FilterPolicy: '{"a":["x"]}' },
    });
    const byList = await cloud.createQueue('by-list');
    const plain = await cloud.createQueue('plain');
    const { sns } = cloud.calls;
    const Attributes = { FilterPolicy: '{"list":["x"]}' };
    await sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: byList.arn, Attributes });
    await sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: plain.arn });
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    await sns.Publish({ TopicArn, Message: `{"a":${deep}}` });
    const list = { DataType: 'String.Array', StringValue: deep };
    await sns.Publish({ TopicArn, Message: 'm', MessageAttributes: { list } });
    expect(await cloud.drain(plain.url)).toHaveLength(2);
    expect(await cloud.drain(byList.url)).toEqual([]);
  });

  test('keeps what is meant for SNS itself to itself', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud, { subscription: { RawMessageDelivery: 'true' } });
    const MessageAttributes = {
      'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
      'AWS.MM.SMS.EntityId': { DataType: 'String', StringValue: '1' },
      mine: { DataType: 'String', StringValue: 'x' },
    };
    await cloud.calls.sns.Publish({ TopicArn, Message: 'm', MessageAttributes });
    const [message] = await cloud.drain(queue.url);
    expect(Object.keys(message?.messageAttributes ?? {})).toEqual(['mine']);
  });

  test('may have a subject in any language', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud);
    await cloud.calls.sns.Publish({ TopicArn, Message: 'm', Subject: '안녕' });
    const [message] = await cloud.drain(queue.url);
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ Subject: '안녕' });
  });

  test('is sent to a standard queue with its group', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud, { subscription: { RawMessageDelivery: 'true' } });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'fair', MessageGroupId: 'tenant' });
    expect((await cloud.drain(queue.url))[0]?.attributes).toMatchObject({ MessageGroupId: 'tenant' });
  });
});

describe('a queue that does not let SNS in', () => {
  const closed = {
    Version: '2012-10-17',
    Statement: { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' },
  };

  test('gets nothing, and the failure is counted', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud, { policy: closed });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'lost' });
    expect(await cloud.drain(queue.url)).toEqual([]);
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsFailed')).toBe(1);
  });

  test('sends to the dead-letter queue of the subscription', async () => {
    const dead = await cloud.createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
    const { TopicArn } = await subscribeQueue(cloud, {
      policy: closed,
      subscription: { RedrivePolicy, RawMessageDelivery: 'true' },
    });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'saved' });
    expect(bodiesOf(await cloud.drain(dead.url))).toEqual(['saved']);
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsRedrivenToDlq')).toBe(1);
  });

  test('as one that is not there', async () => {
    const dead = await cloud.createQueue('dead2');
    const { TopicArn = '' } = await cloud.calls.sns.CreateTopic({ Name: 'nowhere' });
    const Attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }), RawMessageDelivery: 'true' };
    const Endpoint = `arn:aws:sqs:${region}:${account}:none`;
    await cloud.calls.sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint, Attributes });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'saved' });
    expect(bodiesOf(await cloud.drain(dead.url))).toEqual(['saved']);
  });
});

test('a function is said to be not implemented, and its notifications are dead letters', async () => {
  const dead = await cloud.createQueue('dead3');
  const { TopicArn = '' } = await cloud.calls.sns.CreateTopic({ Name: 'functions' });
  const Attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) };
  const Endpoint = `arn:aws:lambda:${region}:${account}:function:f`;
  await cloud.calls.sns.Subscribe({ TopicArn, Protocol: 'lambda', Endpoint, Attributes });
  await cloud.calls.sns.Publish({ TopicArn, Message: 'event' });
  expect(await cloud.drain(dead.url)).toHaveLength(1);
});
