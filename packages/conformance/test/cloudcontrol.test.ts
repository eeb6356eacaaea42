import { CloudControl, paginateListResources, waitUntilResourceRequestSuccess } from '@aws-sdk/client-cloudcontrol';
import type { ProgressEvent } from '@aws-sdk/client-cloudcontrol';
import { IAM } from '@aws-sdk/client-iam';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, withoutAwsCli } from '../support/aws-cli.ts';
import { cliError, sdkError } from '../support/errors.ts';
import { allow, policy } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let control: CloudControl;
let sqs: SQS;

beforeAll(async () => {
  server = await startServer();
  control = new CloudControl(server.client());
  sqs = new SQS(server.client());
});

afterAll(async () => {
  control.destroy();
  sqs.destroy();
  await server.stop();
});

const queueType = 'AWS::SQS::Queue';

async function ended(event: ProgressEvent | undefined, client = control): Promise<ProgressEvent | undefined> {
  const { RequestToken } = event ?? {};
  const waiter = { client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
  await waitUntilResourceRequestSuccess(waiter, { RequestToken }).catch(() => undefined);
  return (await client.getResourceRequestStatus({ RequestToken })).ProgressEvent;
}

const create = async (state: object, TypeName = queueType) =>
  ended((await control.createResource({ TypeName, DesiredState: JSON.stringify(state) })).ProgressEvent);

describe('a life', () => {
  test('of a queue, which is one of SQS', async () => {
    const made = await create({ QueueName: 'controlled', DelaySeconds: 3 });
    const url = `${server.endpoint}/000000000000/controlled`;
    expect(made).toMatchObject({
      TypeName: queueType,
      Identifier: url,
      Operation: 'CREATE',
      OperationStatus: 'SUCCESS',
    });
    const attributes = async () =>
      (await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: ['DelaySeconds'] })).Attributes;
    expect(await attributes()).toEqual({ DelaySeconds: '3' });
    const read = async () => {
      const { ResourceDescription } = await control.getResource({ TypeName: queueType, Identifier: url });
      return JSON.parse(ResourceDescription?.Properties ?? '') as object;
    };
    expect(await read()).toMatchObject({ QueueName: 'controlled', DelaySeconds: 3, QueueUrl: url });
    const PatchDocument = JSON.stringify([
      { op: 'replace', path: '/DelaySeconds', value: 4 },
      { op: 'add', path: '/Tags', value: [{ Key: 'a', Value: 'b' }] },
    ]);
    const patched = await control.updateResource({ TypeName: queueType, Identifier: url, PatchDocument });
    expect(await ended(patched.ProgressEvent)).toMatchObject({ Operation: 'UPDATE', OperationStatus: 'SUCCESS' });
    expect(await attributes()).toEqual({ DelaySeconds: '4' });
    expect(await read()).toMatchObject({ DelaySeconds: 4, Tags: [{ Key: 'a', Value: 'b' }] });
    const removed = await control.deleteResource({ TypeName: queueType, Identifier: url });
    expect(await ended(removed.ProgressEvent)).toMatchObject({ Operation: 'DELETE', OperationStatus: 'SUCCESS' });
    await expect(attributes()).rejects.toThrow('does not exist');
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('of a type whose service is not here', async () => {
    const made = await create({ LogGroupName: '/recorded', RetentionInDays: 7 }, 'AWS::Logs::LogGroup');
    expect(made).toMatchObject({ OperationStatus: 'SUCCESS', Identifier: '/recorded' });
    const again = await create({ LogGroupName: '/recorded' }, 'AWS::Logs::LogGroup');
    expect(again).toMatchObject({ OperationStatus: 'FAILED', ErrorCode: 'AlreadyExists' });
    const list = await control.listResources({ TypeName: 'AWS::Logs::LogGroup' });
    expect(list.ResourceDescriptions?.map(({ Identifier }) => Identifier)).toEqual(['/recorded']);
  });
});

test('lists in pages, requests too', async () => {
  const names = Array.from({ length: 25 }, (_, n) => `page-${String(n).padStart(2, '0')}`);
  await Promise.all(names.map((QueueName) => sqs.createQueue({ QueueName })));
  const found: string[] = [];
  for await (const page of paginateListResources({ client: control, pageSize: 10 }, { TypeName: queueType })) {
    expect(page.ResourceDescriptions?.length).toBeLessThanOrEqual(10);
    found.push(...(page.ResourceDescriptions ?? []).map(({ Identifier = '' }) => Identifier.split('/').at(-1) ?? ''));
  }
  expect(found.filter((name) => name.startsWith('page-'))).toEqual(names);
  const first = await control.listResourceRequests({ MaxResults: 1 });
  expect(first.ResourceRequestStatusSummaries).toHaveLength(1);
  const second = await control.listResourceRequests({ MaxResults: 1, NextToken: first.NextToken });
  expect(second.ResourceRequestStatusSummaries?.[0]?.RequestToken).not.toBe(
    first.ResourceRequestStatusSummaries?.[0]?.RequestToken,
  );
});

test('a token makes a repeated request one', async () => {
  const request = { TypeName: queueType, DesiredState: '{"QueueName":"once"}', ClientToken: 'token' };
  const first = await control.createResource(request);
  const second = await control.createResource(request);
  expect(second.ProgressEvent?.RequestToken).toBe(first.ProgressEvent?.RequestToken);
  await expect(control.createResource({ ...request, DesiredState: '{"QueueName":"twice"}' })).rejects.toMatchObject(
    sdkError('ClientTokenConflictException', 400, /./),
  );
});

const nowhere = { TypeName: queueType, Identifier: 'http://127.0.0.1/000000000000/nowhere' };
const patch = (...operations: object[]) => ({ PatchDocument: JSON.stringify(operations) });

describe('errors', () => {
  test.each<[code: string, status: number, message: string | RegExp, call: () => Promise<unknown>]>([
    ['TypeNotFoundException', 400, /My::Own::Type/, () => control.listResources({ TypeName: 'My::Own::Type' })],
    [
      'TypeNotFoundException',
      400,
      /AWS::No::Such/,
      () => control.createResource({ TypeName: 'AWS::No::Such', DesiredState: '{}' }),
    ],
    ['ResourceNotFoundException', 400, /nowhere/, () => control.getResource(nowhere)],
    ['RequestTokenNotFoundException', 400, /./, () => control.getResourceRequestStatus({ RequestToken: 'none' })],
    ['RequestTokenNotFoundException', 400, /./, () => control.cancelResourceRequest({ RequestToken: 'none' })],
    [
      'UnsupportedActionException',
      400,
      /./,
      () => control.listResources({ TypeName: 'AWS::CloudFormation::CustomResource' }),
    ],
    ['InvalidRequestException', 400, /./, () => control.listResources({ TypeName: queueType, NextToken: 'x' })],
    [
      'InvalidRequestException',
      400,
      'DesiredState is not valid JSON.',
      () => control.createResource({ TypeName: queueType, DesiredState: '{"QueueName":' }),
    ],
    [
      'InvalidRequestException',
      400,
      'DesiredState must be a JSON object.',
      () => control.createResource({ TypeName: queueType, DesiredState: '[]' }),
    ],
    [
      'ValidationException',
      400,
      'Model validation failed (#: extraneous key [Colour] is not permitted)',
      () => control.createResource({ TypeName: queueType, DesiredState: '{"Colour":"red"}' }),
    ],
    [
      'InvalidRequestException',
      400,
      'readOnlyProperties [/properties/Arn] cannot be specified',
      () => control.createResource({ TypeName: queueType, DesiredState: '{"Arn":"arn"}' }),
    ],
    [
      'ValidationException',
      400,
      /^Invalid patch update: /,
      () => control.updateResource({ ...nowhere, PatchDocument: '{' }),
    ],
    [
      'ValidationException',
      400,
      /^Invalid patch update: /,
      () => control.updateResource({ ...nowhere, ...patch({ op: 'jump', path: '/a' }) }),
    ],
  ])('%s %i %s', async (code, status, message, call) => {
    await expect(call()).rejects.toMatchObject(sdkError(code, status, message));
  });

  test.each(['[', '{"a":'])('of documents that are nested too deeply with %s', async (open) => {
    const deep = `${open.repeat(5000)}1${(open === '[' ? ']' : '}').repeat(5000)}`;
    const state = { TypeName: queueType, DesiredState: `{"RedrivePolicy":${deep}}` };
    await expect(control.createResource(state)).rejects.toMatchObject(
      sdkError('InvalidRequestException', 400, 'DesiredState is not valid JSON.'),
    );
    const PatchDocument = `[{"op":"add","path":"/RedrivePolicy","value":${deep}}]`;
    await expect(control.updateResource({ ...nowhere, PatchDocument })).rejects.toMatchObject(
      sdkError('ValidationException', 400, /^Invalid patch update: /),
    );
  });

  test('of a service, in the request', async () => {
    await create({ QueueName: 'taken', DelaySeconds: 1 });
    expect(await create({ QueueName: 'taken', DelaySeconds: 2 })).toMatchObject({
      OperationStatus: 'FAILED',
      ErrorCode: 'AlreadyExists',
      StatusMessage: expect.stringContaining('taken') as string,
    });
    const TypeName = queueType;
    const Identifier = `${server.endpoint}/000000000000/taken`;
    const renaming = patch({ op: 'replace', path: '/QueueName', value: 'other' });
    const outcome = await control.updateResource({ TypeName, Identifier, ...renaming }).then(
      async ({ ProgressEvent }) => (await ended(ProgressEvent))?.ErrorCode,
      (error: Error) => error.name,
    );
    expect(outcome).toMatch(/NotUpdatable|ValidationException/);
    const gone = await control.deleteResource(nowhere).then(
      async ({ ProgressEvent }) => (await ended(ProgressEvent))?.ErrorCode,
      (error: Error) => error.name,
    );
    expect(gone).toMatch(/NotFound/);
  });
});

test('a user needs the right to Cloud Control and to the service', async () => {
  const strict = await startServer(['--auth', 'iam']);
  const iam = new IAM(strict.client());
  await iam.createUser({ UserName: 'ann' });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'ann' });
  const client = new CloudControl(
    strict.client({ accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }),
  );
  const request = { TypeName: queueType, DesiredState: '{"QueueName":"denied"}' };
  await expect(client.createResource(request)).rejects.toMatchObject(
    sdkError('AccessDeniedException', 400, /not authorized to perform: cloudformation:CreateResource/),
  );
  const PolicyDocument = policy(allow('cloudformation:*Resource*'));
  await iam.putUserPolicy({ UserName: 'ann', PolicyName: 'own', PolicyDocument });
  const event = await ended((await client.createResource(request)).ProgressEvent, client);
  expect(event).toMatchObject({ OperationStatus: 'FAILED', ErrorCode: 'AccessDenied' });
  client.destroy();
  iam.destroy();
  await strict.stop();
});

describe.skipIf(awsCliVersion === '')(`aws cloudcontrol${withoutAwsCli}`, () => {
  test('creates, reads, waits and deletes', async () => {
    const aws = awsCli(server.endpoint, server.keys);
    const type = ['--type-name', 'AWS::SNS::Topic'];
    const made = (await aws('cloudcontrol', 'create-resource', ...type, '--desired-state', '{"TopicName":"cli"}')) as {
      ProgressEvent: { RequestToken: string };
    };
    const token = ['--request-token', made.ProgressEvent.RequestToken];
    await aws('cloudcontrol', 'wait', 'resource-request-success', ...token);
    const on = [...type, '--identifier', 'arn:aws:sns:us-east-1:000000000000:cli'];
    expect(await aws('cloudcontrol', 'get-resource', ...on)).toMatchObject({ TypeName: 'AWS::SNS::Topic' });
    await aws('cloudcontrol', 'delete-resource', ...on);
    await expect(
      aws('cloudcontrol', 'get-resource', ...type, '--identifier', 'arn:aws:sns:us-east-1:000000000000:none'),
    ).rejects.toMatchObject(cliError('ResourceNotFoundException', 'GetResource', /none/));
  });
});
