import { GetQueueAttributesCommand, ListQueueTagsCommand, SQSClient, TagQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let client: SQSClient;
let queues: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  client = new SQSClient(server.client);
  queues = new ResourceHarness(server, 'AWS::SQS::Queue', 'QueueUrl');
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const attributesOf = async (QueueUrl: string) =>
  (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};
const tagsOf = async (QueueUrl: string) => (await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags ?? {};

describe('AWS::SQS::Queue', () => {
  it('is made with a generated name, its attributes and tags', async () => {
    const queue = await queues.create({ Tags: [{ Key: 'team', Value: 'blue' }] });
    expect(queue.answered['QueueName']).toMatch(/^demo-Thing-[A-Z0-9]{12}$/);
    expect(queue.physicalId).toBe(`${server.endpoint}/000000000000/${String(queue.answered['QueueName'])}`);
    expect(queue.answered['Arn']).toBe((await attributesOf(queue.physicalId))['QueueArn']);
    expect(await tagsOf(queue.physicalId)).toEqual({
      team: 'blue',
      'aws:cloudformation:stack-name': 'demo',
      'aws:cloudformation:stack-id': 'arn:aws:cloudformation:us-east-1:000000000000:stack/demo/0a1b',
      'aws:cloudformation:logical-id': 'Thing',
    });
  });

  it('is read with the types of its schema', async () => {
    const dead = await queues.create({ QueueName: 'dead.fifo', FifoQueue: true });
    const queue = await queues.create({
      QueueName: 'orders.fifo',
      FifoQueue: true,
      ContentBasedDeduplication: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      DelaySeconds: 5,
      KmsMasterKeyId: 'alias/aws/sqs',
      RedrivePolicy: { deadLetterTargetArn: dead.answered['Arn'], maxReceiveCount: 3 },
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
      Tags: [{ Key: 'team', Value: 'blue' }],
    });
    expect(await queues.read(queue)).toEqual({
      Arn: 'arn:aws:sqs:us-east-1:000000000000:orders.fifo',
      QueueName: 'orders.fifo',
      QueueUrl: queue.physicalId,
      FifoQueue: true,
      ContentBasedDeduplication: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      DelaySeconds: 5,
      KmsMasterKeyId: 'alias/aws/sqs',
      KmsDataKeyReusePeriodSeconds: 300,
      SqsManagedSseEnabled: false,
      MaximumMessageSize: 1_048_576,
      MessageRetentionPeriod: 345_600,
      ReceiveMessageWaitTimeSeconds: 0,
      VisibilityTimeout: 30,
      RedrivePolicy: { deadLetterTargetArn: dead.answered['Arn'], maxReceiveCount: 3 },
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
      Tags: [{ Key: 'team', Value: 'blue' }],
    });
  });

  it('gives generated names of FIFO queues their suffix', async () => {
    const queue = await queues.create({ FifoQueue: true });
    expect(queue.answered['QueueName']).toMatch(/^demo-Thing-[A-Z0-9]{12}\.fifo$/);
  });

  it('takes what only FIFO queues have, where it is false', async () => {
    const queue = await queues.create({ FifoQueue: false, ContentBasedDeduplication: false });
    expect(queue.physicalId).not.toMatch(/fifo/);
  });

  it('does not take over a queue that is there', async () => {
    await queues.create({ QueueName: 'mine' });
    await expect(queues.create({ QueueName: 'mine' })).rejects.toMatchObject({ code: 'AlreadyExists' });
  });

  it('updates every attribute in place', async () => {
    const dead = await queues.create({});
    const created = await queues.create({ DelaySeconds: 1 });
    const desired = {
      DelaySeconds: 2,
      MaximumMessageSize: 2048,
      MessageRetentionPeriod: 120,
      ReceiveMessageWaitTimeSeconds: 7,
      VisibilityTimeout: 60,
      SqsManagedSseEnabled: false,
      KmsMasterKeyId: 'alias/mine',
      KmsDataKeyReusePeriodSeconds: 600,
      RedrivePolicy: { deadLetterTargetArn: dead.answered['Arn'], maxReceiveCount: 9 },
      RedriveAllowPolicy: { redrivePermission: 'allowAll' },
    };
    const updated = await queues.update(created, desired);
    expect(updated.physicalId).toBe(created.physicalId);
    expect(await queues.read(updated)).toMatchObject(desired);
    expect((await attributesOf(created.physicalId))['DelaySeconds']).toBe('2');
  });

  it('gives attributes that the template drops their default, and leaves others alone', async () => {
    const created = await queues.create({
      DelaySeconds: 5,
      KmsMasterKeyId: 'alias/mine',
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
      VisibilityTimeout: 60,
    });
    const read = await queues.read(await queues.update(created, { VisibilityTimeout: 60 }));
    expect(read).toMatchObject({ DelaySeconds: 0, VisibilityTimeout: 60 });
    expect(read).not.toHaveProperty('KmsMasterKeyId');
    expect(read).not.toHaveProperty('RedriveAllowPolicy');
  });

  it("adds, changes and removes tags, and leaves users' and system tags", async () => {
    const system = { 'aws:cloudformation:stack-name': 'demo' };
    const created = await queues.create(
      { Tags: [tag('changes', '1'), tag('goes', '1')] },
      { ...system, stackWide: 'old', stackGoes: 'x' },
    );
    await client.send(new TagQueueCommand({ QueueUrl: created.physicalId, Tags: { byHand: 'stays' } }));
    await queues.update(created, { Tags: [tag('changes', '2'), tag('comes', '1')] }, { ...system, stackWide: 'new' });
    expect(await tagsOf(created.physicalId)).toEqual({
      ...system,
      stackWide: 'new',
      changes: '2',
      comes: '1',
      byHand: 'stays',
    });
  });

  it('keeps tags under aws: out of reach of users', async () => {
    const { physicalId: QueueUrl } = await queues.create({});
    const Tags = { 'aws:cloudformation:stack-name': 'other' };
    await expect(client.send(new TagQueueCommand({ QueueUrl, Tags }))).rejects.toThrow(/reserved/);
  });

  it('is listed, deleted, and no error when gone; its name is free at once', async () => {
    const queue = await queues.create({ QueueName: 'short-lived' });
    expect(await queues.list()).toContainEqual({ QueueUrl: queue.physicalId });
    await queues.delete(queue);
    await queues.delete(queue);
    expect(await queues.read(queue)).toBeUndefined();
    expect(await queues.list()).not.toContainEqual({ QueueUrl: queue.physicalId });
    await queues.create({ QueueName: 'short-lived' });
  });

  it('is updated through Cloud Control by its identifier alone', async () => {
    const control = new ResourceHarness(server, 'AWS::SQS::Queue', 'QueueUrl', { stack: 'cloud-control' });
    const queue = await control.create({ DelaySeconds: 5, Tags: [tag('a', '1'), tag('b', '1')] });
    const identified = { ...queue, properties: { QueueUrl: queue.physicalId } };
    await control.update(identified, { VisibilityTimeout: 44, Tags: [tag('b', '2')] });
    expect(await control.read(identified)).toMatchObject({
      DelaySeconds: 0,
      VisibilityTimeout: 44,
      Tags: [tag('b', '2')],
    });
  });
});

function tag(Key: string, Value: string) {
  return { Key, Value };
}

it('logs no error', () => expect(server.errors).toEqual([]));
