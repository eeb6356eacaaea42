import { DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;
let provider: { topicArn: string; queueUrl: string };
let sns: SNSClient;
let sqs: SQSClient;

beforeAll(async () => {
  stacks = await TestStacks.start();
  sns = new SNSClient(stacks.server.client);
  sqs = new SQSClient(stacks.server.client);
  const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'provider' }));
  const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:requests';
  const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: Endpoint };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { QueueUrl: queueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'requests', Attributes: { Policy } }),
  );
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint }));
  provider = { topicArn, queueUrl };
});

afterAll(() => stacks.stop());

interface ProviderRequest {
  RequestType: string;
  ResponseURL: string;
  StackId: string;
  RequestId: string;
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceProperties: Record<string, unknown>;
  OldResourceProperties?: Record<string, unknown>;
}

function template(properties: object = {}) {
  return {
    Resources: {
      Thing: {
        Type: 'Custom::Thing',
        Properties: { ServiceToken: provider.topicArn, Size: 3, Deep: { On: true, List: [1, 'two'] }, ...properties },
      },
    },
    Outputs: { Id: { Value: { Ref: 'Thing' } }, Colour: { Value: { 'Fn::GetAtt': 'Thing.Colour' } } },
  };
}

async function nextRequest(): Promise<ProviderRequest> {
  await stacks.settle();
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: provider.queueUrl }));
  await sqs.send(
    new DeleteMessageCommand({ QueueUrl: provider.queueUrl, ReceiptHandle: message?.ReceiptHandle ?? '' }),
  );
  return JSON.parse((JSON.parse(message?.Body ?? '{}') as { Message: string }).Message) as ProviderRequest;
}

async function answer(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: ProviderRequest,
  body: object,
): Promise<number> {
  const text = JSON.stringify({ StackId, RequestId, LogicalResourceId, ...body });
  const { status } = await fetch(ResponseURL, { method: 'PUT', body: text });
  await stacks.settle();
  return status;
}

const red = { Status: 'SUCCESS', PhysicalResourceId: 'thing-1', Data: { Colour: 'red' } };

test('asks its provider, and takes the answer for its identifier and attributes', async () => {
  const created = await stacks.create('things', template());
  expect(created.StackStatus).toBe('CREATE_IN_PROGRESS');
  const request = await nextRequest();
  expect(request).toEqual({
    RequestType: 'Create',
    ServiceToken: provider.topicArn,
    ResponseURL: expect.stringContaining(
      `${stacks.server.endpoint}/cloudformation-custom-resource-response-useast1/`,
    ) as string,
    StackId: created.StackId,
    RequestId: expect.any(String) as string,
    LogicalResourceId: 'Thing',
    ResourceType: 'Custom::Thing',
    ResourceProperties: { ServiceToken: provider.topicArn, Size: '3', Deep: { On: 'true', List: ['1', 'two'] } },
  });
  expect(await answer(request, red)).toBe(200);
  const stack = await stacks.describe('things');
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(stack.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual(['thing-1', 'red']);
  expect(await answer(request, red)).toBe(403);
});

test('is updated in place as long as its identifier stays', async () => {
  await stacks.update('things', template({ Size: 4 }));
  const request = await nextRequest();
  expect(request).toMatchObject({
    RequestType: 'Update',
    PhysicalResourceId: 'thing-1',
    ResourceProperties: { Size: '4' },
    OldResourceProperties: { Size: '3' },
  });
  await answer(request, { Status: 'SUCCESS', PhysicalResourceId: 'thing-1', Data: { Colour: 'blue' } });
  const stack = await stacks.describe('things');
  expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
  expect(stack.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual(['thing-1', 'blue']);
});

test('is replaced when the answer to an update has another identifier', async () => {
  await stacks.update('things', template({ Size: 5 }));
  await answer(await nextRequest(), { Status: 'SUCCESS', PhysicalResourceId: 'thing-2', Data: { Colour: 'green' } });
  expect((await stacks.describe('things')).StackStatus).toBe('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const deletion = await nextRequest();
  expect(deletion).toMatchObject({
    RequestType: 'Delete',
    PhysicalResourceId: 'thing-1',
    ResourceProperties: { Size: '4' },
  });
  await answer(deletion, { Status: 'SUCCESS', PhysicalResourceId: 'thing-1' });
  const stack = await stacks.describe('things');
  expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
  expect(stack.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual(['thing-2', 'green']);
});

test('is updated back when its update fails', async () => {
  await stacks.update('things', template({ Size: 6 }));
  const request = await nextRequest();
  await answer(request, { Status: 'FAILED', Reason: 'too large' });
  const back = await nextRequest();
  expect(back).toMatchObject({
    RequestType: 'Update',
    PhysicalResourceId: 'thing-2',
    ResourceProperties: { Size: '5' },
    OldResourceProperties: { Size: '6' },
  });
  await answer(back, { Status: 'SUCCESS', PhysicalResourceId: 'thing-2', Data: { Colour: 'green' } });
  expect((await stacks.describe('things')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await stacks.events('things')).toContain(
    'Thing UPDATE_FAILED Received response status [FAILED] from custom resource. Message returned: too large (RequestId: UUID)',
  );
});

test('stays with its provider', async () => {
  const ServiceToken = `${provider.topicArn}-2`;
  expect((await stacks.update('things', template({ ServiceToken }))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await stacks.events('things')).toContain('Thing UPDATE_FAILED Modifying service token is not allowed.');
});

test('is deleted by its provider, or not', async () => {
  await stacks.delete('things');
  await answer(await nextRequest(), { Status: 'FAILED', Reason: 'in use', PhysicalResourceId: 'thing-2' });
  expect((await stacks.describe('things')).StackStatus).toBe('DELETE_FAILED');
  const { StackId = '' } = await stacks.delete('things');
  await answer(await nextRequest(), { Status: 'SUCCESS', PhysicalResourceId: 'thing-2' });
  expect((await stacks.describe(StackId)).StackStatus).toBe('DELETE_COMPLETE');
});

test('fails when no answer comes in time, and is deleted in case it was made', async () => {
  await stacks.create('silent', template({ ServiceTimeout: 60 }));
  await nextRequest();
  await stacks.server.clock.advance(60_000);
  expect((await stacks.events('silent')).find((event) => event.startsWith('Thing CREATE_FAILED'))).toContain(
    'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [UUID]',
  );
  const deletion = await nextRequest();
  expect(deletion).toMatchObject({
    RequestType: 'Delete',
    PhysicalResourceId: expect.stringMatching(/^silent-Thing-/) as string,
  });
  await answer(deletion, { Status: 'SUCCESS', PhysicalResourceId: deletion.PhysicalResourceId });
  expect((await stacks.describe('silent')).StackStatus).toBe('ROLLBACK_COMPLETE');
});

test('hides its attributes from the events where its answer says so', async () => {
  const resources = template().Resources;
  const Value = { 'Fn::GetAtt': 'Thing.Colour' };
  const Setting = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: 'hidden-colour', Value } };
  await stacks.create('hiding', { Resources: { ...resources, Setting } });
  await answer(await nextRequest(), { ...red, NoEcho: true });
  const { StackEvents = [] } = await stacks.client.send(new DescribeStackEventsCommand({ StackName: 'hiding' }));
  const shown = StackEvents.find(({ LogicalResourceId }) => LogicalResourceId === 'Setting')?.ResourceProperties;
  expect(JSON.parse(shown ?? '')).toMatchObject({ Value: '*****' });
  const ssm = new SSMClient(stacks.server.client);
  expect((await ssm.send(new GetParameterCommand({ Name: 'hidden-colour' }))).Parameter?.Value).toBe('red');
});

test('waits an hour where its template says nothing else', async () => {
  await stacks.create('patient', template());
  const request = await nextRequest();
  await stacks.server.clock.advance(3_599_000);
  expect((await stacks.describe('patient')).StackStatus).toBe('CREATE_IN_PROGRESS');
  await answer(request, red);
  expect((await stacks.describe('patient')).StackStatus).toBe('CREATE_COMPLETE');
});

test.each([
  [{ Status: 'SUCCESS' }, 'Invalid PhysicalResourceId', /^wrong-/],
  [
    { Status: 'SUCCESS', PhysicalResourceId: 'x', Data: { Long: 'x'.repeat(4096) } },
    'Response object is too long.',
    /^wrong-/,
  ],
  [{ Status: 'FAILED', Reason: 'no', PhysicalResourceId: 'failed-1' }, 'Message returned: no', /^failed-1$/],
])('fails for the answer %#', async (body, reason, deleted) => {
  const name = `wrong-${stacks.server.platform.ids.hex(6)}`;
  await stacks.create(name, template());
  await answer(await nextRequest(), body);
  expect((await stacks.events(name)).find((event) => event.startsWith('Thing CREATE_FAILED'))).toContain(reason);
  const deletion = await nextRequest();
  expect(deletion.PhysicalResourceId).toMatch(deleted);
  await answer(deletion, { Status: 'SUCCESS', PhysicalResourceId: deletion.PhysicalResourceId });
  expect((await stacks.describe(name)).StackStatus).toBe('ROLLBACK_COMPLETE');
});

test('says of a function that it does not run', async () => {
  const ServiceToken = 'arn:aws:lambda:us-east-1:000000000000:function:provider';
  const stack = await stacks.create('function', {
    Resources: { Thing: { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken } } },
  });
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.events('function')).toContain(
    'Thing CREATE_FAILED The function of this custom resource was not invoked: functions do not run here yet.',
  );
});

test('the server has nothing to complain about', () => {
  expect(stacks.server.errors).toEqual([]);
});
