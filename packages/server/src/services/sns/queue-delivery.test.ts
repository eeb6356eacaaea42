import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomesOf } from './store/subscriptions.ts';
import { account, region, startTestSns } from './testing.ts';
import type { TestSns } from './testing.ts';

let cloud: TestSns;
let counter = 0;

beforeAll(async () => {
  cloud = await startTestSns({ clock: 'virtual' });
});
afterAll(async () => {
  await cloud.stop();
});

interface Setting {
  fifo?: true;
  topic?: Record<string, string>;
  subscription?: Record<string, string>;
  policy?: object;
}

/** A topic with a queue that is subscribed to it. */
async function subscribed({ fifo, topic = {}, subscription = {}, policy }: Setting = {}) {
  const name = `t${counter++}${fifo ? '.fifo' : ''}`;
  const { sns } = cloud.calls;
  const Attributes = { ...(fifo && { FifoTopic: 'true' }), ...topic };
  const { TopicArn = '' } = await sns.CreateTopic({ Name: name, Attributes });
  const queue = await cloud.createQueue(name, policy);
  const input = { TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes: subscription };
  const { SubscriptionArn = '' } = await sns.Subscribe(input);
  return { TopicArn, SubscriptionArn, queue };
}

const bodies = (messages: { body: string }[]) => messages.map(({ body }) => body);

describe('a notification in a queue', () => {
  test('is the signed JSON of AWS', async () => {
    const { TopicArn, SubscriptionArn, queue } = await subscribed();
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
    const { TopicArn, queue } = await subscribed({ subscription: { RawMessageDelivery: 'true' } });
    const MessageAttributes = { size: { DataType: 'Number', StringValue: '3' } };
    await cloud.calls.sns.Publish({ TopicArn, Message: 'raw', MessageAttributes });
    const [message] = await cloud.drain(queue.url);
    expect(message).toMatchObject({ body: 'raw', messageAttributes: MessageAttributes });
  });

  test('takes the text for its protocol', async () => {
    const { TopicArn, queue } = await subscribed({ subscription: { RawMessageDelivery: 'true' } });
    const Message = JSON.stringify({ default: 'all', sqs: 'queues', ignored: 1 });
    await cloud.calls.sns.Publish({ TopicArn, Message, MessageStructure: 'json' });
    expect(bodies(await cloud.drain(queue.url))).toEqual(['queues']);
  });

  test('is filtered by attributes or body', async () => {
    const raw = { RawMessageDelivery: 'true' };
    const { TopicArn, queue, SubscriptionArn } = await subscribed({
      subscription: { ...raw, FilterPolicy: '{"kind":["a"]}' },
    });
    const { sns } = cloud.calls;
    const attribute = (StringValue: string) => ({ kind: { DataType: 'String', StringValue } });
    await sns.Publish({ TopicArn, Message: 'yes', MessageAttributes: attribute('a') });
    await sns.Publish({ TopicArn, Message: 'no', MessageAttributes: attribute('b') });
    expect(bodies(await cloud.drain(queue.url))).toEqual(['yes']);
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue });
    await set('FilterPolicyScope', 'MessageBody');
    await set('FilterPolicy', '{"kind":{"name":["a"]}}');
    await sns.Publish({ TopicArn, Message: '{"kind":{"name":"a"}}' });
    await sns.Publish({ TopicArn, Message: 'no JSON' });
    expect(bodies(await cloud.drain(queue.url))).toEqual(['{"kind":{"name":"a"}}']);
    await expect(set('FilterPolicyScope', 'MessageAttributes')).rejects.toThrow(
      'does not support nested filter policy',
    );
  });

  test('is sent to a standard queue with its group', async () => {
    const { TopicArn, queue } = await subscribed({ subscription: { RawMessageDelivery: 'true' } });
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
    const { TopicArn, queue } = await subscribed({ policy: closed });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'lost' });
    expect(await cloud.drain(queue.url)).toEqual([]);
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsFailed')).toBe(1);
  });

  test('sends to the dead-letter queue of the subscription', async () => {
    const dead = await cloud.createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
    const { TopicArn } = await subscribed({
      policy: closed,
      subscription: { RedrivePolicy, RawMessageDelivery: 'true' },
    });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'saved' });
    expect(bodies(await cloud.drain(dead.url))).toEqual(['saved']);
    expect(await outcomesOf(cloud.platform.storage, TopicArn, 'NumberOfNotificationsRedrivenToDlq')).toBe(1);
  });

  test('as one that is not there', async () => {
    const dead = await cloud.createQueue('dead2');
    const { TopicArn = '' } = await cloud.calls.sns.CreateTopic({ Name: 'nowhere' });
    const Attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }), RawMessageDelivery: 'true' };
    const Endpoint = `arn:aws:sqs:${region}:${account}:none`;
    await cloud.calls.sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint, Attributes });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'saved' });
    expect(bodies(await cloud.drain(dead.url))).toEqual(['saved']);
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

describe('a FIFO topic', () => {
  test('keeps the order of each group, without duplicates, and numbers its messages', async () => {
    const { TopicArn, queue } = await subscribed({ fifo: true, subscription: { RawMessageDelivery: 'true' } });
    const { sns } = cloud.calls;
    const sent: Promise<{ SequenceNumber?: string | undefined }>[] = [];
    for (let index = 0; index < 200; index++) {
      const group = index % 4;
      sent.push(
        sns.Publish({
          TopicArn,
          Message: `${group}/${index}`,
          MessageGroupId: `${group}`,
          MessageDeduplicationId: `${index}`,
        }),
      );
    }
    const numbers = (await Promise.all(sent)).map(({ SequenceNumber = '' }) => SequenceNumber);
    expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
    expect([...numbers].sort()).toEqual(numbers);
    await sns.Publish({ TopicArn, Message: 'again', MessageGroupId: '0', MessageDeduplicationId: '0' });
    const received = bodies(await cloud.drain(queue.url));
    expect(received).toHaveLength(200);
    for (const group of ['0', '1', '2', '3']) {
      const ofGroup = received.filter((body) => body.startsWith(`${group}/`)).map((body) => Number(body.slice(2)));
      expect(ofGroup).toEqual([...ofGroup].sort((a, b) => a - b));
    }
  });

  test('keeps the order within batches', async () => {
    const { TopicArn, queue } = await subscribed({
      fifo: true,
      topic: { ContentBasedDeduplication: 'true' },
      subscription: { RawMessageDelivery: 'true' },
    });
    for (let batch = 0; batch < 5; batch++) {
      const entries = Array.from({ length: 10 }, (_, index) => ({
        Id: `e${index}`,
        Message: `${batch * 10 + index}`,
        MessageGroupId: 'g',
      }));
      await cloud.calls.sns.PublishBatch({ TopicArn, PublishBatchRequestEntries: entries });
    }
    expect(bodies(await cloud.drain(queue.url)).map(Number)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  test('has the same deduplication id once per scope', async () => {
    const { sns } = cloud.calls;
    const publish = (TopicArn: string, MessageGroupId: string) =>
      sns.Publish({ TopicArn, Message: 'm', MessageGroupId, MessageDeduplicationId: 'd' });
    const whole = await subscribed({ fifo: true });
    expect((await publish(whole.TopicArn, 'a')).MessageId).toBe((await publish(whole.TopicArn, 'b')).MessageId);
    const perGroup = await subscribed({ fifo: true, topic: { FifoThroughputScope: 'MessageGroup' } });
    expect((await publish(perGroup.TopicArn, 'a')).MessageId).not.toBe(
      (await publish(perGroup.TopicArn, 'b')).MessageId,
    );
    await cloud.clock.advance(5 * 60_000 + 1);
    await publish(whole.TopicArn, 'a');
    expect(await cloud.drain(whole.queue.url)).toHaveLength(2);
  });

  test('asks for a group and an id', async () => {
    const { TopicArn } = await subscribed({ fifo: true });
    const { sns } = cloud.calls;
    await expect(sns.Publish({ TopicArn, Message: 'm' })).rejects.toThrow(
      'The MessageGroupId parameter is required for FIFO topics',
    );
    await expect(sns.Publish({ TopicArn, Message: 'm', MessageGroupId: 'g' })).rejects.toThrow(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  });

  test('is neither for web servers nor for dead-letter queues without order', async () => {
    const { TopicArn, queue } = await subscribed({ fifo: true });
    const { sns } = cloud.calls;
    await expect(sns.Subscribe({ TopicArn, Protocol: 'http', Endpoint: 'http://127.0.0.1/' })).rejects.toThrow(
      'Endpoint Reason: FIFO topics',
    );
    const standard = await cloud.calls.sns.CreateTopic({ Name: 'standard' });
    await expect(
      sns.Subscribe({ TopicArn: standard.TopicArn ?? '', Protocol: 'sqs', Endpoint: queue.arn }),
    ).rejects.toThrow(
      'Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  });

  test('replays what it archived', async () => {
    const topic = { ArchivePolicy: '{"MessageRetentionPeriod":"2"}', ContentBasedDeduplication: 'true' };
    const { TopicArn } = await subscribed({ fifo: true, topic });
    const { sns } = cloud.calls;
    const started = new Date(cloud.clock.now()).toISOString();
    for (let index = 0; index < 250; index++) await sns.Publish({ TopicArn, Message: `${index}`, MessageGroupId: 'g' });
    await cloud.settled();
    const late = await cloud.createQueue('late.fifo');
    const ReplayPolicy = JSON.stringify({ PointType: 'Timestamp', StartingPoint: started });
    const Attributes = { ReplayPolicy, FilterPolicy: '{"x":[{"exists":false}]}' };
    const { SubscriptionArn = '' } = await sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: late.arn, Attributes });
    const replayed = bodies(await cloud.drain(late.url)).map(
      (body) => JSON.parse(body) as { Message: string; Replayed: string },
    );
    expect(replayed.map(({ Message }) => Number(Message))).toEqual(Array.from({ length: 250 }, (_, index) => index));
    expect(replayed[0]?.Replayed).toBe('true');
    const { Attributes: after } = await sns.GetSubscriptionAttributes({ SubscriptionArn });
    expect(after).toMatchObject({ ReplayStatus: 'Completed' });
    await cloud.clock.advance(3 * 86_400_000);
    await sns.SetSubscriptionAttributes({
      SubscriptionArn,
      AttributeName: 'ReplayPolicy',
      AttributeValue: ReplayPolicy,
    });
    expect(await cloud.drain(late.url)).toEqual([]);
  });
});

describe('a batch', () => {
  const entry = (Id: string, Message = 'm') => ({ Id, Message });

  test('succeeds and fails entry by entry', async () => {
    const { TopicArn, queue } = await subscribed({ subscription: { RawMessageDelivery: 'true' } });
    const entries = [entry('a', '1'), entry('b', ''), { ...entry('c'), MessageDeduplicationId: 'x' }];
    const { Successful, Failed } = await cloud.calls.sns.PublishBatch({
      TopicArn,
      PublishBatchRequestEntries: entries,
    });
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(Failed).toMatchObject([
      { Id: 'b', Code: 'InvalidParameter', SenderFault: true },
      { Id: 'c', Code: 'InvalidParameter', SenderFault: true },
    ]);
    expect(bodies(await cloud.drain(queue.url))).toEqual(['1']);
  });

  test.each([
    ['EmptyBatchRequestException', []],
    ['TooManyEntriesInBatchRequestException', Array.from({ length: 11 }, (_, index) => entry(`e${index}`))],
    ['BatchEntryIdsNotDistinctException', [entry('a'), entry('a')]],
    ['InvalidBatchEntryIdException', [entry('a b')]],
    ['BatchRequestTooLongException', [entry('a', 'x'.repeat(200_000)), entry('b', 'x'.repeat(100_000))]],
  ])('is refused with %s', async (code, PublishBatchRequestEntries) => {
    const { TopicArn } = await subscribed();
    await expect(cloud.calls.sns.PublishBatch({ TopicArn, PublishBatchRequestEntries })).rejects.toMatchObject({
      code,
    });
  });
});

describe('Publish refuses', () => {
  const text = (DataType: string, StringValue: string) => ({ DataType, StringValue });
  test.each([
    [{ Message: 'm' }, 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter'],
    [{ Message: '', TopicArn: 'here' }, 'Invalid parameter: Empty message'],
    [{ Message: 'x'.repeat(262_145), TopicArn: 'here' }, 'Invalid parameter: Message too long'],
    [{ Message: 'm', TopicArn: 'here', Subject: 'a\nb' }, 'Invalid parameter: Subject'],
    [{ Message: 'm', TopicArn: 'here', Subject: 'a'.repeat(101) }, 'Invalid parameter: Subject'],
    [{ Message: '{', TopicArn: 'here', MessageStructure: 'json' }, 'JSON message body failed to parse'],
    [{ Message: '{}', TopicArn: 'here', MessageStructure: 'json' }, 'No default entry in JSON message body'],
    [{ Message: 'm', TopicArn: 'here', MessageDeduplicationId: 'x' }, 'not valid for this topic type'],
    [{ Message: 'm', TopicArn: 'here', MessageAttributes: { a: text('Text', 'x') } }, 'invalid message attribute type'],
    [
      { Message: 'm', TopicArn: 'here', MessageAttributes: { a: text('Number', 'x') } },
      "Could not cast message attribute 'a'",
    ],
    [
      { Message: 'm', TopicArn: 'here', MessageAttributes: { a: text('String', '') } },
      'non-empty message attribute value',
    ],
    [{ Message: 'm', PhoneNumber: '12' }, 'Invalid parameter: PhoneNumber Reason: 12 is not valid to publish to'],
    [{ Message: 'm', TopicArn: `arn:aws:sns:${region}:${account}:none` }, 'Topic does not exist'],
  ])('%j', async (input, message) => {
    const { TopicArn } = await cloud.calls.sns.CreateTopic({ Name: 'refusing' });
    const filled = 'TopicArn' in input && input.TopicArn === 'here' ? { ...input, TopicArn } : input;
    await expect(cloud.calls.sns.Publish(filled)).rejects.toThrow(message);
  });
});
