import { S3 } from '@aws-sdk/client-s3';
import type { NotificationConfiguration } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, policy } from '../support/policies.ts';
import { createQueue, receiveMessages } from '../support/queues.ts';
import type { Queue } from '../support/queues.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

/** What happens later: notifications, lifecycle, and locks that end. */
const day = 86_400;
let server: Server;
let s3: S3;
let sqs: SQS;

beforeAll(async () => {
  server = await startServer(['--clock', 'virtual']);
  s3 = new S3(server.client());
  sqs = new SQS(server.client());
});

afterAll(async () => {
  s3.destroy();
  sqs.destroy();
  await server.stop();
});

interface EventRecord {
  eventName: string;
  s3: { object: { key: string; size?: number; eTag?: string; versionId?: string; sequencer: string } };
}

async function recordsIn(queue: Queue, count: number): Promise<EventRecord[]> {
  await server.advance(1);
  const messages = await receiveMessages(sqs, queue, count);
  return messages.flatMap(({ Body = '' }) => (JSON.parse(Body) as { Records?: EventRecord[] }).Records ?? []);
}

describe('notifications', () => {
  const Bucket = 'notifying';
  let queue: Queue;
  const configure = (NotificationConfiguration: NotificationConfiguration) =>
    s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration });
  const put = (Key: string) => s3.putObject({ Bucket, Key, Body: 'x' });

  beforeAll(async () => {
    await s3.createBucket({ Bucket });
    queue = await createQueue(sqs, 'notified', 's3.amazonaws.com');
  });

  test('need a queue that lets S3 in', async () => {
    const closed = await createQueue(sqs, 'closed', '');
    await expect(
      configure({ QueueConfigurations: [{ QueueArn: closed.arn, Events: ['s3:ObjectCreated:*'] }] }),
    ).rejects.toMatchObject(
      sdkError('InvalidArgument', 400, 'Unable to validate the following destination configurations'),
    );
  });

  test('begin with a test, then tell of what the rule names', async () => {
    const Filter = {
      Key: {
        FilterRules: [
          { Name: 'prefix' as const, Value: 'in/' },
          { Name: 'suffix' as const, Value: '.txt' },
        ],
      },
    };
    const Events = ['s3:ObjectCreated:*' as const, 's3:ObjectRemoved:*' as const];
    await configure({ QueueConfigurations: [{ Id: 'rule', QueueArn: queue.arn, Events, Filter }] });
    await server.advance(1);
    const [first] = await receiveMessages(sqs, queue, 1);
    expect(JSON.parse(first?.Body ?? '{}')).toMatchObject({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket });
    await put('out/a.txt');
    await put('in/a.jpg');
    const { ETag = '' } = await put('in/a b+ü.txt');
    await s3.copyObject({ Bucket, Key: 'in/copy.txt', CopySource: `${Bucket}/out/a.txt` });
    await s3.deleteObject({ Bucket, Key: 'in/copy.txt' });
    const records = await recordsIn(queue, 3);
    expect(records.map(({ eventName }) => eventName).sort()).toEqual([
      'ObjectCreated:Copy',
      'ObjectCreated:Put',
      'ObjectRemoved:Delete',
    ]);
    const created = records.find(({ eventName }) => eventName === 'ObjectCreated:Put');
    expect(created).toMatchObject({
      eventVersion: expect.stringMatching(/^2\.\d$/),
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'rule',
        bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
        object: { key: 'in/a+b%2B%C3%BC.txt', size: 1, eTag: ETag.replaceAll('"', '') },
      },
    });
  });

  test('go through a topic', async () => {
    const sns = new SNS(server.client());
    const { TopicArn = '' } = await sns.createTopic({ Name: 'notified' });
    const statement = { ...allow('sns:Publish', TopicArn), Principal: { Service: 's3.amazonaws.com' } };
    await sns.setTopicAttributes({ TopicArn, AttributeName: 'Policy', AttributeValue: policy(statement) });
    await configure({ TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectCreated:Put'] }] });
    const behind = await createQueue(sqs, 'behind-topic', 'sns.amazonaws.com');
    const Attributes = { RawMessageDelivery: 'true' };
    await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: behind.arn, Attributes });
    await put('through-topic');
    const found = await recordsIn(behind, 1);
    expect(found.map(({ s3: { object } }) => object.key)).toEqual(['through-topic']);
    sns.destroy();
  });
});

describe('lifecycle', () => {
  const keysOf = async (Bucket: string) => ((await s3.listObjectsV2({ Bucket })).Contents ?? []).map(({ Key }) => Key);

  test('deletes what is old, and aborts uploads', async () => {
    const Bucket = 'expiring';
    await s3.createBucket({ Bucket });
    const Status = 'Enabled';
    await s3.putBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: {
        Rules: [
          { ID: 'old', Status, Filter: { Prefix: 'old/' }, Expiration: { Days: 3 } },
          { ID: 'tagged', Status, Filter: { Tag: { Key: 'keep', Value: 'no' } }, Expiration: { Days: 1 } },
          {
            ID: 'uploads',
            Status,
            Filter: { Prefix: '' },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    });
    for (const Key of ['old/a', 'kept']) await s3.putObject({ Bucket, Key, Body: 'x' });
    await s3.putObject({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'keep=no' });
    await s3.createMultipartUpload({ Bucket, Key: 'upload' });
    expect((await s3.headObject({ Bucket, Key: 'old/a' })).Expiration).toMatch(/^expiry-date=".*GMT", rule-id="old"$/);
    await server.advance(2 * day);
    expect(await keysOf(Bucket)).toEqual(['kept', 'old/a']);
    await server.advance(2 * day);
    expect(await keysOf(Bucket)).toEqual(['kept']);
    expect((await s3.listMultipartUploads({ Bucket })).Uploads ?? []).toEqual([]);
  });

  test('hides current versions, deletes older ones, and changes storage classes', async () => {
    const Bucket = 'expiring-versions';
    await s3.createBucket({ Bucket });
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    await s3.putBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'versions',
            Status: 'Enabled',
            Filter: { Prefix: 'v' },
            Expiration: { Days: 1 },
            NoncurrentVersionExpiration: { NoncurrentDays: 2 },
          },
          {
            ID: 'cold',
            Status: 'Enabled',
            Filter: { Prefix: 'cold' },
            Transitions: [{ Days: 1, StorageClass: 'GLACIER' }],
          },
        ],
      },
    });
    await s3.putObject({ Bucket, Key: 'v', Body: 'x' });
    await s3.putObject({ Bucket, Key: 'cold', Body: Buffer.alloc(200_000) });
    await server.advance(2 * day);
    expect(await keysOf(Bucket)).toEqual(['cold']);
    const { Versions, DeleteMarkers } = await s3.listObjectVersions({ Bucket, Prefix: 'v' });
    expect([Versions?.length, DeleteMarkers?.length]).toEqual([1, 1]);
    await expect(s3.getObject({ Bucket, Key: 'cold' })).rejects.toMatchObject({ name: 'InvalidObjectState' });
    await server.advance(3 * day);
    expect((await s3.listObjectVersions({ Bucket, Prefix: 'v' })).Versions ?? []).toEqual([]);
    await s3.restoreObject({
      Bucket,
      Key: 'cold',
      RestoreRequest: { Days: 1, GlacierJobParameters: { Tier: 'Standard' } },
    });
    await server.advance(day / 2);
    expect((await s3.headObject({ Bucket, Key: 'cold' })).Restore).toMatch(/^ongoing-request="false", expiry-date=/);
    const { Body } = await s3.getObject({ Bucket, Key: 'cold' });
    expect((await Body?.transformToByteArray())?.length).toBe(200_000);
  });
});

describe('object lock', () => {
  const Bucket = 'locked';
  const now = async () => {
    await s3.putObject({ Bucket, Key: 'clock', Body: 'x' });
    return (await s3.headObject({ Bucket, Key: 'clock' })).LastModified?.getTime() ?? 0;
  };
  beforeAll(() => s3.createBucket({ Bucket, ObjectLockEnabledForBucket: true }));

  test('protects versions until its time has come', async () => {
    const Key = 'kept';
    const ObjectLockRetainUntilDate = new Date((await now()) + 10 * day * 1000);
    const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate } as const;
    const { VersionId } = await s3.putObject({ Bucket, Key, Body: 'x', ...lock });
    expect(await s3.headObject({ Bucket, Key })).toMatchObject({ ObjectLockMode: 'COMPLIANCE' });
    // A marker may hide it, as AWS has it.
    expect(await s3.deleteObject({ Bucket, Key })).toMatchObject({ DeleteMarker: true });
    const remove = () => s3.deleteObject({ Bucket, Key, VersionId, BypassGovernanceRetention: true });
    await expect(remove()).rejects.toMatchObject(
      sdkError('AccessDenied', 403, 'Access Denied because object protected by object lock.'),
    );
    await server.advance(11 * day);
    await remove();
  });

  test('is bypassed under governance, but not a legal hold', async () => {
    const Key = 'governed';
    await s3.putObjectLockConfiguration({
      Bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 5 } },
      },
    });
    const { VersionId } = await s3.putObject({ Bucket, Key, Body: 'x' });
    expect((await s3.getObjectRetention({ Bucket, Key })).Retention).toMatchObject({ Mode: 'GOVERNANCE' });
    await expect(s3.deleteObject({ Bucket, Key, VersionId })).rejects.toMatchObject({ name: 'AccessDenied' });
    await s3.putObjectLegalHold({ Bucket, Key, LegalHold: { Status: 'ON' } });
    const bypass = { Bucket, Key, VersionId, BypassGovernanceRetention: true };
    await expect(s3.deleteObject(bypass)).rejects.toMatchObject({ name: 'AccessDenied' });
    await s3.putObjectLegalHold({ Bucket, Key, LegalHold: { Status: 'OFF' } });
    await s3.deleteObject(bypass);
  });
});
