import { paginateListSubscriptionsByTopic, paginateListTopics, SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { createQueue, receiveMessages } from '../support/queues.ts';
import type { Queue } from '../support/queues.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let sns: SNS;
let sqs: SQS;

beforeAll(async () => {
  server = await startServer();
  sns = new SNS(server.client());
  sqs = new SQS(server.client());
});

afterAll(async () => {
  sns.destroy();
  sqs.destroy();
  await server.stop();
});

const arnOf = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}`;

async function createTopic(Name: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await sns.createTopic({ Name, Attributes })).TopicArn ?? '';
}

/** A topic with a queue that is subscribed to it. */
async function subscribed(name: string, Attributes: Record<string, string> = {}) {
  const fifo = name.endsWith('.fifo');
  const TopicArn = await createTopic(name, fifo ? { FifoTopic: 'true', ContentBasedDeduplication: 'true' } : {});
  const queue = await createQueue(sqs, name, 'sns.amazonaws.com');
  const { SubscriptionArn = '' } = await sns.subscribe({
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queue.arn,
    Attributes,
    ReturnSubscriptionArn: true,
  });
  return { TopicArn, SubscriptionArn, queue };
}

async function bodies(queue: Queue, count: number): Promise<string[]> {
  return (await receiveMessages(sqs, queue, count)).map(({ Body = '' }) => Body);
}

describe('topics', () => {
  test('are created with attributes and tags, read, changed, and deleted', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }];
    const created = await sns.createTopic({ Name: 'life', Attributes: { DisplayName: 'Life' }, Tags });
    expect(created.TopicArn).toBe(arnOf('life'));
    const TopicArn = arnOf('life');
    expect((await sns.getTopicAttributes({ TopicArn })).Attributes).toMatchObject({
      TopicArn,
      Owner: '000000000000',
      DisplayName: 'Life',
      SubscriptionsConfirmed: '0',
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
      Policy: expect.stringContaining('"SNS:Publish"'),
      EffectiveDeliveryPolicy: expect.stringContaining('"numRetries":3'),
    });
    await sns.setTopicAttributes({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Changed' });
    expect((await sns.getTopicAttributes({ TopicArn })).Attributes).toMatchObject({ DisplayName: 'Changed' });
    await sns.tagResource({ ResourceArn: TopicArn, Tags: [{ Key: 'stage', Value: 'test' }] });
    await sns.untagResource({ ResourceArn: TopicArn, TagKeys: ['team'] });
    expect((await sns.listTagsForResource({ ResourceArn: TopicArn })).Tags).toEqual([{ Key: 'stage', Value: 'test' }]);
    await sns.deleteTopic({ TopicArn });
    await sns.deleteTopic({ TopicArn });
    await expect(sns.getTopicAttributes({ TopicArn })).rejects.toMatchObject(
      sdkError('NotFoundException', 404, 'Topic does not exist'),
    );
  });

  test('are listed by the hundred', async () => {
    const names = Array.from({ length: 130 }, (_, index) => `page-${index}`);
    const arns = await Promise.all(names.map((name) => createTopic(name)));
    const pages: string[][] = [];
    for await (const page of paginateListTopics({ client: sns }, {})) {
      pages.push((page.Topics ?? []).map(({ TopicArn = '' }) => TopicArn));
    }
    expect(pages[0]).toHaveLength(100);
    expect(pages.flat()).toEqual(expect.arrayContaining(arns));
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
  });

  test('admit another account by permissions', async () => {
    const TopicArn = await createTopic('shared');
    const policyOf = async () => (await sns.getTopicAttributes({ TopicArn })).Attributes?.['Policy'] ?? '';
    await sns.addPermission({ TopicArn, Label: 'them', AWSAccountId: ['111122223333'], ActionName: ['Publish'] });
    expect(await policyOf()).toContain('"Sid":"them"');
    expect(await policyOf()).toContain('arn:aws:iam::111122223333:root');
    await sns.removePermission({ TopicArn, Label: 'them' });
    expect(await policyOf()).not.toContain('them');
  });
});

describe('subscriptions', () => {
  test('have attributes, are listed by topic and by page, and end', async () => {
    const { TopicArn, SubscriptionArn, queue } = await subscribed('attributes');
    const { Attributes } = await sns.getSubscriptionAttributes({ SubscriptionArn });
    expect(Attributes).toMatchObject({
      SubscriptionArn,
      TopicArn,
      Owner: '000000000000',
      Protocol: 'sqs',
      Endpoint: queue.arn,
      RawMessageDelivery: 'false',
      PendingConfirmation: 'false',
    });
    await sns.setSubscriptionAttributes({
      SubscriptionArn,
      AttributeName: 'RawMessageDelivery',
      AttributeValue: 'true',
    });
    expect((await sns.getSubscriptionAttributes({ SubscriptionArn })).Attributes).toMatchObject({
      RawMessageDelivery: 'true',
    });
    const endpoints = Array.from({ length: 110 }, (_, index) => `+1206555${String(index).padStart(4, '0')}`);
    await Promise.all(endpoints.map((Endpoint) => sns.subscribe({ TopicArn, Protocol: 'sms', Endpoint })));
    const pages: string[][] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
      pages.push((page.Subscriptions ?? []).map(({ Endpoint = '' }) => Endpoint));
    }
    expect(pages.map(({ length }) => length)).toEqual([100, 11]);
    expect(pages.flat().sort()).toEqual([...endpoints, queue.arn].sort());
    await sns.unsubscribe({ SubscriptionArn });
    await expect(sns.getSubscriptionAttributes({ SubscriptionArn })).rejects.toMatchObject(
      sdkError('NotFoundException', 404, 'Subscription does not exist'),
    );
  });

  test('of a queue whose policy does not let SNS in get nothing but dead letters', async () => {
    const TopicArn = await createTopic('closed');
    const [closed, dead] = [await createQueue(sqs, 'closed', ''), await createQueue(sqs, 'dead', 'sns.amazonaws.com')];
    const Attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }), RawMessageDelivery: 'true' };
    await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: closed.arn, Attributes });
    await sns.publish({ TopicArn, Message: 'lost' });
    expect(await bodies(dead, 1)).toEqual(['lost']);
    expect((await sqs.receiveMessage({ QueueUrl: closed.url })).Messages ?? []).toEqual([]);
  });
});

describe('messages', () => {
  test('arrive in an envelope', async () => {
    const { TopicArn, queue } = await subscribed('envelope');
    const { MessageId } = await sns.publish({
      TopicArn,
      Subject: 'Hi',
      Message: 'grüße 🎈 <&>',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'a' } },
    });
    const [body] = await bodies(queue, 1);
    expect(JSON.parse(body ?? '')).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'Hi',
      Message: 'grüße 🎈 <&>',
      Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      SignatureVersion: '1',
      Signature: expect.any(String),
      SigningCertURL: expect.stringMatching(/\.pem$/),
      UnsubscribeURL: expect.stringContaining('Action=Unsubscribe'),
      MessageAttributes: { kind: { Type: 'String', Value: 'a' } },
    });
  });

  test('arrive bare, with attributes, by raw delivery', async () => {
    const { TopicArn, queue } = await subscribed('raw', { RawMessageDelivery: 'true' });
    await sns.publish({
      TopicArn,
      Message: 'bare',
      MessageAttributes: {
        count: { DataType: 'Number', StringValue: '3' },
        blob: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
      },
    });
    const [message] = await receiveMessages(sqs, queue, 1);
    expect(message).toMatchObject({
      Body: 'bare',
      MessageAttributes: {
        count: { DataType: 'Number', StringValue: '3' },
        blob: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
      },
    });
  });

  test.each<[filter: object, passing: Record<string, string>, stopped: Record<string, string>]>([
    [{ kind: ['a', 'b'] }, { kind: 'b' }, { kind: 'c' }],
    [{ kind: [{ prefix: 'or' }] }, { kind: 'order' }, { kind: 'bill' }],
    [{ kind: [{ suffix: 'er' }] }, { kind: 'order' }, { kind: 'bill' }],
    [{ kind: [{ 'anything-but': ['bill'] }] }, { kind: 'order' }, { kind: 'bill' }],
    [{ kind: [{ 'equals-ignore-case': 'ORDER' }] }, { kind: 'order' }, { kind: 'bill' }],
    [{ kind: [{ wildcard: 'o*r' }] }, { kind: 'order' }, { kind: 'bill' }],
    [{ kind: [{ exists: false }] }, { other: 'x' }, { kind: 'bill' }],
    [
      { kind: ['a'], other: ['x'] },
      { kind: 'a', other: 'x' },
      { kind: 'a', other: 'y' },
    ],
    [{ $or: [{ kind: ['a'] }, { other: ['x'] }] }, { other: 'x' }, { other: 'y' }],
    [{ address: [{ cidr: '10.0.0.0/24' }] }, { address: '10.0.0.255' }, { address: '10.0.1.0' }],
  ])('pass the filter %j', async (filter, passing, stopped) => {
    const name = `filter-${Buffer.from(JSON.stringify(filter)).toString('base64url')}`.slice(0, 80);
    const { TopicArn, queue } = await subscribed(name, {
      RawMessageDelivery: 'true',
      FilterPolicy: JSON.stringify(filter),
    });
    for (const [Message, attributes] of Object.entries({ stopped, passing })) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
      );
      await sns.publish({ TopicArn, Message, MessageAttributes });
    }
    expect(await bodies(queue, 1)).toEqual(['passing']);
    expect((await sqs.receiveMessage({ QueueUrl: queue.url })).Messages ?? []).toEqual([]);
  });

  test('are filtered by their body', async () => {
    const { TopicArn, queue } = await subscribed('body-filter', {
      RawMessageDelivery: 'true',
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: JSON.stringify({ order: { total: [{ numeric: ['>', 10, '<=', 20] }] } }),
    });
    const within = ['{"order":[{"total":11}]}', '{"order":{"total":20}}'];
    for (const Message of ['no JSON', '{"order":{"total":10}}', '{"order":{"total":21}}', ...within])
      await sns.publish({ TopicArn, Message });
    expect((await bodies(queue, 2)).sort()).toEqual(within);
  });

  test('differ by protocol', async () => {
    const { TopicArn, queue } = await subscribed('structured', { RawMessageDelivery: 'true' });
    const Message = JSON.stringify({ default: 'all', sqs: 'queues' });
    await sns.publish({ TopicArn, Message, MessageStructure: 'json' });
    expect(await bodies(queue, 1)).toEqual(['queues']);
  });

  test('go in batches, which are refused as a whole where an entry is wrong', async () => {
    const { TopicArn, queue } = await subscribed('batch', { RawMessageDelivery: 'true' });
    const good = { Id: 'good', Message: 'x' };
    const publish = (...PublishBatchRequestEntries: { Id: string; Message: string }[]) =>
      sns.publishBatch({ TopicArn, PublishBatchRequestEntries });
    await expect(publish(good, { Id: 'bad', Message: '' })).rejects.toMatchObject(
      sdkError('InvalidParameterException', 400, 'Invalid parameter: Empty message'),
    );
    const answer = await publish(good);
    expect(answer.Successful).toMatchObject([{ Id: 'good', MessageId: expect.any(String) }]);
    expect(await bodies(queue, 1)).toEqual(['x']);
  });

  test('of a FIFO topic reach a FIFO queue in order, once each', async () => {
    const { TopicArn, queue } = await subscribed('line.fifo', { RawMessageDelivery: 'true' });
    const messages = Array.from({ length: 500 }, (_, index) => `${index}`);
    const numbers: string[] = [];
    for (let start = 0; start < messages.length; start += 10) {
      const PublishBatchRequestEntries = messages
        .slice(start, start + 10)
        .map((Message) => ({ Id: Message, Message, MessageGroupId: 'g' }));
      const { Successful = [] } = await sns.publishBatch({ TopicArn, PublishBatchRequestEntries });
      numbers.push(...Successful.map(({ SequenceNumber = '' }) => SequenceNumber));
    }
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(numbers).size).toBe(messages.length);
    await sns.publish({ TopicArn, Message: '7', MessageGroupId: 'g' });
    await sns.publish({ TopicArn, Message: 'last', MessageGroupId: 'g' });
    expect(await bodies(queue, messages.length + 1)).toEqual([...messages, 'last']);
  });
});
