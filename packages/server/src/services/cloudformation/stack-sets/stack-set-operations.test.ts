import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteStackSetCommand,
  StopStackSetOperationCommand,
  UpdateStackSetCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator, queues, TestStackSets } from './testing.ts';

let sets: TestStackSets;
const one = '111111111111';
const two = '222222222222';
const three = '333333333333';

beforeAll(async () => {
  sets = await TestStackSets.start();
  await sets.addRoles([one, two, three]);
});

afterAll(() => sets.stop());

/** Waits until somebody signals. */
const waiting = {
  Resources: {
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
    Ready: { Type: 'AWS::CloudFormation::WaitCondition', Properties: { Handle: { Ref: 'Handle' }, Timeout: '60' } },
  },
};

function sqsIn(account: string, region: string): SQSClient {
  return new SQSClient(sets.in(account, region));
}

test('a failure is told with its resource, and ends the operation', async () => {
  await sets.createSet('unlucky', queues, { Parameters: [{ ParameterKey: 'Name', ParameterValue: 'unlucky' }] });
  await sqsIn(two, 'us-east-1').send(new CreateQueueCommand({ QueueName: 'unlucky' }));
  const id = await sets.createInstances('unlucky', [one, two, three], ['us-east-1', 'us-west-2']);
  expect(await sets.operation('unlucky', id)).toMatchObject({
    Status: 'FAILED',
    StatusDetails: { FailedStackInstancesCount: 1 },
  });
  const results = await sets.results('unlucky', id);
  expect(results.map(({ Status }) => Status)).toEqual([
    'SUCCEEDED',
    'FAILED',
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
  ]);
  expect(results[1]?.StatusReason).toMatch(
    /^ResourceLogicalId:Queue, ResourceType:AWS::SQS::Queue, ResourceStatusReason:.*already exists/,
  );
  expect(results[1]?.AccountGateResult?.Status).toBe('SKIPPED');
  expect(await sets.instance('unlucky', two, 'us-east-1')).toMatchObject({
    Status: 'OUTDATED',
    StackInstanceStatus: { DetailedStatus: 'FAILED' },
  });
  expect(await sets.instance('unlucky', three, 'us-west-2')).toMatchObject({
    Status: 'OUTDATED',
    StackInstanceStatus: { DetailedStatus: 'CANCELLED' },
  });
});

test('an update makes anew what could not be created before', async () => {
  await sqsIn(two, 'us-east-1').send(new DeleteQueueCommand({ QueueUrl: `${sets.server.endpoint}/${two}/unlucky` }));
  await sets.server.clock.advance(60_000);
  const { OperationId: id = '' } = await sets.client.send(
    new UpdateStackSetCommand({
      StackSetName: 'unlucky',
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'Name', UsePreviousValue: true }],
      OperationPreferences: {
        RegionConcurrencyType: 'PARALLEL',
        MaxConcurrentPercentage: 100,
        FailureTolerancePercentage: 100,
      },
    }),
  );
  await sets.settle();
  expect(await sets.operation('unlucky', id)).toMatchObject({ Status: 'SUCCEEDED' });
  expect((await sets.instance('unlucky', two, 'us-east-1')).Status).toBe('CURRENT');
  expect((await sets.results('unlucky', id)).map(({ Status }) => Status)).toEqual(
    Array.from({ length: 6 }, () => 'SUCCEEDED'),
  );
});

test('without the roles it fails for what is missing', async () => {
  await sets.createSet('roleless', queues, { ExecutionRoleName: 'Missing' });
  const id = await sets.createInstances('roleless', [one], ['us-east-1']);
  expect((await sets.results('roleless', id))[0]).toMatchObject({
    Status: 'FAILED',
    StatusReason: `Account ${one} should have 'Missing' role with trust relationship to Role 'AWSCloudFormationStackSetAdministrationRole'.`,
  });
  await sets.createSet('headless', queues, { AdministrationRoleARN: `arn:aws:iam::${administrator}:role/None` });
  const other = await sets.createInstances('headless', [administrator], ['us-east-1']);
  expect((await sets.results('headless', other))[0]).toMatchObject({
    Status: 'FAILED',
    StatusReason: `Account ${administrator} should have 'None' role with trust relationship to CloudFormation service.`,
  });
});

test('one operation at a time, which can be stopped', async () => {
  await sets.createSet('slow', waiting);
  const id = await sets.createInstances('slow', [one, two], ['us-east-1']);
  expect((await sets.results('slow', id)).map(({ Status }) => Status)).toEqual(['RUNNING', 'PENDING']);
  expect(await sets.instance('slow', one, 'us-east-1')).toMatchObject({
    StackInstanceStatus: { DetailedStatus: 'RUNNING' },
  });
  await expect(sets.createInstances('slow', [three], ['us-east-1'])).rejects.toMatchObject({
    name: 'OperationInProgressException',
    message: expect.stringMatching(
      `Another Operation on StackSet arn:aws:cloudformation:us-east-1:${administrator}:stackset/slow:.* is in progress: ${id}`,
    ) as string,
  });
  await expect(sets.client.send(new DeleteStackSetCommand({ StackSetName: 'slow' }))).rejects.toMatchObject({
    name: 'OperationInProgressException',
  });
  await sets.client.send(new StopStackSetOperationCommand({ StackSetName: 'slow', OperationId: id }));
  await sets.settle();
  expect(await sets.operation('slow', id)).toMatchObject({ Status: 'STOPPING' });
  expect((await sets.results('slow', id)).map(({ Status }) => Status)).toEqual(['RUNNING', 'CANCELLED']);
  await sets.server.clock.advance(60_000);
  expect(await sets.operation('slow', id)).toMatchObject({ Status: 'STOPPED' });
  expect((await sets.results('slow', id))[0]?.StatusReason).toContain(
    'WaitCondition timed out. Received 0 conditions when expecting 1',
  );
  await expect(
    sets.client.send(new StopStackSetOperationCommand({ StackSetName: 'slow', OperationId: id })),
  ).rejects.toMatchObject({ name: 'InvalidOperationException' });
});

test('under managed execution operations wait for those that they would disturb', async () => {
  await sets.createSet('managed', waiting, { ManagedExecution: { Active: true } });
  const first = await sets.createInstances('managed', [one], ['us-east-1']);
  const beside = await sets.createInstances('managed', [two], ['us-east-1']);
  const behind = await sets.createInstances('managed', [one], ['us-east-1', 'us-west-2']);
  const statuses = async () =>
    Promise.all([first, beside, behind].map(async (id) => (await sets.operation('managed', id)).Status));
  expect(await statuses()).toEqual(['RUNNING', 'RUNNING', 'QUEUED']);
  await sets.server.clock.advance(60_000);
  expect(await statuses()).toEqual(['FAILED', 'FAILED', 'RUNNING']);
  await sets.server.clock.advance(60_000);
  expect(await statuses()).toEqual(['FAILED', 'FAILED', 'FAILED']);
});

test('an operation goes on after a restart of the server', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'madang-stack-sets-'));
  const databaseFile = join(directory, 'state.db');
  const before = await TestStackSets.start({ databaseFile });
  await before.addRoles([one, two]);
  await before.createSet('lasting', waiting);
  const id = await before.createInstances('lasting', [one, two], ['us-east-1'], {
    OperationPreferences: { FailureToleranceCount: 2 },
  });
  const url = (await before.instance('lasting', one, 'us-east-1')).StackId ?? '';
  await before.stop();
  const after = await TestStackSets.start({ databaseFile });
  await after.settle();
  expect((await after.results('lasting', id)).map(({ Status }) => Status)).toEqual(['RUNNING', 'PENDING']);
  expect((await after.instance('lasting', one, 'us-east-1')).StackId).toBe(url);
  await after.server.clock.advance(70_000);
  expect((await after.results('lasting', id)).map(({ Status }) => Status)).toEqual(['FAILED', 'RUNNING']);
  await after.server.clock.advance(70_000);
  expect(await after.operation('lasting', id)).toMatchObject({
    Status: 'SUCCEEDED',
    StatusDetails: { FailedStackInstancesCount: 2 },
  });
  await after.stop();
  await rm(directory, { recursive: true });
});

test('the server has nothing to complain about', () => {
  expect(sets.server.errors).toEqual([]);
});
