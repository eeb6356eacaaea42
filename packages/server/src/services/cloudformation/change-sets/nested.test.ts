import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListChangeSetsCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChangeSets, until } from './testing.ts';
import type { TestChangeSets } from './testing.ts';

let sets: TestChangeSets;

const child = `
Parameters: { Delay: { Type: Number } }
Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } } }`;
const parent = `
Parameters: { Delay: { Type: Number } }
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: https://nested.s3.us-east-1.amazonaws.com/child.yaml
      Parameters: { Delay: !Ref Delay }`;
const delay = (ParameterValue: string) => [{ ParameterKey: 'Delay', ParameterValue }];

beforeAll(async () => {
  sets = await openChangeSets();
  const s3 = new S3Client({ ...sets.server.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'nested' }));
  await s3.send(new PutObjectCommand({ Bucket: 'nested', Key: 'child.yaml', Body: child }));
});
afterAll(() => sets.server.stop());

it('makes a change set for each nested stack, and executes them as one', async () => {
  const created = await sets.deploy('parent', {
    ChangeSetType: 'CREATE',
    TemplateBody: parent,
    Parameters: delay('1'),
  });
  expect(created?.StackStatus).toBe('CREATE_COMPLETE');
  const set = await sets.create('parent', {
    ChangeSetName: 'update',
    UsePreviousTemplate: true,
    Parameters: delay('2'),
    IncludeNestedStacks: true,
  });
  const change = set.Changes?.[0]?.ResourceChange;
  expect(change).toMatchObject({ LogicalResourceId: 'Child', Action: 'Modify' });
  const nested = await sets.describe(change?.ChangeSetId ?? '');
  expect(nested).toMatchObject({
    Status: 'CREATE_COMPLETE',
    StackId: change?.PhysicalResourceId,
    ParentChangeSetId: set.ChangeSetId,
    RootChangeSetId: set.ChangeSetId,
    Changes: [{ ResourceChange: { LogicalResourceId: 'Queue', Details: [{ CausingEntity: 'Delay' }, {}] } }],
  });
  await expect(sets.execute(nested.ChangeSetId ?? '')).rejects.toMatchObject({
    name: 'InvalidChangeSetStatusException',
  });
  expect((await sets.execute(set.ChangeSetId ?? ''))?.StackStatus).toBe('UPDATE_COMPLETE');
  const ended = await until(
    () => sets.describe(nested.ChangeSetId ?? ''),
    ({ ExecutionStatus }) => ExecutionStatus !== 'EXECUTE_IN_PROGRESS',
  );
  expect(ended.ExecutionStatus).toBe('EXECUTE_COMPLETE');
});

it('leaves nested stacks out that do not change', async () => {
  await sets.deploy('calm', { ChangeSetType: 'CREATE', TemplateBody: parent, Parameters: delay('1') });
  const input = { UsePreviousTemplate: true, Parameters: delay('1') };
  const nested = await sets.create('calm', { ...input, ChangeSetName: 'nested', IncludeNestedStacks: true });
  expect(nested).toMatchObject({
    Status: 'FAILED',
    StatusReason: expect.stringContaining("didn't contain changes") as string,
  });
  const alone = await sets.create('calm', { ...input, ChangeSetName: 'alone' });
  expect(alone.Changes?.[0]?.ResourceChange?.Details).toMatchObject([
    { ChangeSource: 'Automatic', Evaluation: 'Dynamic' },
  ]);
});

it('reviews nested stacks that are yet to be made', async () => {
  const input = { ChangeSetType: 'CREATE' as const, TemplateBody: parent, Parameters: delay('1') };
  const set = await sets.create('review', { ...input, IncludeNestedStacks: true });
  const [change] = set.Changes ?? [];
  const nested = await sets.describe(change?.ResourceChange?.ChangeSetId ?? '');
  expect(nested.Changes).toMatchObject([{ ResourceChange: { Action: 'Add', LogicalResourceId: 'Queue' } }]);
  expect((await sets.stack(nested.StackId ?? ''))?.StackStatus).toBe('REVIEW_IN_PROGRESS');
  expect((await sets.execute(set.ChangeSetId ?? ''))?.StackStatus).toBe('CREATE_COMPLETE');
  const { Summaries } = await sets.client.send(new ListChangeSetsCommand({ StackName: 'review' }));
  expect(Summaries?.map(({ ChangeSetName }) => ChangeSetName)).toEqual(['set']);
});

it('fails with a nested stack whose template is wrong', async () => {
  const TemplateBody = parent.replace('child.yaml', 'nothing.yaml');
  const set = await sets.create('broken', {
    ChangeSetType: 'CREATE',
    TemplateBody,
    Parameters: delay('1'),
    IncludeNestedStacks: true,
  });
  expect(set).toMatchObject({ Status: 'FAILED', StatusReason: expect.stringContaining('S3 error: ') as string });
});

it('logged no error', () => expect(sets.server.errors).toEqual([]));
