import {
  CancelResourceRequestCommand,
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  ListResourceRequestsCommand,
  ListResourcesCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import type { ListResourceRequestsCommandInput } from '@aws-sdk/client-cloudcontrol';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';
import { ResourceClient } from './testing.ts';

const queueType = 'AWS::SQS::Queue';
const parameterType = 'AWS::SSM::Parameter';
const logGroupType = 'AWS::Logs::LogGroup';

let server: TestServer;
let resources: ResourceClient;

beforeEach(async () => {
  server = await startTestServer({ clock: 'virtual' });
  resources = new ResourceClient(server);
});

afterEach(async () => {
  await server.stop();
  if (server.errors.length > 0) throw new Error(server.errors.join('\n'));
});

test('a queue is made, read, changed, listed and deleted by its own service', async () => {
  const created = await resources.create(queueType, { QueueName: 'orders', DelaySeconds: '5' });
  expect(created).toMatchObject({ TypeName: queueType, Operation: 'CREATE', OperationStatus: 'SUCCESS' });
  expect(JSON.parse(created.ResourceModel ?? '')).toMatchObject({ QueueName: 'orders', DelaySeconds: 5 });
  const url = created.Identifier ?? '';
  expect(url).toMatch(/\/orders$/);
  expect(await resources.read(queueType, url)).toMatchObject({ Arn: 'arn:aws:sqs:us-east-1:000000000000:orders' });

  const updated = await resources.update(queueType, url, [
    { op: 'test', path: '/DelaySeconds', value: 5 },
    { op: 'replace', path: '/DelaySeconds', value: 7 },
    { op: 'add', path: '/Tags', value: [{ Key: 'team', Value: 'blue' }] },
  ]);
  expect(updated).toMatchObject({ OperationStatus: 'SUCCESS', Identifier: url });
  const sqs = new SQSClient(server.client);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  expect(Attributes?.['DelaySeconds']).toBe('7');
  expect(await resources.read(queueType, url)).toMatchObject({ Tags: [{ Key: 'team', Value: 'blue' }] });

  const { ResourceDescriptions } = await resources.sdk.send(new ListResourcesCommand({ TypeName: queueType }));
  expect(ResourceDescriptions).toMatchObject([{ Identifier: url }]);

  expect(await resources.delete(queueType, url)).toMatchObject({ OperationStatus: 'SUCCESS' });
  await expect(resources.read(queueType, url)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Resource of type 'AWS::SQS::Queue' with identifier '${url}' was not found.`,
  });
  expect(await resources.delete(queueType, url)).toMatchObject({ OperationStatus: 'FAILED', ErrorCode: 'NotFound' });
});

test('a resource without a name gets one', async () => {
  const { Identifier } = await resources.create(queueType, {});
  expect(Identifier).toMatch(/\/[A-Z0-9]{12}$/);
});

test('the request is answered before its work is done', async () => {
  const { ProgressEvent } = await resources.sdk.send(
    new CreateResourceCommand({ TypeName: parameterType, DesiredState: '{"Name":"a","Type":"String","Value":"1"}' }),
  );
  expect(ProgressEvent).toMatchObject({ OperationStatus: 'IN_PROGRESS', Identifier: 'a', TypeName: parameterType });
  expect(ProgressEvent?.EventTime).toBeInstanceOf(Date);
});

test('what the service refuses fails the request and leaves nothing', async () => {
  await resources.create(parameterType, { Name: 'a', Type: 'String', Value: '1' });
  expect(await resources.create(parameterType, { Name: 'a', Type: 'String', Value: '2' })).toMatchObject({
    OperationStatus: 'FAILED',
    ErrorCode: 'AlreadyExists',
  });
  expect(await resources.read(parameterType, 'a')).toMatchObject({ Value: '1' });
  const refused = await resources.create(queueType, { QueueName: 'no.fifo', FifoQueue: false });
  expect(refused).toMatchObject({ OperationStatus: 'FAILED', ErrorCode: 'InvalidRequest' });
  expect(refused.StatusMessage).not.toBe('');
});

test.each([
  ['AWS::Nothing::Here', '{}', 'TypeNotFoundException', "The type 'AWS::Nothing::Here' cannot be found."],
  [
    'AWS::CloudFormation::Stack',
    '{}',
    'UnsupportedActionException',
    'Resource type AWS::CloudFormation::Stack does not support CREATE action',
  ],
  [
    queueType,
    '{"Name":"x"}',
    'ValidationException',
    'Model validation failed (#: extraneous key [Name] is not permitted)',
  ],
  [
    parameterType,
    '{}',
    'ValidationException',
    'Model validation failed (#: required key [Type] not found\n#: required key [Value] not found)',
  ],
  [
    queueType,
    '{"QueueUrl":"x"}',
    'InvalidRequestException',
    'readOnlyProperties [/properties/QueueUrl] cannot be specified',
  ],
  [queueType, '[', 'InvalidRequestException', 'DesiredState is not valid JSON.'],
  [queueType, '[]', 'InvalidRequestException', 'DesiredState must be a JSON object.'],
])('%s with %s is refused at once', async (TypeName, DesiredState, name, message) => {
  const refusal = resources.sdk.send(new CreateResourceCommand({ TypeName, DesiredState }));
  await expect(refusal).rejects.toMatchObject({ name, message });
});

test('a patch may not touch what is read-only or made at the creation only', async () => {
  const { Identifier = '' } = await resources.create(queueType, { QueueName: 'q' });
  const update = (patch: object[]) =>
    resources.sdk.send(
      new UpdateResourceCommand({ TypeName: queueType, Identifier, PatchDocument: JSON.stringify(patch) }),
    );
  await expect(update([{ op: 'replace', path: '/QueueName', value: 'other' }])).rejects.toMatchObject({
    name: 'NotUpdatableException',
    message: 'Invalid patch update: createOnlyProperties [/properties/QueueName] cannot be updated',
  });
  await expect(update([{ op: 'replace', path: '/Arn', value: 'arn' }])).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Invalid patch update: readOnlyProperties [/properties/Arn] cannot be updated',
  });
  await expect(update([{ op: 'replace', path: '/Colour', value: 1 }])).rejects.toMatchObject({
    message: 'Invalid patch update: no such path in target JSON document [/Colour]',
  });
  await expect(update([{ op: 'add', path: '/Colour', value: 1 }])).rejects.toMatchObject({
    message: 'Model validation failed (#: extraneous key [Colour] is not permitted)',
  });
});

test('a client token asks for the same thing once, for 36 hours', async () => {
  const state = { Name: 'once', Type: 'String', Value: '1' };
  const first = await resources.create(parameterType, state, { ClientToken: 'token' });
  const again = await resources.create(parameterType, state, { ClientToken: 'token' });
  expect(again.RequestToken).toBe(first.RequestToken);
  await expect(
    resources.create(parameterType, { ...state, Value: '2' }, { ClientToken: 'token' }),
  ).rejects.toMatchObject({ name: 'ClientTokenConflictException' });
  await server.clock.advance(36 * 3_600_000);
  const later = await resources.create(parameterType, { ...state, Name: 'twice' }, { ClientToken: 'token' });
  expect(later.RequestToken).not.toBe(first.RequestToken);
});

test('two requests on one resource exclude each other', async () => {
  await resources.create(parameterType, { Name: 'a', Type: 'String', Value: '1' });
  const remove = () => resources.sdk.send(new DeleteResourceCommand({ TypeName: parameterType, Identifier: 'a' }));
  const outcomes = await Promise.allSettled([remove(), remove()]);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.map(({ reason }) => (reason as Error).name)).toEqual(['ConcurrentOperationException']);
});

test('requests are listed, the latest first, by operation and status, and forgotten after seven days', async () => {
  for (const Name of ['a', 'b', 'c']) await resources.create(parameterType, { Name, Type: 'String', Value: '1' });
  await resources.delete(parameterType, 'b');
  const list = async (input: ListResourceRequestsCommandInput) => {
    const answer = await resources.sdk.send(new ListResourceRequestsCommand(input));
    return {
      ids: answer.ResourceRequestStatusSummaries?.map((one) => `${one.Operation} ${one.Identifier}`),
      ...answer,
    };
  };
  const filtered = await list({
    ResourceRequestStatusFilter: { Operations: ['DELETE'], OperationStatuses: ['SUCCESS'] },
  });
  expect(filtered.ids).toEqual(['DELETE b']);
  const first = await list({ MaxResults: 3 });
  const second = await list({ MaxResults: 3, NextToken: first.NextToken });
  expect(new Set([...(first.ids ?? []), ...(second.ids ?? [])]).size).toBe(4);
  await expect(list({ NextToken: 'mangled' })).rejects.toMatchObject({ name: 'InvalidRequestException' });
  const token = first.ResourceRequestStatusSummaries?.[0]?.RequestToken ?? '';
  await server.clock.advance(7 * 24 * 3_600_000);
  await expect(resources.status(token)).rejects.toMatchObject({ name: 'RequestTokenNotFoundException' });
  expect((await list({})).ids).toEqual([]);
});

test('a request that has ended cannot be cancelled', async () => {
  const { RequestToken } = await resources.create(queueType, {});
  await expect(resources.sdk.send(new CancelResourceRequestCommand({ RequestToken }))).rejects.toMatchObject({
    name: 'ConcurrentModificationException',
  });
});

test('a cancelled deletion that its service has begun ends as cancelled', async () => {
  const type = 'AWS::IAM::ServiceLinkedRole';
  const { Identifier = '', OperationStatus } = await resources.create(type, { AWSServiceName: 'spot.amazonaws.com' });
  expect(OperationStatus).toBe('SUCCESS');
  const { ProgressEvent } = await resources.sdk.send(new DeleteResourceCommand({ TypeName: type, Identifier }));
  const { ProgressEvent: cancelled } = await resources.sdk.send(
    new CancelResourceRequestCommand({ RequestToken: ProgressEvent?.RequestToken }),
  );
  expect(cancelled?.OperationStatus).toBe('CANCEL_IN_PROGRESS');
  await expect
    .poll(async () => (await resources.status(ProgressEvent?.RequestToken ?? '')).OperationStatus)
    .toBe('CANCEL_COMPLETE');
});

test('a type without a service is recorded', async () => {
  const created = await resources.create(logGroupType, { LogGroupName: 'app', RetentionInDays: 7 });
  expect(created).toMatchObject({ OperationStatus: 'SUCCESS', Identifier: 'app' });
  expect(await resources.read(logGroupType, 'app')).toMatchObject({
    LogGroupName: 'app',
    RetentionInDays: 7,
    Arn: expect.stringContaining(':log-group:app') as string,
  });
  expect(await resources.create(logGroupType, { LogGroupName: 'app' })).toMatchObject({
    ErrorCode: 'AlreadyExists',
    StatusMessage: "Resource of type 'AWS::Logs::LogGroup' with identifier 'app' already exists.",
  });
  await resources.update(logGroupType, 'app', [{ op: 'replace', path: '/RetentionInDays', value: 30 }]);
  expect(await resources.read(logGroupType, 'app')).toMatchObject({ RetentionInDays: 30 });
  await resources.delete(logGroupType, 'app');
  await expect(resources.read(logGroupType, 'app')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('identifiers of several parts go by order or by name', async () => {
  const type = 'AWS::Logs::LogStream';
  const { Identifier } = await resources.create(type, { LogGroupName: 'app', LogStreamName: 'one' });
  expect(Identifier).toBe('app|one');
  const json = JSON.stringify({ LogStreamName: 'one', LogGroupName: 'app' });
  expect(await resources.read(type, json)).toEqual(await resources.read(type, 'app|one'));
  await expect(resources.read(type, 'app|one|two')).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Identifier app|one|two is not valid for identifier [/properties/LogGroupName, /properties/LogStreamName]',
  });
  await resources.create(type, { LogGroupName: 'web', LogStreamName: 'two' });
  const { ResourceDescriptions } = await resources.sdk.send(
    new ListResourcesCommand({ TypeName: type, ResourceModel: '{"LogGroupName":"web"}' }),
  );
  expect(ResourceDescriptions?.map((one) => one.Identifier)).toEqual(['web|two']);
});

test('lists come in pages', async () => {
  for (let index = 0; index < 5; index++) await resources.create(logGroupType, { LogGroupName: `group-${index}` });
  const seen: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await resources.sdk.send(
      new ListResourcesCommand({ TypeName: logGroupType, MaxResults: 2, NextToken }),
    );
    seen.push(...(page.ResourceDescriptions ?? []).map((one) => one.Identifier));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  expect(seen).toEqual(['group-0', 'group-1', 'group-2', 'group-3', 'group-4']);
});

test('versions are for private types', async () => {
  const read = new GetResourceCommand({ TypeName: queueType, Identifier: 'x', TypeVersionId: '00000001' });
  await expect(resources.sdk.send(read)).rejects.toMatchObject({ name: 'TypeNotFoundException' });
});

test('other accounts and regions see nothing of it', async () => {
  const { RequestToken = '' } = await resources.create(logGroupType, { LogGroupName: 'app' });
  const elsewhere = new ResourceClient(server, { region: 'eu-central-1' });
  await expect(elsewhere.status(RequestToken)).rejects.toMatchObject({ name: 'RequestTokenNotFoundException' });
  await expect(elsewhere.read(logGroupType, 'app')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a role that trusts CloudFormation may do what its policies say, and no more', async () => {
  const roleOf = async (RoleName: string, Service: string) => {
    const iam = new IAMClient(server.client);
    const trust = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const statement = { Effect: 'Allow', Action: 'ssm:*', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'parameters', PolicyDocument }));
    return Role?.Arn ?? '';
  };
  const RoleArn = await roleOf('worker', 'cloudformation.amazonaws.com');
  const parameter = { Name: 'a', Type: 'String', Value: '1' };
  expect(await resources.create(parameterType, parameter, { RoleArn })).toMatchObject({ OperationStatus: 'SUCCESS' });
  expect(await resources.create(queueType, {}, { RoleArn })).toMatchObject({ ErrorCode: 'AccessDenied' });
  const stranger = await roleOf('stranger', 'lambda.amazonaws.com');
  await expect(resources.create(queueType, {}, { RoleArn: stranger })).rejects.toThrow(
    /not authorized to perform: sts:AssumeRole/,
  );
});

test('with --strict-resources nothing is recorded', async () => {
  const strict = await startTestServer({ 'strict-resources': true });
  try {
    const creation = new ResourceClient(strict).create(logGroupType, {});
    await expect(creation).rejects.toMatchObject({ name: 'UnsupportedActionException' });
  } finally {
    await strict.stop();
  }
});
