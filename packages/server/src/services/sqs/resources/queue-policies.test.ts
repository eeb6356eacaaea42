import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let client: SQSClient;
let queues: ResourceHarness;
let policies: ResourceHarness;
let inlinePolicies: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  client = new SQSClient(server.client);
  queues = new ResourceHarness(server, 'AWS::SQS::Queue', 'QueueUrl');
  policies = new ResourceHarness(server, 'AWS::SQS::QueuePolicy', 'Id');
  inlinePolicies = new ResourceHarness(server, 'AWS::SQS::QueueInlinePolicy', 'Queue');
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const document = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: '*' }],
});

async function policyOf(QueueUrl: string): Promise<unknown> {
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  return Attributes?.['Policy'] === undefined ? undefined : JSON.parse(Attributes['Policy']);
}

it('AWS::SQS::QueuePolicy is put on its queues, moved and taken away', async () => {
  const [a, b, c] = [await queues.create({}), await queues.create({}), await queues.create({})].map(
    ({ physicalId }) => physicalId,
  ) as [string, string, string];
  const created = await policies.create({ Queues: [a, b], PolicyDocument: document('sqs:SendMessage') });
  expect(created.physicalId).toMatch(/^demo-Thing-[A-Z0-9]{12}$/);
  expect(await policies.read(created)).toEqual({
    Id: created.physicalId,
    Queues: [a, b],
    PolicyDocument: document('sqs:SendMessage'),
  });
  const updated = await policies.update(created, {
    Queues: [b, c],
    PolicyDocument: JSON.stringify(document('sqs:ReceiveMessage')),
  });
  expect(await Promise.all([a, b, c].map(policyOf))).toEqual([
    undefined,
    document('sqs:ReceiveMessage'),
    document('sqs:ReceiveMessage'),
  ]);
  await queues.delete({ physicalId: b, properties: { QueueUrl: b } });
  await policies.delete(updated);
  expect(await policyOf(c)).toBeUndefined();
  expect(await policies.read(updated)).toBeUndefined();
});

it('AWS::SQS::QueueInlinePolicy is the policy of a queue that has none', async () => {
  const { physicalId: Queue } = await queues.create({});
  const created = await inlinePolicies.create({ Queue, PolicyDocument: document('sqs:SendMessage') });
  expect(created.physicalId).toBe(Queue);
  await expect(inlinePolicies.create({ Queue, PolicyDocument: document('sqs:*') })).rejects.toThrow(/already/);
  expect(await inlinePolicies.list()).toEqual([{ Queue }]);
  const updated = await inlinePolicies.update(created, { Queue, PolicyDocument: document('sqs:*') });
  expect(await inlinePolicies.read(updated)).toEqual({ Queue, PolicyDocument: document('sqs:*') });
  await inlinePolicies.delete(updated);
  await inlinePolicies.delete(updated);
  expect(await policyOf(Queue)).toBeUndefined();
  expect(await inlinePolicies.read(updated)).toBeUndefined();
});

it('logs no error', () => expect(server.errors).toEqual([]));
