import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { SSM } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { instance, parameter, queue, Stacks, topic } from '../support/stacks.ts';

/** Statuses, events and reasons of failed operations, in the order that AWS documents, and that nothing is left behind. */
let server: Server;
let stacks: Stacks;
let sqs: SQS;

beforeAll(async () => {
  server = await startServer(['--clock', 'virtual']);
  stacks = new Stacks(server);
  sqs = new SQS(server.client());
});
afterAll(() => server.stop());

async function queueNames(QueueNamePrefix: string): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.listQueues({ QueueNamePrefix });
  return QueueUrls.map((url) => url.split('/').at(-1) ?? '').toSorted();
}

async function delayOf(QueueUrl: string | undefined): Promise<string | undefined> {
  return (await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['DelaySeconds'] })).Attributes?.['DelaySeconds'];
}

const handlerSaid = (message: string, code: string) =>
  `Resource handler returned message: "${message}" (RequestToken: UUID, HandlerErrorCode: ${code})`;
const refused = handlerSaid(
  'Parameter value, cannot be validated against allowedPattern: ^a$',
  'GeneralServiceException',
);

test('a create that fails at the third resource deletes the first two', async () => {
  const stack = await stacks.create('third', {
    Resources: {
      First: queue('third-first'),
      Second: topic('third-second', { DependsOn: 'First' }),
      Slow: instance({ Timeout: 'PT1H' }, { DependsOn: 'Second' }),
      Third: parameter({ Name: 'third', AllowedPattern: '^a$', Value: 'b' }, { DependsOn: 'Second' }),
      Never: topic('third-never', { DependsOn: 'Third' }),
    },
  });
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  const events = await stacks.events('third');
  // Slow is under way beside Third.
  expect(events.filter((line) => !line.startsWith('Slow'))).toEqual([
    'third CREATE_IN_PROGRESS User Initiated',
    'First CREATE_IN_PROGRESS',
    'First CREATE_IN_PROGRESS Resource creation Initiated',
    'First CREATE_COMPLETE',
    'Second CREATE_IN_PROGRESS',
    'Second CREATE_IN_PROGRESS Resource creation Initiated',
    'Second CREATE_COMPLETE',
    'Third CREATE_IN_PROGRESS',
    `Third CREATE_FAILED ${refused}`,
    expect.stringMatching(
      /^third ROLLBACK_IN_PROGRESS The following resource\(s\) failed to create: \[(Slow, Third|Third, Slow)\]\. Rollback requested by user\.$/,
    ),
    'Third DELETE_COMPLETE',
    'Second DELETE_IN_PROGRESS',
    'Second DELETE_COMPLETE',
    'First DELETE_IN_PROGRESS',
    'First DELETE_COMPLETE',
    'third ROLLBACK_COMPLETE',
  ]);
  expect(events.filter((line) => /^(Slow|third ROLLBACK)/.test(line))).toEqual([
    'Slow CREATE_IN_PROGRESS',
    'Slow CREATE_IN_PROGRESS Resource creation Initiated',
    'Slow CREATE_FAILED Resource creation cancelled',
    expect.stringMatching(/^third ROLLBACK_IN_PROGRESS/),
    'Slow DELETE_IN_PROGRESS',
    'Slow DELETE_COMPLETE',
    'third ROLLBACK_COMPLETE',
  ]);
  expect(await queueNames('third')).toEqual([]);
  expect((await new SNS(server.client()).listTopics({})).Topics).toEqual([]);
  expect((await new SSM(server.client()).describeParameters({})).Parameters).toEqual([]);
  expect(await stacks.physicalIds('third')).toEqual({});
});

test('an update that fails after a replacement goes back to the replaced resource', async () => {
  const template = (name: string, DelaySeconds: number, more: object = {}) => ({
    Resources: {
      Changed: queue('replaces-changed', { DelaySeconds }),
      Renamed: queue(name, {}, { DependsOn: 'Changed' }),
      ...more,
    },
  });
  await stacks.create('replaces', template('replaces-before', 1));
  const before = await stacks.physicalIds('replaces');
  const stack = await stacks.update(
    'replaces',
    template('replaces-after', 2, {
      Added: queue('replaces-added', {}, { DependsOn: 'Renamed' }),
      Broken: parameter({ Name: 'broken', AllowedPattern: '^a$', Value: 'b' }, { DependsOn: 'Added' }),
    }),
  );
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await stacks.events('replaces', 'replaces UPDATE_IN_PROGRESS')).toEqual([
    'replaces UPDATE_IN_PROGRESS User Initiated',
    'Changed UPDATE_IN_PROGRESS',
    'Changed UPDATE_COMPLETE',
    'Renamed UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
    'Renamed UPDATE_IN_PROGRESS Resource creation Initiated',
    'Renamed UPDATE_COMPLETE',
    'Added CREATE_IN_PROGRESS',
    'Added CREATE_IN_PROGRESS Resource creation Initiated',
    'Added CREATE_COMPLETE',
    'Broken CREATE_IN_PROGRESS',
    `Broken CREATE_FAILED ${refused}`,
    'replaces UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Broken].',
    'Changed UPDATE_IN_PROGRESS',
    'Changed UPDATE_COMPLETE',
    'Renamed UPDATE_COMPLETE',
    'replaces UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'Broken DELETE_COMPLETE',
    'Added DELETE_IN_PROGRESS',
    'Added DELETE_COMPLETE',
    'Renamed DELETE_IN_PROGRESS',
    'Renamed DELETE_COMPLETE',
    'replaces UPDATE_ROLLBACK_COMPLETE',
  ]);
  expect(await stacks.physicalIds('replaces')).toEqual(before);
  expect(await queueNames('replaces')).toEqual(['replaces-before', 'replaces-changed']);
  expect(await delayOf(before['Changed'])).toBe('1');
});

test('a delete that meets a bucket that is not empty leaves it with what it needs, and goes on when asked again', async () => {
  const s3 = new S3({ ...server.client(), forcePathStyle: true });
  const { StackId = '' } = await stacks.create('bucket', {
    Resources: {
      Below: queue('bucket-below'),
      Bucket: { Type: 'AWS::S3::Bucket', DependsOn: 'Below', Properties: { BucketName: 'not-empty' } },
      Above: queue('bucket-above', {}, { DependsOn: 'Bucket' }),
    },
  });
  await s3.putObject({ Bucket: 'not-empty', Key: 'object', Body: 'body' });
  const stack = await stacks.delete('bucket');
  expect(stack).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'The following resource(s) failed to delete: [Bucket]. ',
  });
  expect(await stacks.events('bucket', 'bucket DELETE_IN_PROGRESS')).toEqual([
    'bucket DELETE_IN_PROGRESS User Initiated',
    'Above DELETE_IN_PROGRESS',
    'Above DELETE_COMPLETE',
    'Bucket DELETE_IN_PROGRESS',
    'Bucket DELETE_FAILED Resource handler returned message: "The bucket you tried to delete is not empty" (RequestToken: UUID, HandlerErrorCode: GeneralServiceException)',
    'bucket DELETE_FAILED The following resource(s) failed to delete: [Bucket].',
  ]);
  expect(await queueNames('bucket')).toEqual(['bucket-below']);
  await s3.deleteObject({ Bucket: 'not-empty', Key: 'object' });
  await stacks.delete('bucket');
  expect(await stacks.events(StackId, 'bucket DELETE_IN_PROGRESS')).toEqual([
    'bucket DELETE_IN_PROGRESS User Initiated',
    'Bucket DELETE_IN_PROGRESS',
    'Bucket DELETE_COMPLETE',
    'Below DELETE_IN_PROGRESS',
    'Below DELETE_COMPLETE',
    'bucket DELETE_COMPLETE',
  ]);
  expect(await queueNames('bucket')).toEqual([]);
  expect((await s3.listBuckets({})).Buckets ?? []).toEqual([]);
});

describe('a rollback that fails', () => {
  const lost = [
    'Queue UPDATE_IN_PROGRESS',
    `Queue UPDATE_FAILED ${handlerSaid('The specified queue does not exist.', 'NotFound')}`,
  ];
  const template = (DelaySeconds: number, more: object = {}) => ({
    Resources: { Queue: queue('lost', { DelaySeconds }), ...more },
  });
  const failure = async (name: string) => {
    await stacks.create(name, template(1));
    const { Queue } = await stacks.physicalIds(name);
    const Slow = instance({ Timeout: 'PT1M' }, { DependsOn: 'Queue' });
    const line = 'Slow CREATE_IN_PROGRESS Resource creation Initiated';
    await stacks.update(name, template(2, { Slow }), {}, line);
    await sqs.deleteQueue({ QueueUrl: Queue });
    await server.advance(61);
    return stacks.settled(name);
  };

  test('leaves the stack in UPDATE_ROLLBACK_FAILED, until it is continued without the resource', async () => {
    const stack = await failure('skips');
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    expect(await stacks.events('skips', 'skips UPDATE_IN_PROGRESS')).toEqual([
      'skips UPDATE_IN_PROGRESS User Initiated',
      'Queue UPDATE_IN_PROGRESS',
      'Queue UPDATE_COMPLETE',
      'Slow CREATE_IN_PROGRESS',
      'Slow CREATE_IN_PROGRESS Resource creation Initiated',
      'Slow CREATE_FAILED Failed to receive 1 resource signal(s) within the specified duration',
      'skips UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Slow].',
      ...lost,
      'skips UPDATE_ROLLBACK_FAILED The following resource(s) failed to update: [Queue].',
    ]);
    await stacks.cfn.continueUpdateRollback({ StackName: 'skips' });
    expect((await stacks.settled('skips')).StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    expect(await stacks.events('skips', 'skips UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'skips UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
      ...lost,
      'skips UPDATE_ROLLBACK_FAILED The following resource(s) failed to update: [Queue].',
    ]);
    await stacks.cfn.continueUpdateRollback({ StackName: 'skips', ResourcesToSkip: ['Queue'] });
    expect((await stacks.settled('skips')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stacks.events('skips', 'skips UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'skips UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
      'Queue UPDATE_COMPLETE',
      'skips UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Slow DELETE_IN_PROGRESS',
      'Slow DELETE_COMPLETE',
      'skips UPDATE_ROLLBACK_COMPLETE',
    ]);
    await stacks.delete('skips');
  });

  test('is continued with the resource, once that is mended', async () => {
    await failure('mends');
    await server.advance(60);
    const { QueueUrl } = await sqs.createQueue({ QueueName: 'lost', Attributes: { DelaySeconds: '2' } });
    await stacks.cfn.continueUpdateRollback({ StackName: 'mends' });
    expect((await stacks.settled('mends')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stacks.events('mends', 'mends UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'mends UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
      'Queue UPDATE_IN_PROGRESS',
      'Queue UPDATE_COMPLETE',
      'mends UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Slow DELETE_IN_PROGRESS',
      'Slow DELETE_COMPLETE',
      'mends UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(await delayOf(QueueUrl)).toBe('1');
    await stacks.delete('mends');
    expect(await queueNames('lost')).toEqual([]);
  });
});

test('an update that is cancelled is rolled back', async () => {
  const template = (DelaySeconds: number, more: object = {}) => ({
    Resources: { Queue: queue('cancelled', { DelaySeconds }), ...more },
  });
  await stacks.create('cancelled', template(1));
  const Slow = instance({ Timeout: 'PT1H' }, { DependsOn: 'Queue' });
  const Never = queue('cancelled-never', {}, { DependsOn: 'Slow' });
  const line = 'Slow CREATE_IN_PROGRESS Resource creation Initiated';
  await stacks.update('cancelled', template(2, { Slow, Never }), {}, line);
  await stacks.cfn.cancelUpdateStack({ StackName: 'cancelled' });
  expect((await stacks.settled('cancelled')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await stacks.events('cancelled', 'cancelled UPDATE_IN_PROGRESS')).toEqual([
    'cancelled UPDATE_IN_PROGRESS User Initiated',
    'Queue UPDATE_IN_PROGRESS',
    'Queue UPDATE_COMPLETE',
    'Slow CREATE_IN_PROGRESS',
    'Slow CREATE_IN_PROGRESS Resource creation Initiated',
    'cancelled UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
    'Slow CREATE_FAILED Resource creation cancelled',
    'Queue UPDATE_IN_PROGRESS',
    'Queue UPDATE_COMPLETE',
    'cancelled UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'Slow DELETE_IN_PROGRESS',
    'Slow DELETE_COMPLETE',
    'cancelled UPDATE_ROLLBACK_COMPLETE',
  ]);
  const { Queue, ...others } = await stacks.physicalIds('cancelled');
  expect(others).toEqual({});
  expect(await delayOf(Queue)).toBe('1');
  expect(await queueNames('cancelled')).toEqual(['cancelled']);
});
