import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, bodiesOf, region, startTestSns, subscribeQueue } from './testing.ts';
import type { TestSns } from './testing.ts';

let cloud: TestSns;

beforeAll(async () => {
  cloud = await startTestSns({ clock: 'virtual' });
});
afterAll(async () => {
  await cloud.stop();
});

describe('a FIFO topic', () => {
  test('keeps the order of each group, without duplicates, and numbers its messages', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud, {
      fifo: true,
      subscription: { RawMessageDelivery: 'true' },
    });
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
    const received = bodiesOf(await cloud.drain(queue.url));
    expect(received).toHaveLength(200);
    for (const group of ['0', '1', '2', '3']) {
      const ofGroup = received.filter((body) => body.startsWith(`${group}/`)).map((body) => Number(body.slice(2)));
      expect(ofGroup).toEqual([...ofGroup].sort((a, b) => a - b));
    }
  });

  test('keeps the order within batches', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud, {
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
    expect(bodiesOf(await cloud.drain(queue.url)).map(Number)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  test('has the same deduplication id once per scope', async () => {
    const { sns } = cloud.calls;
    const publish = (TopicArn: string, MessageGroupId: string) =>
      sns.Publish({ TopicArn, Message: 'm', MessageGroupId, MessageDeduplicationId: 'd' });
    const whole = await subscribeQueue(cloud, { fifo: true });
    expect((await publish(whole.TopicArn, 'a')).MessageId).toBe((await publish(whole.TopicArn, 'b')).MessageId);
    const perGroup = await subscribeQueue(cloud, { fifo: true, topic: { FifoThroughputScope: 'MessageGroup' } });
    expect((await publish(perGroup.TopicArn, 'a')).MessageId).not.toBe(
      (await publish(perGroup.TopicArn, 'b')).MessageId,
    );
    await cloud.clock.advance(5 * 60_000 + 1);
    await publish(whole.TopicArn, 'a');
    expect(await cloud.drain(whole.queue.url)).toHaveLength(2);
  });

  test('asks for a group and an id', async () => {
    const { TopicArn } = await subscribeQueue(cloud, { fifo: true });
    const { sns } = cloud.calls;
    await expect(sns.Publish({ TopicArn, Message: 'm' })).rejects.toThrow(
      'The MessageGroupId parameter is required for FIFO topics',
    );
    await expect(sns.Publish({ TopicArn, Message: 'm', MessageGroupId: 'g' })).rejects.toThrow(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  });

  test('is neither for web servers nor for dead-letter queues without order', async () => {
    const { TopicArn, queue } = await subscribeQueue(cloud, { fifo: true });
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

  test('sends to standard queues, too, without groups, with standard dead-letter queues', async () => {
    const { TopicArn } = await subscribeQueue(cloud, { fifo: true, topic: { ContentBasedDeduplication: 'true' } });
    const { sns } = cloud.calls;
    const queue = await cloud.createQueue('unordered');
    const Attributes = (name: string) => ({
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `arn:aws:sqs:${region}:${account}:${name}` }),
    });
    const input = { TopicArn, Protocol: 'sqs', Endpoint: queue.arn };
    await expect(sns.Subscribe({ ...input, Attributes: Attributes('d.fifo') })).rejects.toThrow(
      'must use a standard queue as DLQ for a standard Subscription to a FIFO Topic.',
    );
    await sns.Subscribe({ ...input, Attributes: Attributes('d') });
    const ordered = { TopicArn, Protocol: 'sqs', Endpoint: `${queue.arn}.fifo` };
    await expect(sns.Subscribe({ ...ordered, Attributes: Attributes('d') })).rejects.toThrow(
      'Invalid parameter: Attributes Reason: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.',
    );
    await sns.Publish({ TopicArn, Message: 'm', MessageGroupId: 'g' });
    const [message] = await cloud.drain(queue.url);
    expect(message?.body).toContain('"Message" : "m"');
    expect(message?.attributes).not.toHaveProperty('MessageGroupId');
  });

  test('replays what it archived', async () => {
    const topic = { ArchivePolicy: '{"MessageRetentionPeriod":"2"}', ContentBasedDeduplication: 'true' };
    const { TopicArn } = await subscribeQueue(cloud, { fifo: true, topic });
    const { sns } = cloud.calls;
    const started = new Date(cloud.clock.now()).toISOString();
    for (let index = 0; index < 250; index++) await sns.Publish({ TopicArn, Message: `${index}`, MessageGroupId: 'g' });
    await cloud.settled();
    const late = await cloud.createQueue('late.fifo');
    const ReplayPolicy = JSON.stringify({ PointType: 'Timestamp', StartingPoint: started });
    const Attributes = { ReplayPolicy, FilterPolicy: '{"x":[{"exists":false}]}' };
    const { SubscriptionArn = '' } = await sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: late.arn, Attributes });
    const replayed = bodiesOf(await cloud.drain(late.url)).map(
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

  /** A topic with `count` archived messages, and a queue for whoever comes later. */
  async function archived(name: string, count: number) {
    const topic = { ArchivePolicy: '{"MessageRetentionPeriod":"2"}', ContentBasedDeduplication: 'true' };
    const { TopicArn } = await subscribeQueue(cloud, { fifo: true, topic });
    const publish = (Message: string) => cloud.calls.sns.Publish({ TopicArn, Message, MessageGroupId: 'g' });
    const StartingPoint = new Date(cloud.clock.now()).toISOString();
    for (let index = 0; index < count; index++) await publish(`${index}`);
    await cloud.settled();
    return { TopicArn, publish, StartingPoint, queue: await cloud.createQueue(`${name}.fifo`) };
  }

  test('delivers what is published during a replay behind it, once', async () => {
    const { TopicArn, publish, StartingPoint, queue } = await archived('behind', 150);
    const ReplayPolicy = JSON.stringify({ PointType: 'Timestamp', StartingPoint });
    const Attributes = { ReplayPolicy, RawMessageDelivery: 'true' };
    await cloud.calls.sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes });
    for (let index = 150; index < 170; index++) await publish(`${index}`);
    await cloud.settled();
    await publish('170');
    expect(bodiesOf(await cloud.drain(queue.url)).map(Number)).toEqual(
      Array.from({ length: 171 }, (_, index) => index),
    );
  });

  test('delivers nothing new to a subscription whose replay has an end', async () => {
    const { TopicArn, publish, StartingPoint, queue } = await archived('ended', 3);
    const ReplayPolicy = JSON.stringify({ PointType: 'Timestamp', StartingPoint, EndingPoint: StartingPoint });
    const Attributes = { ReplayPolicy, RawMessageDelivery: 'true' };
    const input = { TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes };
    const { SubscriptionArn = '' } = await cloud.calls.sns.Subscribe(input);
    expect(bodiesOf(await cloud.drain(queue.url))).toEqual(['0', '1', '2']);
    await cloud.clock.advance(1000);
    await publish('unheard');
    expect(await cloud.drain(queue.url)).toEqual([]);
    await cloud.calls.sns.SetSubscriptionAttributes({
      SubscriptionArn,
      AttributeName: 'ReplayPolicy',
      AttributeValue: '{}',
    });
    await publish('heard');
    expect(bodiesOf(await cloud.drain(queue.url))).toEqual(['heard']);
  });

  test('knows since when its archive reaches back', async () => {
    const { TopicArn } = await archived('bounded', 0);
    const beginning = async () => {
      const { Attributes = {} } = await cloud.calls.sns.GetTopicAttributes({ TopicArn });
      return Date.parse(Attributes['BeginningArchiveTime'] ?? '');
    };
    const created = cloud.clock.now();
    expect(await beginning()).toBe(created);
    await cloud.clock.advance(5 * 86_400_000);
    expect(await beginning()).toBe(created + 3 * 86_400_000);
  });
});
