import {
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SNSClient,
  TagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

const type = 'AWS::SNS::Topic';
const role = 'arn:aws:iam::000000000000:role/feedback';
const queue = 'arn:aws:sqs:us-east-1:000000000000:q';

let server: TestServer;
let sns: SNSClient;
let topics: ResourceHarness;
let viaCloudControl: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer();
  sns = new SNSClient(server.client);
  topics = new ResourceHarness(server, type, 'TopicArn');
  viaCloudControl = new ResourceHarness(server, type, 'TopicArn', { stack: 'cloud-control' });
});

afterAll(() => server.stop());

afterEach(({ expect }) => expect(server.errors).toEqual([]));

async function attributesOf(TopicArn: string): Promise<Record<string, string>> {
  const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  return Attributes;
}

async function tagsOf(ResourceArn: string): Promise<Record<string, string | undefined>> {
  const { Tags = [] } = await sns.send(new ListTagsForResourceCommand({ ResourceArn }));
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
}

describe('a standard topic', () => {
  it('is made with every property, read back and deleted', async () => {
    const properties = {
      TopicName: 'whole',
      DisplayName: 'The whole',
      KmsMasterKeyId: 'alias/aws/sns',
      SignatureVersion: '2',
      TracingConfig: 'Active',
      DataProtectionPolicy: {
        Name: 'p',
        Version: '2021-06-01',
        Statement: [
          {
            Sid: 's',
            DataDirection: 'Inbound',
            Principal: ['*'],
            DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/EmailAddress'],
            Operation: { Deny: {} },
          },
        ],
      },
      DeliveryStatusLogging: [
        { Protocol: 'http/s', SuccessFeedbackRoleArn: role, SuccessFeedbackSampleRate: '50' },
        { Protocol: 'sqs', FailureFeedbackRoleArn: role },
      ],
      Subscription: [{ Protocol: 'sqs', Endpoint: queue }],
      Tags: [{ Key: 'team', Value: 'red' }],
    };
    const topic = await topics.create(properties);
    expect(topic.answered).toEqual({ TopicArn: 'arn:aws:sns:us-east-1:000000000000:whole', TopicName: 'whole' });
    expect(await topics.read(topic)).toEqual({ ...properties, TopicArn: topic.physicalId });
    expect(await attributesOf(topic.physicalId)).toMatchObject({ HTTPSuccessFeedbackSampleRate: '50' });
    await topics.delete(topic);
    expect(await topics.read(topic)).toBeUndefined();
    await topics.delete(topic);
  });

  it('gets a name, and the tags of its stack', async () => {
    const topic = await topics.create({ FifoTopic: false, ContentBasedDeduplication: false });
    expect(topic.physicalId).toMatch(/^arn:aws:sns:us-east-1:000000000000:demo-Thing-[0-9A-Z]{12}$/);
    expect(await tagsOf(topic.physicalId)).toMatchObject({ 'aws:cloudformation:logical-id': 'Thing' });
    expect(await topics.read(topic)).toEqual({
      TopicArn: topic.physicalId,
      TopicName: topic.physicalId.split(':').at(-1),
    });
  });

  it('of a name that is taken is refused', async () => {
    await topics.create({ TopicName: 'taken' });
    await expect(topics.create({ TopicName: 'taken' })).rejects.toMatchObject({
      code: 'AlreadyExists',
      message: "Resource of type 'AWS::SNS::Topic' with identifier 'taken' already exists.",
    });
  });

  it('changes in place, and back to the defaults', async () => {
    const topic = await topics.create({ TopicName: 'changing', DisplayName: 'a', KmsMasterKeyId: 'k' });
    const changed = {
      TopicName: 'changing',
      DisplayName: 'b',
      SignatureVersion: '2',
      TracingConfig: 'Active',
      DeliveryStatusLogging: [{ Protocol: 'lambda', FailureFeedbackRoleArn: role }],
    };
    const after = await topics.update(topic, changed);
    expect(await topics.read(after)).toEqual({ ...changed, TopicArn: topic.physicalId });
    const bare = await topics.update(after, { TopicName: 'changing' });
    expect(await attributesOf(bare.physicalId)).toMatchObject({ DisplayName: '', SignatureVersion: '1' });
    expect(await topics.read(bare)).not.toHaveProperty('DeliveryStatusLogging');
  });

  it('leaves what others have set as it is', async () => {
    const topic = await topics.create({ TopicName: 'shared', Tags: [{ Key: 'a', Value: '1' }] });
    await sns.send(new TagResourceCommand({ ResourceArn: topic.physicalId, Tags: [{ Key: 'mine', Value: 'x' }] }));
    const after = await topics.update(topic, { TopicName: 'shared', Tags: [{ Key: 'b', Value: '2' }] });
    const tags = await tagsOf(topic.physicalId);
    expect(tags).toMatchObject({ mine: 'x', b: '2', 'aws:cloudformation:stack-name': 'demo' });
    expect(tags).not.toHaveProperty('a');
    await topics.update(after, { TopicName: 'shared' });
    expect(await tagsOf(topic.physicalId)).not.toHaveProperty('b');
  });

  it('is subscribed and unsubscribed as its list says', async () => {
    const kept = { Protocol: 'sqs', Endpoint: queue };
    const gone = { Protocol: 'sqs', Endpoint: `${queue}2` };
    const pending = { Protocol: 'email', Endpoint: 'a@example.com' };
    const topic = await topics.create({ TopicName: 'listened', Subscription: [kept, gone, pending] });
    const added = { Protocol: 'sqs', Endpoint: `${queue}3` };
    const after = await topics.update(topic, { TopicName: 'listened', Subscription: [kept, added] });
    const { Subscription = [] } = ((await topics.read(after)) ?? {}) as { Subscription?: object[] };
    // What nobody has confirmed cannot be taken back.
    expect(Subscription).toHaveLength(3);
    expect(Subscription).toEqual(expect.arrayContaining([kept, added, pending]));
  });

  it('may not be tagged with what is for AWS', async () => {
    const { physicalId: ResourceArn } = await topics.create({ TopicName: 'tagged' });
    const Tags = [{ Key: 'aws:cloudformation:stack-name', Value: 'other' }];
    await expect(sns.send(new TagResourceCommand({ ResourceArn, Tags }))).rejects.toThrow(/reserved/);
  });

  it('is not made with an attribute that SNS does not know', async () => {
    await expect(topics.create({ MaximumMessageSize: 1024 })).rejects.toThrow(/MaximumMessageSize/);
  });
});

describe('a FIFO topic', () => {
  it('has its suffix, and settings of its own', async () => {
    const topic = await topics.create({ FifoTopic: true, ContentBasedDeduplication: true });
    expect(topic.physicalId).toMatch(/:demo-Thing-[0-9A-Z]{12}\.fifo$/);
    const changed = {
      FifoTopic: true,
      FifoThroughputScope: 'MessageGroup',
      ContentBasedDeduplication: false,
      ArchivePolicy: { MessageRetentionPeriod: '30' },
    };
    const after = await topics.update(topic, changed);
    expect(await topics.read(after)).toMatchObject(changed);
    await expect(topics.delete(after)).rejects.toThrow(/ArchivePolicy/);
    const deletable = await topics.update(after, { FifoTopic: true });
    expect(await attributesOf(topic.physicalId)).toMatchObject({ FifoThroughputScope: 'Topic' });
    await topics.delete(deletable);
  });
});

it('is listed, read and changed through Cloud Control by its ARN alone', async () => {
  const { physicalId } = await viaCloudControl.create({ TopicName: 'alone', Tags: [{ Key: 'a', Value: '1' }] });
  expect(await viaCloudControl.list()).toContainEqual({ TopicArn: physicalId });
  const known = { physicalId, properties: { TopicArn: physicalId }, desired: {}, answered: { TopicArn: physicalId } };
  await viaCloudControl.update(known, { TopicName: 'alone', DisplayName: 'now' });
  expect(await viaCloudControl.read(known)).toEqual({ TopicArn: physicalId, TopicName: 'alone', DisplayName: 'now' });
});

it('leaves nothing behind where a subscription fails', async () => {
  const Subscription = [{ Protocol: 'sqs', Endpoint: 'nonsense' }];
  await expect(topics.create({ TopicName: 'halfway', Subscription })).rejects.toThrow(/SQS endpoint ARN/);
  await expect(attributesOf('arn:aws:sns:us-east-1:000000000000:halfway')).rejects.toThrow(/does not exist/);
});
