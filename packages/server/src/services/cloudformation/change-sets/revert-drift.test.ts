import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SQSClient,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChangeSets } from './testing.ts';
import type { TestChangeSets } from './testing.ts';

let sets: TestChangeSets;
let sqs: SQSClient;

beforeAll(async () => {
  sets = await openChangeSets();
  sqs = new SQSClient(sets.server.client);
});
afterAll(() => sets.server.stop());

const template = (name: string) => `
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: ${name}, DelaySeconds: 5 } }
  Topic: { Type: AWS::SNS::Topic }`;
const revert = { ChangeSetName: 'revert', UsePreviousTemplate: true, DeploymentMode: 'REVERT_DRIFT' as const };
const queues = async (QueueNamePrefix: string) =>
  (await sqs.send(new ListQueuesCommand({ QueueNamePrefix }))).QueueUrls ?? [];
const queueUrl = async (QueueName: string) => (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;

it('finds what was changed behind the stack, and takes it back', async () => {
  await sets.deploy('drifting', { ChangeSetType: 'CREATE', TemplateBody: template('drifting') });
  const QueueUrl = await queueUrl('drifting');
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '9' } }));
  const set = await sets.create('drifting', revert);
  expect(set).toMatchObject({ Status: 'CREATE_COMPLETE', StackDriftStatus: 'DRIFTED' });
  expect(set.Changes?.map(({ ResourceChange }) => ResourceChange)).toMatchObject([
    {
      LogicalResourceId: 'Queue',
      ResourceDriftStatus: 'MODIFIED',
      Details: [
        {
          ChangeSource: 'NoModification',
          Target: {
            Name: 'DelaySeconds',
            BeforeValue: '9',
            AfterValue: '5',
            BeforeValueFrom: 'ACTUAL_STATE',
            Drift: { PreviousValue: '5', ActualValue: '9', DriftDetectionTimestamp: expect.any(Date) as Date },
          },
        },
      ],
    },
  ]);
  expect((await sets.execute(set.ChangeSetId ?? ''))?.StackStatus).toBe('UPDATE_COMPLETE');
  const after = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['DelaySeconds'] }));
  expect(after.Attributes).toEqual({ DelaySeconds: '5' });
});

it('makes again what was deleted behind the stack', async () => {
  await sets.deploy('losing', {
    ChangeSetType: 'CREATE',
    TemplateBody: template('losing').replace('QueueName: losing, ', ''),
  });
  const created = await sets.create('losing', { ...revert, ChangeSetName: 'none' });
  expect(created.Status).toBe('FAILED');
  const [QueueUrl] = await queues('losing-');
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  const set = await sets.create('losing', revert);
  expect(set.Changes?.[0]?.ResourceChange).toMatchObject({
    LogicalResourceId: 'Queue',
    Action: 'Add',
    ResourceDriftStatus: 'DELETED',
  });
  expect((await sets.execute(set.ChangeSetId ?? ''))?.StackStatus).toBe('UPDATE_COMPLETE');
  expect(await queues('losing-')).toHaveLength(1);
});

it('logged no error', () => expect(sets.server.errors).toEqual([]));
