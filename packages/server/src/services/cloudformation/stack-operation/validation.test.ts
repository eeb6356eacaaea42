import { CreateChangeSetCommand, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;

beforeAll(async () => {
  stacks = await TestStacks.start();
});

afterAll(() => stacks.stop());

const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const faulty = { Resources: { Good: queue({ QueueName: 'good' }), Bad: queue({ Colour: 'red', Size: 1 }) } };
const fault =
  'Properties validation failed for resource Bad with message:\n' +
  '[#: extraneous key [Colour] is not permitted, #: extraneous key [Size] is not permitted]';
const queues = async () => (await new SQSClient(stacks.server.client).send(new ListQueuesCommand({}))).QueueUrls ?? [];

test('what the schemas forbid is refused before there is a stack', async () => {
  await expect(stacks.create('new', faulty)).rejects.toThrow(fault);
  await expect(stacks.describe('new')).rejects.toThrow('does not exist');
  await stacks.create('old', { Resources: { Bad: queue() } });
  await expect(stacks.update('old', faulty)).rejects.toThrow(fault);
  expect((await stacks.describe('old')).StackStatus).toBe('CREATE_COMPLETE');
  expect(await queues()).toHaveLength(1);
});

test('parameters count as what they stand for', async () => {
  const Parameters = { Delay: { Type: 'String', Default: 'soon' } };
  const template = { Parameters, Resources: { Q: queue({ DelaySeconds: { Ref: 'Delay' } }) } };
  await expect(stacks.create('parameters', template)).rejects.toThrow(/^Properties validation failed for resource Q/);
});

test('what a transform makes of a template fails the stack before anything is created', async () => {
  const template = { Transform: 'AWS::LanguageExtensions', ...faulty };
  const Capabilities = ['CAPABILITY_AUTO_EXPAND' as const];
  expect((await stacks.create('made', template, { Capabilities })).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.events('made')).toEqual([
    'made CREATE_IN_PROGRESS User Initiated',
    'made CREATE_IN_PROGRESS Transformation succeeded',
    `Bad CREATE_FAILED ${fault}`,
    'made ROLLBACK_IN_PROGRESS Validation failed for following resources: [Bad]. Rollback requested by user.',
    'made ROLLBACK_COMPLETE',
  ]);
  const { StackEvents = [] } = await stacks.client.send(new DescribeStackEventsCommand({ StackName: 'made' }));
  expect(StackEvents.find(({ LogicalResourceId }) => LogicalResourceId === 'Bad')?.DetailedStatus).toBe(
    'VALIDATION_FAILED',
  );
  expect(await queues()).toHaveLength(1);
});

test('a nested stack says it to its parent', async () => {
  const s3 = new S3Client({ ...stacks.server.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'inner' }));
  await s3.send(new PutObjectCommand({ Bucket: 'inner', Key: 'a.json', Body: JSON.stringify(faulty) }));
  const Properties = { TemplateURL: 'https://inner.s3.amazonaws.com/a.json' };
  await stacks.create('outer', { Resources: { Inner: { Type: 'AWS::CloudFormation::Stack', Properties } } });
  const failed = (await stacks.events('outer')).find((line) => line.startsWith('Inner CREATE_FAILED'));
  expect(failed).toContain('extraneous key [Colour] is not permitted');
});

test('a change set is refused', async () => {
  const input = { StackName: 'reviewed', ChangeSetName: 'set', ChangeSetType: 'CREATE' as const };
  const TemplateBody = JSON.stringify(faulty);
  await expect(stacks.client.send(new CreateChangeSetCommand({ ...input, TemplateBody }))).rejects.toThrow(fault);
});

test('logged no error', () => expect(stacks.server.errors).toEqual([]));
