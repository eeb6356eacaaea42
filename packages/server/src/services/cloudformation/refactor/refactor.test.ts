import {
  CloudFormationClient,
  CreateStackCommand,
  CreateStackRefactorCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackRefactorCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteStackRefactorCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackRefactorActionsCommand,
  ListStackRefactorsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type {
  CreateStackRefactorCommandInput,
  DescribeStackRefactorCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { GetQueueUrlCommand, ListQueueTagsCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders', DelaySeconds: 5 } };
const parameter = (value: object) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: 'where', Type: 'String', Value: value },
});
const monolith = {
  Parameters: { Stage: { Type: 'String', Default: 'dev' } },
  Resources: {
    Orders: queue,
    Where: parameter({ 'Fn::GetAtt': ['Orders', 'Arn'] }),
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Sub': 'app-${Stage}' } } },
  },
};
const queues = {
  Resources: { OrderQueue: queue },
  Outputs: { Arn: { Value: { 'Fn::GetAtt': ['OrderQueue', 'Arn'] }, Export: { Name: 'orders-arn' } } },
};
const rest = {
  Parameters: monolith.Parameters,
  Resources: { Where: parameter({ 'Fn::ImportValue': 'orders-arn' }), Log: monolith.Resources.Log },
};
const waiting = { timeout: 20_000, interval: 10 };

let server: TestServer;
let client: CloudFormationClient;
let sqs: SQSClient;

beforeEach(async () => {
  server = await startTestServer();
  client = new CloudFormationClient(server.client);
  sqs = new SQSClient(server.client);
  const Parameters = [{ ParameterKey: 'Stage', ParameterValue: 'test' }];
  await client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: JSON.stringify(monolith), Parameters }));
  await reached('app', 'CREATE_COMPLETE');
});

afterEach(async () => {
  await server.stop();
  if (server.errors.length > 0) throw new Error(server.errors.join('\n'));
});

async function stack(StackName: string) {
  return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
}

async function reached(name: string, status: string): Promise<void> {
  await vi.waitFor(async () => expect((await stack(name))?.StackStatus).toBe(status), waiting);
}

function definitions(templates: Record<string, object>) {
  return Object.entries(templates).map(([StackName, template]) => ({
    StackName,
    TemplateBody: JSON.stringify(template),
  }));
}

async function create(input: CreateStackRefactorCommandInput): Promise<DescribeStackRefactorCommandOutput> {
  const { StackRefactorId } = await client.send(new CreateStackRefactorCommand(input));
  return vi.waitFor(async () => {
    const described = await client.send(new DescribeStackRefactorCommand({ StackRefactorId }));
    expect(described.Status).not.toBe('CREATE_IN_PROGRESS');
    return described;
  }, waiting);
}

async function execute(StackRefactorId: string | undefined): Promise<DescribeStackRefactorCommandOutput> {
  await client.send(new ExecuteStackRefactorCommand({ StackRefactorId }));
  return vi.waitFor(async () => {
    const described = await client.send(new DescribeStackRefactorCommand({ StackRefactorId }));
    expect(described.ExecutionStatus).not.toBe('EXECUTE_IN_PROGRESS');
    return described;
  }, waiting);
}

async function resources(StackName: string): Promise<Record<string, string | undefined>> {
  const answer = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return Object.fromEntries(
    (answer.StackResources ?? []).map((one) => [one.LogicalResourceId, one.PhysicalResourceId]),
  );
}

const orders = { source: 'Orders', destination: 'OrderQueue' };
const mapping = {
  Source: { StackName: 'app', LogicalResourceId: orders.source },
  Destination: { StackName: 'queues', LogicalResourceId: orders.destination },
};

test('a resource moves to a new stack under a new name, and others import what it was', async () => {
  const QueueUrl = (await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }))).QueueUrl;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'still here' }));
  const refactor = await create({
    StackDefinitions: definitions({ app: rest, queues }),
    ResourceMappings: [mapping],
    EnableStackCreation: true,
    Description: 'split',
  });
  expect(refactor).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', Description: 'split' });
  const { StackRefactorId } = refactor;
  const { StackRefactorActions } = await client.send(new ListStackRefactorActionsCommand({ StackRefactorId }));
  expect(StackRefactorActions).toMatchObject([
    { Action: 'CREATE', Entity: 'STACK' },
    {
      Action: 'MOVE',
      Entity: 'RESOURCE',
      PhysicalResourceId: QueueUrl,
      Detection: 'MANUAL',
      TagResources: [{ Key: 'aws:cloudformation:stack-name', Value: 'queues' }, {}, { Value: 'OrderQueue' }],
      ResourceMapping: { Source: { LogicalResourceId: 'Orders' }, Destination: { LogicalResourceId: 'OrderQueue' } },
    },
  ]);
  expect(await execute(StackRefactorId)).toMatchObject({ ExecutionStatus: 'EXECUTE_COMPLETE' });

  expect(await resources('queues')).toEqual({ OrderQueue: QueueUrl });
  expect(Object.keys(await resources('app')).sort()).toEqual(['Log', 'Where']);
  expect(await stack('queues')).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    Outputs: [{ ExportName: 'orders-arn' }],
  });
  expect(await stack('app')).toMatchObject({
    StackStatus: 'UPDATE_COMPLETE',
    Parameters: [{ ParameterValue: 'test' }],
  });
  expect((await client.send(new ListExportsCommand({}))).Exports).toMatchObject([{ Name: 'orders-arn' }]);
  expect((await client.send(new ListImportsCommand({ ExportName: 'orders-arn' }))).Imports).toEqual(['app']);
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: 'app' }));
  expect(JSON.parse(TemplateBody ?? '')).toEqual(rest);
  const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
  expect(Tags).toMatchObject({
    'aws:cloudformation:stack-name': 'queues',
    'aws:cloudformation:logical-id': 'OrderQueue',
  });
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: 'queues' }));
  expect(StackEvents.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`).reverse()).toEqual([
    'queues CREATE_IN_PROGRESS',
    'OrderQueue UPDATE_IN_PROGRESS',
    'OrderQueue UPDATE_COMPLETE',
    'queues CREATE_COMPLETE',
  ]);

  // From now on the resource lives and dies with its new stack, and both stacks go on as any other.
  await client.send(
    new UpdateStackCommand({ StackName: 'queues', TemplateBody: JSON.stringify(queues).replace('5', '6') }),
  );
  await reached('queues', 'UPDATE_COMPLETE');
  expect((await resources('queues'))['OrderQueue']).toBe(QueueUrl);
  await client.send(new DeleteStackCommand({ StackName: 'app' }));
  await vi.waitFor(async () => expect(stack('app')).rejects.toThrow(/does not exist/), waiting);
  await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
  await client.send(new DeleteStackCommand({ StackName: 'queues' }));
  await vi.waitFor(async () => expect(stack('queues')).rejects.toThrow(/does not exist/), waiting);
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }))).rejects.toThrow(/does not exist/);
});

test('logical ids are renamed in a stack, found by themselves where that is clear', async () => {
  const { Orders, Where, Log } = monolith.Resources;
  const renamed = {
    ...monolith,
    Resources: {
      Queue: Orders,
      Place: { ...Where, Properties: { ...Where.Properties, Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      Log,
    },
  };
  const refactor = await create({ StackDefinitions: definitions({ app: renamed }) });
  const before = await resources('app');
  expect(await execute(refactor.StackRefactorId)).toMatchObject({ ExecutionStatus: 'EXECUTE_COMPLETE' });
  expect(await resources('app')).toEqual({ Queue: before['Orders'], Place: before['Where'], Log: before['Log'] });
});

test.each([
  [
    'a property changes',
    {
      app: {
        ...rest,
        Resources: { ...rest.Resources, Log: { ...rest.Resources.Log, Properties: { LogGroupName: 'other' } } },
      },
      queues,
    },
    /\[LogGroupName\] of resource Log would change/,
  ],
  [
    'a resource is left out',
    { app: { ...rest, Resources: { Where: rest.Resources.Where } }, queues },
    /cannot delete resources.*\[Log\]/,
  ],
  [
    'a resource is new',
    { app: rest, queues: { ...queues, Resources: { ...queues.Resources, New: { Type: 'AWS::SNS::Topic' } } } },
    /cannot create resources: \[New\]/,
  ],
  ['an export is missing', { app: rest, queues: { Resources: queues.Resources } }, /No export named orders-arn found/],
  ['nothing moves', { app: monolith }, /no resources to move/],
  [
    'the template is wrong',
    { app: { ...rest, Resources: { Log: { Type: 'AWS::Nothing::Here' } } }, queues },
    /AWS::Nothing::Here/,
  ],
])('refused: %s', async (_, templates, reason) => {
  const refactor = await create({ StackDefinitions: definitions(templates), EnableStackCreation: true });
  expect(refactor).toMatchObject({ Status: 'CREATE_FAILED', ExecutionStatus: 'UNAVAILABLE' });
  expect(refactor.StatusReason).toMatch(reason);
  await expect(
    client.send(new ExecuteStackRefactorCommand({ StackRefactorId: refactor.StackRefactorId })),
  ).rejects.toThrow(/UNAVAILABLE/);
  expect(Object.keys(await resources('app')).sort()).toEqual(['Log', 'Orders', 'Where']);
});

test('a mapping of what is not there, and a new stack that is not allowed, are refused', async () => {
  const wrong = { ...mapping, Source: { StackName: 'app', LogicalResourceId: 'Missing' } };
  const refactor = await create({
    StackDefinitions: definitions({ app: rest, queues }),
    ResourceMappings: [wrong],
    EnableStackCreation: true,
  });
  expect(refactor.StatusReason).toBe(
    'Resource Missing does not exist in stack ' + String((await stack('app'))?.StackId),
  );
  await expect(create({ StackDefinitions: definitions({ app: rest, queues }) })).rejects.toThrow(
    'Stack with id queues does not exist',
  );
  await expect(client.send(new DescribeStackRefactorCommand({ StackRefactorId: 'none' }))).rejects.toMatchObject({
    name: 'StackRefactorNotFoundException',
  });
});

test('a refactor is obsolete once one of its stacks has moved on', async () => {
  const refactor = await create({
    StackDefinitions: definitions({ app: rest, queues }),
    EnableStackCreation: true,
  });
  expect(refactor.ExecutionStatus).toBe('AVAILABLE');
  const changed = { ...monolith, Outputs: { Url: { Value: { Ref: 'Orders' } } } };
  await client.send(new UpdateStackCommand({ StackName: 'app', TemplateBody: JSON.stringify(changed) }));
  await reached('app', 'UPDATE_COMPLETE');
  const { StackRefactorId } = refactor;
  await expect(client.send(new ExecuteStackRefactorCommand({ StackRefactorId }))).rejects.toThrow(/OBSOLETE/);
  const list = async (status: 'OBSOLETE' | 'AVAILABLE') =>
    (await client.send(new ListStackRefactorsCommand({ ExecutionStatusFilter: [status] }))).StackRefactorSummaries;
  expect(await list('OBSOLETE')).toMatchObject([{ StackRefactorId }]);
  expect(await list('AVAILABLE')).toEqual([]);
});
