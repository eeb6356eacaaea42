import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { NotificationConfiguration } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let s3: S3Client;
let sqs: SQSClient;
let QueueUrl: string | undefined;
const Bucket = 'notifying';
const QueueArn = 'arn:aws:sqs:us-east-1:000000000000:q';

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  sqs = new SQSClient(server.client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' })));
});

afterAll(() => server.stop());

const configure = (configuration: NotificationConfiguration) =>
  s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: configuration }));
const queueRule = { Id: 'r', QueueArn, Events: ['s3:ObjectCreated:*' as const, 's3:ObjectRemoved:*' as const] };

/** Everything that has arrived by now. */
async function received(): Promise<Record<string, unknown>[]> {
  await server.clock.advance(1000);
  const bodies = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(JSON.parse(Body) as Record<string, unknown>);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

it('needs a destination that is there and lets S3 in', async () => {
  const refused = expect.objectContaining({
    name: 'InvalidArgument',
    message: 'Unable to validate the following destination configurations',
  });
  await expect(configure({ QueueConfigurations: [queueRule] })).rejects.toEqual(refused);
  await expect(configure({ QueueConfigurations: [{ ...queueRule, QueueArn: `${QueueArn}absent` }] })).rejects.toEqual(
    refused,
  );
  const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  const toLambda = configure({ LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ['s3:ObjectCreated:*'] }] });
  await expect(toLambda).rejects.toMatchObject({ name: 'NotImplemented' });
  expect(await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).not.toHaveProperty(
    'QueueConfigurations',
  );
});

it('sends a test message, then events in the form of AWS', async () => {
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QueueArn,
    Condition: {
      ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${Bucket}` },
      StringEquals: { 'aws:SourceAccount': '000000000000' },
    },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const Filter = {
    Key: {
      FilterRules: [
        { Name: 'prefix' as const, Value: 'in/' },
        { Name: 'suffix' as const, Value: '.txt' },
      ],
    },
  };
  await configure({ QueueConfigurations: [{ ...queueRule, Filter }], EventBridgeConfiguration: {} });
  const { QueueConfigurations } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  expect(QueueConfigurations?.[0]?.Filter?.Key?.FilterRules?.map(({ Name }) => Name)).toEqual(['Prefix', 'Suffix']);
  expect(await received()).toMatchObject([{ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket }]);

  await s3.send(new PutObjectCommand({ Bucket, Key: 'in/a b+ü.txt', Body: 'content' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'in/a.jpg', Body: 'content' }));
  const [created, ...others] = (await received()).flatMap(({ Records }) => Records as Record<string, unknown>[]);
  expect(others).toEqual([]);
  expect(created).toEqual({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: expect.stringMatching(/^\d{4}-.*Z$/),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:000000000000' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'r',
      bucket: {
        name: Bucket,
        ownerIdentity: { principalId: expect.stringMatching(/^A\w{13}$/) },
        arn: `arn:aws:s3:::${Bucket}`,
      },
      object: {
        key: 'in/a+b%2B%C3%BC.txt',
        size: 7,
        eTag: '9a0364b9e99bb480dd25e1f0284c8555',
        sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
      },
    },
  });
});

it('tells deletions and delete markers apart', async () => {
  const Key = 'in/c.txt';
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  type Record = { eventName: string; s3: { object: { sequencer: string } } };
  const records = (await received()).flatMap(({ Records }) => Records as Record[]);
  const names = records.map(({ eventName }) => eventName);
  const removed = records.find(({ eventName }) => eventName === 'ObjectRemoved:Delete')?.s3.object.sequencer ?? '';
  const [first = ''] = records.map(({ s3: { object } }) => object.sequencer).sort();
  expect(removed > first).toBe(true);
  expect(names.sort()).toEqual([
    'ObjectCreated:Put',
    'ObjectCreated:Put',
    'ObjectRemoved:Delete',
    'ObjectRemoved:DeleteMarkerCreated',
  ]);
});

it('publishes to topics, which need to let S3 in too', async () => {
  const sns = new SNSClient(server.client);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 't' }));
  const rule = { Id: 't', TopicArn, Events: ['s3:ObjectTagging:*' as const] };
  await expect(configure({ TopicConfigurations: [rule] })).rejects.toMatchObject({ name: 'InvalidArgument' });
  const topicStatement = {
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: TopicArn,
  };
  const queueStatement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QueueArn,
  };
  const policy = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: policy(queueStatement) } }));
  const AttributeValue = policy(topicStatement);
  await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QueueArn }));
  await configure({ TopicConfigurations: [rule] });
  const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
  await s3.send(new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'x' }));
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging }));
  const messages = (await received()).map(({ Message, Subject }) => ({
    Subject,
    message: JSON.parse(Message as string) as object,
  }));
  // A standard topic keeps no order: the test event may come second.
  messages.sort((a, b) => Number('Records' in a.message) - Number('Records' in b.message));
  expect(messages).toMatchObject([
    { message: { Event: 's3:TestEvent' } },
    {
      Subject: 'Amazon S3 Notification',
      message: { Records: [{ eventVersion: '2.3', eventName: 'ObjectTagging:Put' }] },
    },
  ]);
  const { Records = [] } = (messages[1]?.message ?? {}) as { Records?: { s3: { object: object } }[] };
  expect(Object.keys(Records[0]?.s3.object ?? {}).sort()).toEqual(['eTag', 'key', 'versionId']);
});

it('refuses rules that overlap, and is silent once it is emptied', async () => {
  const overlapping = [queueRule, { ...queueRule, Id: 'other' }];
  await expect(configure({ QueueConfigurations: overlapping })).rejects.toMatchObject({ name: 'InvalidArgument' });
  await configure({});
  await s3.send(new PutObjectCommand({ Bucket, Key: 'in/d.txt', Body: 'x' }));
  expect(await received()).toEqual([]);
});

it('has logged no errors', () => {
  expect(server.errors).toEqual([]);
});
