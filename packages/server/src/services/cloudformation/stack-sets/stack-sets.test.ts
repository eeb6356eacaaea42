import {
  ActivateOrganizationsAccessCommand,
  CreateStackSetCommand,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  DescribeOrganizationsAccessCommand,
  DescribeStacksCommand,
  DescribeStackSetCommand,
  DetectStackSetDriftCommand,
  ImportStacksToStackSetCommand,
  ListStackInstanceResourceDriftsCommand,
  ListStackInstancesCommand,
  ListStackSetAutoDeploymentTargetsCommand,
  ListStackSetOperationsCommand,
  ListStackSetsCommand,
  UpdateStackInstancesCommand,
  UpdateStackSetCommand,
} from '@aws-sdk/client-cloudformation';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
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

function sqsIn(account: string, region: string): SQSClient {
  return new SQSClient(sets.in(account, region));
}

test('a stack set is described as it was made', async () => {
  const id = await sets.createSet('fleet', queues, { Description: 'queues', Tags: [{ Key: 'team', Value: 'a' }] });
  expect(id).toMatch(/^fleet:[0-9a-f-]{36}$/);
  const { StackSet } = await sets.client.send(new DescribeStackSetCommand({ StackSetName: 'fleet' }));
  expect(StackSet).toMatchObject({
    StackSetName: 'fleet',
    StackSetId: id,
    StackSetARN: `arn:aws:cloudformation:us-east-1:${administrator}:stackset/${id}`,
    Status: 'ACTIVE',
    Parameters: [
      { ParameterKey: 'Name', ParameterValue: 'fleet' },
      { ParameterKey: 'Seconds', ParameterValue: '30' },
    ],
    AdministrationRoleARN: `arn:aws:iam::${administrator}:role/AWSCloudFormationStackSetAdministrationRole`,
    ExecutionRoleName: 'AWSCloudFormationStackSetExecutionRole',
    PermissionModel: 'SELF_MANAGED',
    ManagedExecution: { Active: false },
  });
  await expect(sets.createSet('fleet', queues)).rejects.toMatchObject({ name: 'NameAlreadyExistsException' });
});

test('stacks are made in accounts and Regions', async () => {
  const id = await sets.createInstances('fleet', [one, two], ['us-east-1', 'eu-west-1'], {
    OperationPreferences: { RegionOrder: ['eu-west-1'], MaxConcurrentCount: 2, FailureToleranceCount: 1 },
  });
  expect(await sets.operation('fleet', id)).toMatchObject({
    Action: 'CREATE',
    Status: 'SUCCEEDED',
    StatusDetails: { FailedStackInstancesCount: 0 },
    OperationPreferences: { RegionOrder: ['eu-west-1'], MaxConcurrentCount: 2 },
  });
  expect((await sets.results('fleet', id)).map((result) => [result.Account, result.Region, result.Status])).toEqual([
    [one, 'eu-west-1', 'SUCCEEDED'],
    [two, 'eu-west-1', 'SUCCEEDED'],
    [one, 'us-east-1', 'SUCCEEDED'],
    [two, 'us-east-1', 'SUCCEEDED'],
  ]);
  expect(await sets.queueNames(two, 'eu-west-1', 'fleet')).toEqual(['fleet']);
  const instance = await sets.instance('fleet', two, 'eu-west-1');
  expect(instance).toMatchObject({
    Status: 'CURRENT',
    StackInstanceStatus: { DetailedStatus: 'SUCCEEDED' },
    LastOperationId: id,
    StackId: expect.stringContaining(`:cloudformation:eu-west-1:${two}:stack/StackSet-fleet-`) as string,
    DriftStatus: 'NOT_CHECKED',
  });
  const { Stacks } = await sets
    .cloudFormationIn(two, 'eu-west-1')
    .send(new DescribeStacksCommand({ StackName: instance.StackId }));
  expect(Stacks?.[0]).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Tags: [{ Key: 'team', Value: 'a' }] });
});

test('a request that is repeated is the same operation', async () => {
  const repeat = { StackSetName: 'fleet', Accounts: [one], Regions: ['us-west-2'], OperationId: 'again-1' };
  await sets.createInstances('fleet', [one], ['us-west-2'], { OperationId: 'again-1' });
  expect(await sets.createInstances('fleet', [one], ['us-west-2'], { OperationId: 'again-1' })).toBe('again-1');
  await expect(
    sets.client.send(new DeleteStackInstancesCommand({ ...repeat, RetainStacks: false })),
  ).rejects.toMatchObject({ name: 'OperationIdAlreadyExistsException' });
});

test('parameters are overridden for single instances, and the override is kept by updates', async () => {
  const { OperationId: id = '' } = await sets.client.send(
    new UpdateStackInstancesCommand({
      StackSetName: 'fleet',
      Accounts: [one],
      Regions: ['us-east-1'],
      ParameterOverrides: [{ ParameterKey: 'Name', ParameterValue: 'fleet-own' }],
    }),
  );
  await sets.settle();
  expect(await sets.operation('fleet', id)).toMatchObject({ Action: 'UPDATE', Status: 'SUCCEEDED' });
  expect(await sets.queueNames(one, 'us-east-1', 'fleet')).toEqual(['fleet-own']);
  await sets.client.send(
    new UpdateStackSetCommand({
      StackSetName: 'fleet',
      UsePreviousTemplate: true,
      Parameters: [
        { ParameterKey: 'Name', ParameterValue: 'fleet-new' },
        { ParameterKey: 'Seconds', UsePreviousValue: true },
      ],
    }),
  );
  await sets.settle();
  expect(await sets.queueNames(one, 'us-east-1', 'fleet')).toEqual(['fleet-own']);
  expect(await sets.queueNames(two, 'us-east-1', 'fleet')).toEqual(['fleet-new']);
  expect(await sets.instance('fleet', one, 'us-east-1')).toMatchObject({
    Status: 'CURRENT',
    ParameterOverrides: [{ ParameterKey: 'Name', ParameterValue: 'fleet-own' }],
  });
  await expect(
    sets.client.send(
      new UpdateStackInstancesCommand({ StackSetName: 'fleet', Accounts: [three], Regions: ['us-east-1'] }),
    ),
  ).rejects.toMatchObject({ name: 'StackInstanceNotFoundException' });
});

test('an update of some leaves the others outdated', async () => {
  const Parameters = [
    { ParameterKey: 'Name', UsePreviousValue: true },
    { ParameterKey: 'Seconds', ParameterValue: '45' },
  ];
  await sets.client.send(
    new UpdateStackSetCommand({
      StackSetName: 'fleet',
      UsePreviousTemplate: true,
      Parameters,
      Accounts: [one],
      Regions: ['us-east-1'],
    }),
  );
  await sets.settle();
  expect((await sets.instance('fleet', one, 'us-east-1')).Status).toBe('CURRENT');
  expect((await sets.instance('fleet', two, 'us-east-1')).Status).toBe('OUTDATED');
});

test('lists are filtered and paged', async () => {
  const list = (input: object) => sets.client.send(new ListStackInstancesCommand({ StackSetName: 'fleet', ...input }));
  expect((await list({})).Summaries).toHaveLength(5);
  expect((await list({ StackInstanceAccount: two })).Summaries).toHaveLength(2);
  expect((await list({ Filters: [{ Name: 'DETAILED_STATUS', Values: 'FAILED' }] })).Summaries).toEqual([]);
  const first = await list({ MaxResults: 3 });
  const second = await list({ MaxResults: 3, NextToken: first.NextToken });
  expect([first.Summaries?.length, second.Summaries?.length, second.NextToken]).toEqual([3, 2, undefined]);
  await expect(list({ NextToken: 'nonsense' })).rejects.toMatchObject({ name: 'ValidationError' });
  const { Summaries: operations = [] } = await sets.client.send(
    new ListStackSetOperationsCommand({ StackSetName: 'fleet' }),
  );
  expect(operations).toHaveLength(5);
  const { Summaries } = await sets.client.send(new ListStackSetsCommand({ Status: 'ACTIVE' }));
  expect(Summaries).toMatchObject([{ StackSetName: 'fleet', DriftStatus: 'NOT_CHECKED' }]);
});

test('drift is found by reading the resources', async () => {
  const QueueUrl = `${sets.server.endpoint}/${two}/fleet-new`;
  await sqsIn(two, 'us-east-1').send(
    new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '7' } }),
  );
  const { OperationId: id = '' } = await sets.client.send(
    new DetectStackSetDriftCommand({
      StackSetName: 'fleet',
      OperationPreferences: { RegionConcurrencyType: 'PARALLEL' },
    }),
  );
  await sets.settle();
  expect(await sets.operation('fleet', id)).toMatchObject({
    Action: 'DETECT_DRIFT',
    Status: 'SUCCEEDED',
    StackSetDriftDetectionDetails: {
      DriftStatus: 'DRIFTED',
      DriftDetectionStatus: 'COMPLETED',
      TotalStackInstancesCount: 5,
      DriftedStackInstancesCount: 1,
      InSyncStackInstancesCount: 4,
    },
  });
  expect((await sets.instance('fleet', two, 'us-east-1')).DriftStatus).toBe('DRIFTED');
  const { StackSet } = await sets.client.send(new DescribeStackSetCommand({ StackSetName: 'fleet' }));
  expect(StackSet?.StackSetDriftDetectionDetails?.DriftStatus).toBe('DRIFTED');
  const { Summaries } = await sets.client.send(
    new ListStackInstanceResourceDriftsCommand({
      StackSetName: 'fleet',
      OperationId: id,
      StackInstanceAccount: two,
      StackInstanceRegion: 'us-east-1',
    }),
  );
  expect(Summaries).toMatchObject([{ LogicalResourceId: 'Queue', StackResourceDriftStatus: 'MODIFIED' }]);
});

test('instances are deleted with their stacks, or without', async () => {
  const remove = async (Accounts: string[], Regions: string[], RetainStacks: boolean) => {
    await sets.client.send(
      new DeleteStackInstancesCommand({
        StackSetName: 'fleet',
        Accounts,
        Regions,
        RetainStacks,
        OperationPreferences: { FailureToleranceCount: 5 },
      }),
    );
    await sets.settle();
  };
  await expect(sets.client.send(new DeleteStackSetCommand({ StackSetName: 'fleet' }))).rejects.toMatchObject({
    name: 'StackSetNotEmptyException',
    message: 'StackSet is not empty',
  });
  await remove([two], ['us-east-1', 'eu-west-1'], false);
  expect(await sets.queueNames(two, 'us-east-1', 'fleet')).toEqual([]);
  await remove([one], ['us-east-1', 'eu-west-1', 'us-west-2'], true);
  expect(await sets.queueNames(one, 'us-east-1', 'fleet')).toEqual(['fleet-own']);
  await sets.client.send(new DeleteStackSetCommand({ StackSetName: 'fleet' }));
  await expect(sets.client.send(new DescribeStackSetCommand({ StackSetName: 'fleet' }))).rejects.toMatchObject({
    name: 'StackSetNotFoundException',
    message: 'StackSet fleet not found',
  });
  const { Summaries = [] } = await sets.client.send(new ListStackSetsCommand({ Status: 'DELETED' }));
  expect(Summaries.map(({ StackSetName }) => StackSetName)).toEqual(['fleet']);
});

test('existing stacks become instances', async () => {
  const stack = await sets.create('found', queues, { Parameters: [{ ParameterKey: 'Name', ParameterValue: 'found' }] });
  const id = stack.StackId ?? '';
  await sets.client.send(new CreateStackSetCommand({ StackSetName: 'importing', StackId: id }));
  const { OperationId = '' } = await sets.client.send(
    new ImportStacksToStackSetCommand({ StackSetName: 'importing', StackIds: [id] }),
  );
  await sets.settle();
  expect(await sets.operation('importing', OperationId)).toMatchObject({ Status: 'SUCCEEDED' });
  expect(await sets.instance('importing', administrator, 'us-east-1')).toMatchObject({
    StackId: id,
    Status: 'CURRENT',
  });
  const nothing = id.replace(/[^/]*$/, '00000000-0000-0000-0000-000000000000').replace('us-east-1', 'us-west-2');
  const again = await sets.client.send(
    new ImportStacksToStackSetCommand({ StackSetName: 'importing', StackIds: [nothing] }),
  );
  await sets.settle();
  expect((await sets.results('importing', again.OperationId ?? ''))[0]?.StatusReason).toBe(
    `Stack with id ${nothing} does not exist`,
  );
});

test('organizations are not here', async () => {
  await expect(sets.createSet('service', queues, { PermissionModel: 'SERVICE_MANAGED' })).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'You must enable organizations access to operate a service managed stack set',
  });
  await expect(sets.client.send(new ActivateOrganizationsAccessCommand({}))).rejects.toMatchObject({
    name: 'InvalidOperationException',
  });
  expect((await sets.client.send(new DescribeOrganizationsAccessCommand({}))).Status).toBe('DISABLED');
  await expect(sets.client.send(new ListStackSetsCommand({ CallAs: 'DELEGATED_ADMIN' }))).rejects.toThrow(
    'Account used is not a delegated administrator',
  );
  const targets = await sets.client.send(new ListStackSetAutoDeploymentTargetsCommand({ StackSetName: 'importing' }));
  expect(targets.Summaries).toEqual([]);
});

test('capabilities and parameters are asked for at once', async () => {
  const role = { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } } };
  await expect(sets.createSet('roles', role)).rejects.toMatchObject({ name: 'InsufficientCapabilitiesException' });
  const needy = { ...queues, Parameters: { ...queues.Parameters, Name: { Type: 'String' } } };
  await expect(sets.createSet('needy', needy)).rejects.toThrow('Parameters: [Name] must have values');
});

test('the server has nothing to complain about', () => {
  expect(sets.server.errors).toEqual([]);
});
