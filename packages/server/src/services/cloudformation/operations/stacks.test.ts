import {
  CreateStackCommand,
  DescribeAccountLimitsCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetStackPolicyCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  RollbackStackCommand,
  SetStackPolicyCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;

beforeAll(async () => {
  stacks = await TestStacks.start();
});

afterAll(async () => {
  await stacks.stop();
});

const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const oneQueue = { Resources: { Queue: queue() } };

describe('CreateStack refuses', () => {
  const attempt = (template: unknown, input: object = {}) => stacks.create('refused', template, input);

  test('a name that is taken or no name', async () => {
    await stacks.create('named', oneQueue);
    const again = stacks.create('named', oneQueue);
    await expect(again).rejects.toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Stack [named] already exists',
    });
    await expect(stacks.create('1st', oneQueue)).rejects.toThrow(
      "Value '1st' at 'stackName' failed to satisfy constraint",
    );
  });

  test('types that are not there', async () => {
    await expect(attempt({ Resources: { A: { Type: 'AWS::Nothing::Here' } } })).rejects.toThrow(
      'Template format error: Unrecognized resource types: [AWS::Nothing::Here]',
    );
    await expect(stacks.describe('refused')).rejects.toThrow('Stack with id refused does not exist');
  });

  test('IAM without capabilities', async () => {
    const document = {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: document } };
    const unnamed = attempt({ Resources: { Role: role } }, { Capabilities: ['CAPABILITY_IAM'] });
    await expect(unnamed).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    });
  });

  test('choices that contradict each other', async () => {
    await expect(attempt(oneQueue, { OnFailure: 'DELETE', DisableRollback: true })).rejects.toThrow(
      'You can specify either DisableRollback or OnFailure, but not both.',
    );
    await expect(attempt(oneQueue, { StackPolicyBody: '{' })).rejects.toThrow('Error validating stack policy');
    await expect(attempt(oneQueue, { Tags: [{ Key: 'aws:a', Value: 'b' }] })).rejects.toThrow('aws: prefixed tag key');
  });
});

test('a request that comes again with its token is done once', async () => {
  const create = (TemplateBody: string) =>
    stacks.client.send(new CreateStackCommand({ StackName: 'once', TemplateBody, ClientRequestToken: 'token-1' }));
  const first = await create(JSON.stringify(oneQueue));
  expect((await create(JSON.stringify(oneQueue))).StackId).toBe(first.StackId);
  await stacks.settle();
  await expect(create(JSON.stringify({ Resources: { Other: queue() } }))).rejects.toMatchObject({
    name: 'TokenAlreadyExistsException',
  });
  const update = new UpdateStackCommand({
    StackName: 'once',
    TemplateBody: JSON.stringify({ Resources: { Queue: queue({ DelaySeconds: 3 }) } }),
    ClientRequestToken: 'token-2',
  });
  for (let time = 0; time < 2; time++) {
    await stacks.client.send(update);
    await stacks.settle();
  }
  const { StackEvents = [] } = await stacks.client.send(new DescribeStackEventsCommand({ StackName: 'once' }));
  const begun = StackEvents.filter(
    ({ ResourceStatus, ResourceType }) =>
      ResourceType === 'AWS::CloudFormation::Stack' && ResourceStatus === 'UPDATE_IN_PROGRESS',
  );
  expect(begun.map(({ ClientRequestToken }) => ClientRequestToken)).toEqual(['token-2']);
});

test('a stack acts in the name of its role, which must trust CloudFormation', async () => {
  const iam = new IAMClient(stacks.server.client);
  const trust = (Service: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
    });
  const roleFor = async (RoleName: string, service: string) =>
    (await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }))).Role?.Arn ?? '';
  const stranger = await roleFor('stranger', 'ec2.amazonaws.com');
  await expect(stacks.create('with-role', oneQueue, { RoleARN: stranger })).rejects.toThrow(
    `Role ${stranger} is invalid or cannot be assumed`,
  );
  const RoleARN = await roleFor('deployer', 'cloudformation.amazonaws.com');
  const denied = await stacks.create('with-role', oneQueue, { RoleARN, DisableRollback: true });
  expect(denied.StackStatus).toBe('CREATE_FAILED');
  expect((await stacks.events('with-role')).join('\n')).toMatch(
    /Queue CREATE_FAILED .*assumed-role\/deployer\/AWSCloudFormation.*HandlerErrorCode: AccessDenied/,
  );
  const Statement = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'deployer', PolicyName: 'p', PolicyDocument }));
  const mended = await stacks.update('with-role', oneQueue);
  expect(mended).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', RoleARN });
});

test('a failed create can be rolled back later', async () => {
  await stacks.create(
    'later',
    { Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Queue: queue({ QueueName: 'a b' }) } },
    { DisableRollback: true },
  );
  expect((await stacks.describe('later')).StackStatus).toBe('CREATE_FAILED');
  await stacks.client.send(new RollbackStackCommand({ StackName: 'later' }));
  await stacks.settle();
  expect((await stacks.describe('later')).StackStatus).toBe('ROLLBACK_COMPLETE');
  await expect(stacks.client.send(new RollbackStackCommand({ StackName: 'later' }))).rejects.toThrow(
    'is in ROLLBACK_COMPLETE state and can not be rolled back.',
  );
});

test('what is not to be echoed is not shown', async () => {
  await stacks.create(
    'secretive',
    {
      Parameters: { Password: { Type: 'String', NoEcho: true } },
      Resources: {
        Setting: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Password' } } },
      },
    },
    { Parameters: [{ ParameterKey: 'Password', ParameterValue: 'hunter2' }] },
  );
  const { Parameters } = await stacks.describe('secretive');
  expect(Parameters).toEqual([{ ParameterKey: 'Password', ParameterValue: '****' }]);
  const { StackEvents = [] } = await stacks.client.send(new DescribeStackEventsCommand({ StackName: 'secretive' }));
  expect(JSON.stringify(StackEvents)).not.toContain('hunter2');
  expect(StackEvents.find(({ LogicalResourceId }) => LogicalResourceId === 'Setting')?.ResourceProperties).toContain(
    '****',
  );
});

describe('lists', () => {
  test('stacks come by pages, by status, and for 90 days after their deletion', async () => {
    for (let index = 0; index < 105; index++) await stacks.create(`many-${index}`, oneQueue);
    const first = await stacks.client.send(new DescribeStacksCommand({}));
    expect(first.Stacks).toHaveLength(100);
    const second = await stacks.client.send(new DescribeStacksCommand({ NextToken: first.NextToken }));
    const names = [...(first.Stacks ?? []), ...(second.Stacks ?? [])].map(({ StackName }) => StackName);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name?.startsWith('many-'))).toHaveLength(105);
    await expect(stacks.client.send(new ListStacksCommand({ NextToken: 'nonsense' }))).rejects.toThrow(
      'Invalid NextToken',
    );
    const { StackId = '' } = await stacks.delete('many-0');
    const deleted = async () =>
      (await stacks.client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))).StackSummaries ??
      [];
    expect((await deleted()).map((stack) => stack.StackName)).toEqual(['many-0']);
    expect((await stacks.events(StackId)).at(-1)).toBe('many-0 DELETE_COMPLETE');
    await stacks.server.clock.advance(90 * 24 * 3_600_000);
    expect(await deleted()).toEqual([]);
    await expect(stacks.describe(StackId)).rejects.toThrow(`Stack with id ${StackId} does not exist`);
  });

  test('events come by pages, the latest first, each with an id of its own', async () => {
    const Resources = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`Topic${index}`, { Type: 'AWS::SNS::Topic' }]),
    );
    await stacks.create('eventful', { Resources });
    const lines = await stacks.events('eventful');
    expect(lines).toHaveLength(122);
    expect([lines[0], lines.at(-1)]).toEqual([
      'eventful CREATE_IN_PROGRESS User Initiated',
      'eventful CREATE_COMPLETE',
    ]);
    const { StackEvents = [] } = await stacks.client.send(new DescribeStackEventsCommand({ StackName: 'eventful' }));
    expect(new Set(StackEvents.map(({ EventId }) => EventId)).size).toBe(100);
    expect(StackEvents[1]?.EventId).toMatch(/^Topic\d+-CREATE_COMPLETE-\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('events are told by operation, and failures alone', async () => {
    const { LastOperations: [last, before] = [] } = await stacks.describe('later');
    expect([last?.OperationType, before?.OperationType]).toEqual(['ROLLBACK', 'CREATE_STACK']);
    const failed = await stacks.client.send(
      new DescribeEventsCommand({ OperationId: before?.OperationId, Filters: { FailedEvents: true } }),
    );
    const events = failed.OperationEvents ?? [];
    expect(
      events.map(({ LogicalResourceId, EventType, OperationStatus }) => [
        LogicalResourceId,
        EventType,
        OperationStatus,
      ]),
    ).toEqual([
      ['later', 'STACK_EVENT', 'FAILED'],
      ['Queue', 'PROVISIONING_ERROR', 'FAILED'],
    ]);
    await expect(stacks.client.send(new DescribeEventsCommand({}))).rejects.toThrow('must be specified');
  });

  test('resources are found by logical and physical id', async () => {
    const Metadata = { note: 'kept' };
    await stacks.create('described', {
      Resources: { Queue: { ...queue(), Metadata }, Log: { Type: 'AWS::Logs::LogGroup' } },
    });
    const { Queue = '' } = await stacks.physicalIds('described');
    const { StackResources = [] } = await stacks.client.send(
      new DescribeStackResourcesCommand({ PhysicalResourceId: Queue }),
    );
    expect(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['Log', 'Queue']);
    const one = { StackName: 'described', LogicalResourceId: 'Queue' };
    const { StackResourceDetail } = await stacks.client.send(new DescribeStackResourceCommand(one));
    expect(JSON.parse(StackResourceDetail?.Metadata ?? '')).toEqual(Metadata);
    const { StackResourceSummaries = [] } = await stacks.client.send(
      new ListStackResourcesCommand({ StackName: 'described' }),
    );
    expect(StackResourceSummaries[0]).toMatchObject({
      LogicalResourceId: 'Log',
      ResourceStatus: 'CREATE_COMPLETE',
      ResourceStatusReason: expect.stringContaining('recorded') as string,
    });
    await expect(
      stacks.client.send(new DescribeStackResourceCommand({ ...one, LogicalResourceId: 'Nothing' })),
    ).rejects.toThrow('Resource Nothing does not exist for stack described');
  });

  test('limits', async () => {
    const { AccountLimits } = await stacks.client.send(new DescribeAccountLimitsCommand({}));
    expect(AccountLimits).toContainEqual({ Name: 'StackLimit', Value: 2000 });
  });
});

test('a stack policy is set and read', async () => {
  const StackName = 'named';
  expect((await stacks.client.send(new GetStackPolicyCommand({ StackName }))).StackPolicyBody).toBeUndefined();
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' }];
  const StackPolicyBody = JSON.stringify({ Statement });
  await stacks.client.send(new SetStackPolicyCommand({ StackName, StackPolicyBody }));
  expect((await stacks.client.send(new GetStackPolicyCommand({ StackName }))).StackPolicyBody).toBe(StackPolicyBody);
});

test('topics are told of every event', async () => {
  const sns = new SNSClient(stacks.server.client);
  const sqs = new SQSClient(stacks.server.client);
  const Policy = JSON.stringify({
    Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' },
  });
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'stack-events' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'stack-events', Attributes: { Policy } }));
  const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:stack-events';
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } }),
  );
  await stacks.create('told', { Resources: { Other: { Type: 'AWS::SNS::Topic' } } }, { NotificationARNs: [TopicArn] });
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  const statuses = Messages.map(({ Body = '' }) => /ResourceStatus='(\w+)'/.exec(Body)?.[1]).toSorted(
    (a = '', b = '') => a.localeCompare(b),
  );
  expect(statuses).toEqual([
    'CREATE_COMPLETE',
    'CREATE_COMPLETE',
    'CREATE_IN_PROGRESS',
    'CREATE_IN_PROGRESS',
    'CREATE_IN_PROGRESS',
  ]);
});
