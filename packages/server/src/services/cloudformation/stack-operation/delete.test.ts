import {
  DeleteStackCommand,
  ListStackResourcesCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;
let s3: S3Client;

beforeAll(async () => {
  stacks = await TestStacks.start();
  s3 = new S3Client({ ...stacks.server.client, forcePathStyle: true });
});

afterAll(async () => {
  await stacks.stop();
});

const bucket = (BucketName: string) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName } });
const queue = (QueueName: string, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName },
  ...more,
});

describe('a bucket that is not empty', () => {
  const template = {
    Resources: {
      Bucket: bucket('full-bucket'),
      Queue: queue('beside'),
      Below: queue('below', { DependsOn: 'Bucket' }),
    },
  };

  test('keeps its stack; the rest goes', async () => {
    await stacks.create('full', template);
    await s3.send(new PutObjectCommand({ Bucket: 'full-bucket', Key: 'a', Body: 'a' }));
    const stack = await stacks.delete('full');
    expect(stack.StackStatus).toBe('DELETE_FAILED');
    expect(stack.StackStatusReason).toBe('The following resource(s) failed to delete: [Bucket]. ');
    const events = await stacks.eventsSince('full', 'full DELETE_IN_PROGRESS');
    expect(events.filter((line) => line.startsWith('Bucket'))).toEqual([
      'Bucket DELETE_IN_PROGRESS',
      expect.stringMatching(
        /^Bucket DELETE_FAILED Resource handler returned message: "The bucket you tried to delete is not empty.*HandlerErrorCode: GeneralServiceException\)$/,
      ),
    ]);
    expect(await queueNames('b')).toEqual([]);
  });

  test('is left to its owner by an update that drops or replaces it', async () => {
    const of = (name: string, more: object = {}) => ({
      Resources: { Queue: queue('kept'), Kept: bucket(name), ...more },
    });
    await stacks.create('leaves', of('former', { Dropped: bucket('dropped') }));
    for (const Bucket of ['former', 'dropped']) await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    const stack = await stacks.update('leaves', of('later'));
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(stack.StackStatusReason).toBe('Update successful. One or more resources could not be deleted.');
    const events = await stacks.eventsSince('leaves', 'leaves UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    for (const name of ['Kept', 'Dropped']) {
      expect(events.filter((line) => line.startsWith(`${name} DELETE_FAILED`))).toHaveLength(3);
    }
    expect(await stacks.physicalIds('leaves')).toEqual({ Queue: expect.stringContaining('kept'), Kept: 'later' });
    expect((await stacks.delete('leaves')).StackStatus).toBe('DELETE_COMPLETE');
    await s3.send(new DeleteObjectCommand({ Bucket: 'former', Key: 'a' }));
  });

  test('is retained on request', async () => {
    await expect(remove('full', { RetainResources: ['Queue'] })).rejects.toThrow(
      'The specified resources to retain must be in a valid state. Do not specify resources that are in the DELETE_COMPLETE state.',
    );
    const { StackId = '' } = await stacks.describe('full');
    await remove('full', { RetainResources: ['Bucket'] });
    expect(await stacks.eventsSince(StackId, 'full DELETE_IN_PROGRESS')).toEqual([
      'full DELETE_IN_PROGRESS User Initiated',
      'Bucket DELETE_SKIPPED',
      'full DELETE_COMPLETE',
    ]);
    await s3.send(new DeleteObjectCommand({ Bucket: 'full-bucket', Key: 'a' }));
  });

  test('is left behind by force', async () => {
    await stacks.create('forced', { Resources: { Bucket: bucket('forced-bucket') } });
    await s3.send(new PutObjectCommand({ Bucket: 'forced-bucket', Key: 'a', Body: 'a' }));
    const { StackId = '' } = await stacks.delete('forced');
    await remove('forced', { DeletionMode: 'FORCE_DELETE_STACK' });
    expect(await stacks.describe(StackId)).toMatchObject({
      StackStatus: 'DELETE_COMPLETE',
      DeletionMode: 'FORCE_DELETE_STACK',
    });
    expect((await stacks.events(StackId)).slice(-2)).toEqual(['Bucket DELETE_SKIPPED', 'forced DELETE_COMPLETE']);
  });
});

test('what is to be retained stays, and is no longer of the stack', async () => {
  await stacks.create('retains', { Resources: { Queue: queue('retained', { DeletionPolicy: 'Retain' }) } });
  const { StackId = '' } = await stacks.delete('retains');
  expect((await stacks.events(StackId)).slice(-3)).toEqual([
    'retains DELETE_IN_PROGRESS User Initiated',
    'Queue DELETE_SKIPPED',
    'retains DELETE_COMPLETE',
  ]);
  expect(await queueNames('retained')).toEqual(['retained']);
  const { StackResourceSummaries = [] } = await stacks.client.send(
    new ListStackResourcesCommand({ StackName: StackId }),
  );
  expect(StackResourceSummaries.map(({ ResourceStatus }) => ResourceStatus)).toEqual(['DELETE_SKIPPED']);
});

test('a failed create keeps what is to be retained, but not what is to be retained except on create', async () => {
  const resources = {
    Kept: queue('create-kept', { DeletionPolicy: 'Retain' }),
    Gone: queue('create-gone', { DeletionPolicy: 'RetainExceptOnCreate' }),
    Broken: queue('retained', { DependsOn: ['Kept', 'Gone'] }),
  };
  expect((await stacks.create('half', { Resources: resources })).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await queueNames('create-')).toEqual(['create-kept']);
  const { Gone: _, ...rest } = resources;
  const Kept = queue('create-kept-too', { DeletionPolicy: 'Retain' });
  const template = { Resources: { ...rest, Kept, Broken: queue('retained', { DependsOn: 'Kept' }) } };
  await stacks.create('half-again', template, { RetainExceptOnCreate: true });
  expect(await queueNames('create-')).toEqual(['create-kept']);
});

test('a protected stack is not deleted', async () => {
  await stacks.create('protected', { Resources: { Queue: queue('safe') } }, { EnableTerminationProtection: true });
  await expect(remove('protected')).rejects.toThrow(/cannot be deleted while TerminationProtection is enabled/);
  const off = { StackName: 'protected', EnableTerminationProtection: false };
  await stacks.client.send(new UpdateTerminationProtectionCommand(off));
  expect((await stacks.delete('protected')).StackStatus).toBe('DELETE_COMPLETE');
});

test('a delete while the stack is created takes over', async () => {
  const Instance = {
    Type: 'AWS::CloudFormation::WaitCondition',
    CreationPolicy: { ResourceSignal: { Timeout: 'PT1H' } },
  };
  const { StackId = '' } = await stacks.create('taken-over', { Resources: { Instance, Queue: queue('short-lived') } });
  expect((await stacks.delete('taken-over')).StackStatus).toBe('DELETE_COMPLETE');
  expect((await stacks.eventsSince(StackId, 'taken-over DELETE_IN_PROGRESS')).length).toBe(6);
  expect(await queueNames('short-lived')).toEqual([]);
  await remove('taken-over');
});

async function remove(StackName: string, input: Partial<DeleteStackCommand['input']> = {}): Promise<void> {
  await stacks.client.send(new DeleteStackCommand({ StackName, ...input }));
  await stacks.settle();
}

async function queueNames(QueueNamePrefix: string): Promise<string[]> {
  const { QueueUrls = [] } = await new SQSClient(stacks.server.client).send(new ListQueuesCommand({ QueueNamePrefix }));
  return QueueUrls.map((url) => url.split('/').at(-1) ?? '').toSorted();
}
