import {
  CancelUpdateStackCommand,
  CreateChangeSetCommand,
  ExecuteChangeSetCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;
let s3: S3Client;
let sqs: SQSClient;

beforeAll(async () => {
  stacks = await TestStacks.start();
  s3 = new S3Client({ ...stacks.server.client, forcePathStyle: true });
  sqs = new SQSClient(stacks.server.client);
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
});

afterAll(() => stacks.stop());

async function upload(Key: string, template: object): Promise<string> {
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key, Body: JSON.stringify(template) }));
  return `${stacks.server.endpoint}/templates/${Key}`;
}

function nested(TemplateURL: string, properties: object = {}) {
  return { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, ...properties } };
}

function queue(QueueName: unknown, properties: object = {}) {
  return { Type: 'AWS::SQS::Queue', Properties: { QueueName, ...properties } };
}

async function queueNames(prefix: string): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
  return QueueUrls.map((url) => url.split('/').at(-1) ?? '');
}

const leaf = (seconds: number) => ({
  Parameters: { Name: { Type: 'String' } },
  Resources: { Queue: queue({ Ref: 'Name' }, { VisibilityTimeout: seconds }) },
  Outputs: { Arn: { Value: { 'Fn::GetAtt': 'Queue.Arn' } } },
});

test('three levels deep: parameters go down, outputs come up', async () => {
  const leafUrl = await upload('leaf.json', leaf(30));
  const middle = {
    Parameters: { Name: { Type: 'String' } },
    Resources: { Leaf: nested(leafUrl, { Parameters: { Name: { Ref: 'Name' } } }) },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': 'Leaf.Outputs.Arn' } } },
  };
  const middleUrl = await upload('middle.json', middle);
  const root = {
    Resources: { Middle: nested(middleUrl, { Parameters: { Name: 'deep' }, Tags: [{ Key: 'own', Value: '1' }] }) },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': 'Middle.Outputs.Arn' } } },
  };
  const stack = await stacks.create('root', root, { Tags: [{ Key: 'team', Value: 'a' }] });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(stack.Outputs?.[0]?.OutputValue).toBe('arn:aws:sqs:us-east-1:000000000000:deep');
  const { Middle = '' } = await stacks.physicalIds('root');
  const child = await stacks.describe(Middle);
  expect(child).toMatchObject({
    StackName: expect.stringMatching(/^root-Middle-[A-Z0-9]{12,13}$/) as string,
    ParentId: stack.StackId,
    RootId: stack.StackId,
    Parameters: [{ ParameterKey: 'Name', ParameterValue: 'deep' }],
  });
  expect(child.Tags).toEqual(
    expect.arrayContaining([
      { Key: 'team', Value: 'a' },
      { Key: 'own', Value: '1' },
    ]),
  );
  const { Leaf = '' } = await stacks.physicalIds(Middle);
  expect(await stacks.describe(Leaf)).toMatchObject({ ParentId: Middle, RootId: stack.StackId });
  expect(await stacks.events('root')).toEqual([
    'root CREATE_IN_PROGRESS User Initiated',
    'Middle CREATE_IN_PROGRESS',
    'Middle CREATE_IN_PROGRESS Resource creation Initiated',
    'Middle CREATE_COMPLETE',
    'root CREATE_COMPLETE',
  ]);
  await stacks.delete('root');
  expect((await stacks.describe(Leaf)).StackStatus).toBe('DELETE_COMPLETE');
  expect(await queueNames('deep')).toEqual([]);
});

test('an update changes the child in place, which cleans up with its parent', async () => {
  const url = await upload('changing.json', leaf(30));
  const template = (name: string) => ({
    Resources: { Child: nested(url, { Parameters: { Name: name } }), Other: queue('beside') },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': 'Child.Outputs.Arn' } } },
  });
  await stacks.create('changing', template('before'));
  const { Child = '' } = await stacks.physicalIds('changing');
  const stack = await stacks.update('changing', template('after'));
  expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
  expect(stack.Outputs?.[0]?.OutputValue).toMatch(/:after$/);
  expect(await stacks.physicalIds('changing')).toMatchObject({ Child });
  const child = await stacks.describe(Child);
  expect(child.StackStatus).toBe('UPDATE_COMPLETE');
  expect(await queueNames('before')).toEqual([]);
  const steps = (await stacks.eventsSince(Child, `${child.StackName} UPDATE_IN_PROGRESS`)).filter((line) =>
    /^Queue|_PROGRESS|COMPLETE$/.test(line),
  );
  expect(steps).toEqual([
    `${child.StackName} UPDATE_IN_PROGRESS User Initiated`,
    expect.stringContaining(
      'Queue UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource',
    ) as string,
    'Queue UPDATE_IN_PROGRESS Resource creation Initiated',
    'Queue UPDATE_COMPLETE',
    `${child.StackName} UPDATE_COMPLETE_CLEANUP_IN_PROGRESS`,
    'Queue DELETE_IN_PROGRESS',
    'Queue DELETE_COMPLETE',
    `${child.StackName} UPDATE_COMPLETE`,
  ]);
});

test('a template that has changed at its URL is reason enough', async () => {
  const url = await upload('same.json', leaf(30));
  const template = { Resources: { Child: nested(url, { Parameters: { Name: 'sameurl' } }) } };
  await stacks.create('same', template);
  await upload('same.json', leaf(60));
  const stack = await stacks.update('same', template);
  expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
  const { Child = '' } = await stacks.physicalIds('same');
  expect(await stacks.events(Child)).toContain('Queue UPDATE_COMPLETE');
});

test('a child that fails takes its parent with it', async () => {
  await sqs.send(new CreateQueueCommand({ QueueName: 'taken' }));
  const url = await upload('failing.json', {
    Resources: { Fine: queue('fine-1'), Bad: { ...queue('taken'), DependsOn: 'Fine' } },
  });
  const stack = await stacks.create('failing', { Resources: { Child: nested(url) } });
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  const events = await stacks.events('failing');
  const failure = events.find((line) => line.startsWith('Child CREATE_FAILED')) ?? '';
  expect(failure).toMatch(
    /^Child CREATE_FAILED Embedded stack arn:aws:cloudformation:us-east-1:000000000000:stack\/failing-Child-\w+\/UUID was not successfully created: The following resource\(s\) failed to create: \[Bad\]\. ?$/,
  );
  expect(events.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    'failing CREATE_IN_PROGRESS',
    'Child CREATE_IN_PROGRESS',
    'Child CREATE_IN_PROGRESS',
    'Child CREATE_FAILED',
    'failing ROLLBACK_IN_PROGRESS',
    'Child DELETE_IN_PROGRESS',
    'Child DELETE_COMPLETE',
    'failing ROLLBACK_COMPLETE',
  ]);
  expect(events[4]).toContain('The following resource(s) failed to create: [Child].');
  expect(await queueNames('fine-1')).toEqual([]);
});

test('a child whose creation is undone keeps only what is always to be retained', async () => {
  const url = await upload('retaining.json', {
    Resources: {
      Kept: { ...queue('undone-kept'), DeletionPolicy: 'Retain' },
      Gone: { ...queue('undone-gone'), DeletionPolicy: 'RetainExceptOnCreate' },
    },
  });
  const Resources = { Child: nested(url), Bad: { ...queue('taken'), DependsOn: 'Child' } };
  expect((await stacks.create('undone', { Resources })).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await queueNames('undone-')).toEqual(['undone-kept']);
});

test('a child whose exports are in use keeps its parent', async () => {
  const url = await upload('exporting.json', {
    ...leaf(30),
    Outputs: { Name: { Value: 'x', Export: { Name: 'of-a-child' } } },
  });
  await stacks.create('exporting', { Resources: { Child: nested(url, { Parameters: { Name: 'exporting-1' } }) } });
  await stacks.create('importing', { Resources: { Queue: queue({ 'Fn::ImportValue': 'of-a-child' }) } });
  expect((await stacks.delete('exporting')).StackStatus).toBe('DELETE_FAILED');
  expect((await stacks.events('exporting')).at(-2)).toMatch(
    /^Child DELETE_FAILED Embedded stack \S+ was not successfully deleted: Delete canceled\. Cannot delete export of-a-child as it is in use by importing\.$/,
  );
  await stacks.delete('importing');
  expect((await stacks.delete('exporting')).StackStatus).toBe('DELETE_COMPLETE');
  expect(await queueNames('exporting-1')).toEqual([]);
});

test('what is wrong with the template of a child is told in plain words', async () => {
  const url = await upload('leaf-2.json', leaf(30));
  await stacks.create('missing', { Resources: { Child: nested(url) } });
  expect(await stacks.events('missing')).toContain('Child CREATE_FAILED Parameters: [Name] must have values');
});

test('a child is rolled back when something beside it fails', async () => {
  const url = await upload('beside.json', leaf(30));
  const template = (name: string, beside: object) => ({
    Resources: {
      Child: nested(url, { Parameters: { Name: name } }),
      Beside: { ...queue('b-1', beside), DependsOn: 'Child' },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': 'Child.Outputs.Arn' } } },
  });
  await stacks.create('beside', template('roll-1', {}));
  const stack = await stacks.update(
    'beside',
    template('roll-2', {
      DelaySeconds: 5,
      RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:nowhere', maxReceiveCount: 0 },
    }),
  );
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const { Child = '' } = await stacks.physicalIds('beside');
  const child = await stacks.describe(Child);
  expect(child.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(child.Outputs?.[0]?.OutputValue).toMatch(/:roll-1$/);
  expect(stack.Outputs?.[0]?.OutputValue).toMatch(/:roll-1$/);
  expect(await queueNames('roll-')).toEqual(['roll-1']);
  expect(
    (await stacks.events(Child)).filter((line) => line.startsWith('beside-Child')).map((line) => line.split(' ')[1]),
  ).toEqual([
    'CREATE_IN_PROGRESS',
    'CREATE_COMPLETE',
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE',
  ]);
});

test('a child whose update fails rolls back, and its parent with it', async () => {
  const good = await upload('good.json', leaf(30));
  const bad = await upload('bad.json', leaf(-1));
  const template = (url: string) => ({ Resources: { Child: nested(url, { Parameters: { Name: 'update-fails' } }) } });
  await stacks.create('breaking', template(good));
  const stack = await stacks.update('breaking', template(bad));
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const events = await stacks.eventsSince('breaking', 'breaking UPDATE_IN_PROGRESS');
  expect(events.find((line) => line.startsWith('Child UPDATE_FAILED'))).toMatch(
    /was not successfully updated\. Currently in UPDATE_ROLLBACK_\w+ with reason: The following resource\(s\) failed to update: \[Queue\]\. ?$/,
  );
  const { Child = '' } = await stacks.physicalIds('breaking');
  expect((await stacks.describe(Child)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
});

test('the rollback of a cancelled update waits for the child that was under way', async () => {
  const waiting = {
    Parameters: { Name: { Type: 'String' } },
    Resources: {
      Queue: queue({ Ref: 'Name' }),
      Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
      Ready: {
        Type: 'AWS::CloudFormation::WaitCondition',
        DependsOn: 'Queue',
        Properties: { Handle: { Ref: 'Handle' }, Timeout: '600' },
      },
    },
  };
  const before = await upload('still.json', leaf(30));
  const after = await upload('waiting.json', waiting);
  const template = (url: string) => ({ Resources: { Child: nested(url, { Parameters: { Name: 'cancelled-1' } }) } });
  await stacks.create('cancelled', template(before));
  expect((await stacks.update('cancelled', template(after))).StackStatus).toBe('UPDATE_IN_PROGRESS');
  await stacks.client.send(new CancelUpdateStackCommand({ StackName: 'cancelled' }));
  await stacks.settle();
  expect((await stacks.describe('cancelled')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const { Child = '' } = await stacks.physicalIds('cancelled');
  expect((await stacks.describe(Child)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(Object.keys(await stacks.physicalIds(Child))).toEqual(['Queue']);
});

test('a child that cannot be deleted keeps its parent', async () => {
  const url = await upload('bucket.json', {
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'kept-full' } } },
  });
  await stacks.create('keeping', { Resources: { Child: nested(url) } });
  await s3.send(new PutObjectCommand({ Bucket: 'kept-full', Key: 'k', Body: 'b' }));
  const { Child = '' } = await stacks.physicalIds('keeping');
  expect((await stacks.delete('keeping')).StackStatus).toBe('DELETE_FAILED');
  expect((await stacks.events('keeping')).find((line) => line.startsWith('Child DELETE_FAILED'))).toMatch(
    /^Child DELETE_FAILED Embedded stack \S+ was not successfully deleted: The following resource\(s\) failed to delete: \[Bucket\]\. ?$/,
  );
  await s3.send(new DeleteObjectCommand({ Bucket: 'kept-full', Key: 'k' }));
  expect((await stacks.delete('keeping')).StackStatus).toBe('DELETE_COMPLETE');
  expect((await stacks.describe(Child)).StackStatus).toBe('DELETE_COMPLETE');
});

test('a child has its own time-out', async () => {
  const url = await upload('never.json', {
    Resources: {
      Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
      Ready: { Type: 'AWS::CloudFormation::WaitCondition', Properties: { Handle: { Ref: 'Handle' }, Timeout: '3600' } },
    },
  });
  await stacks.create('timed', { Resources: { Child: nested(url, { TimeoutInMinutes: 1 }) } });
  await stacks.server.clock.advance(60_000);
  expect((await stacks.describe('timed')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect((await stacks.events('timed')).find((line) => line.startsWith('Child CREATE_FAILED'))).toContain(
    'was not successfully created: Stack creation time exceeded the specified timeout',
  );
});

test('a change set that reaches into nested stacks is executed as one', async () => {
  const url = await upload('by-set.json', leaf(30));
  const template = { Resources: { Child: nested(url, { Parameters: { Name: 'by-set' } }) } };
  const input = {
    StackName: 'by-set',
    ChangeSetName: 'first',
    ChangeSetType: 'CREATE',
    IncludeNestedStacks: true,
  } as const;
  await stacks.client.send(new CreateChangeSetCommand({ ...input, TemplateBody: JSON.stringify(template) }));
  await stacks.settle();
  const before = await stacks.client.send(new ListStacksCommand({ StackStatusFilter: ['REVIEW_IN_PROGRESS'] }));
  const child = before.StackSummaries?.find(({ ParentId }) => ParentId !== undefined);
  await stacks.client.send(new ExecuteChangeSetCommand({ StackName: 'by-set', ChangeSetName: 'first' }));
  await stacks.settle();
  expect((await stacks.describe('by-set')).StackStatus).toBe('CREATE_COMPLETE');
  expect(await stacks.physicalIds('by-set')).toEqual({ Child: child?.StackId });
  // The child gets a child, which its own change set has made.
  const below = await upload('below.json', leaf(30));
  await upload('by-set.json', {
    ...leaf(30),
    Resources: { ...leaf(30).Resources, Below: nested(below, { Parameters: { Name: 'by-set-below' } }) },
  });
  const next = { StackName: 'by-set', ChangeSetName: 'second', IncludeNestedStacks: true, UsePreviousTemplate: true };
  await stacks.client.send(new CreateChangeSetCommand(next));
  await stacks.settle();
  await stacks.client.send(new ExecuteChangeSetCommand({ StackName: 'by-set', ChangeSetName: 'second' }));
  await stacks.settle();
  expect((await stacks.describe('by-set')).StackStatus).toBe('UPDATE_COMPLETE');
  expect((await stacks.describe(child?.StackId ?? '')).StackStatus).toBe('UPDATE_COMPLETE');
  const after = await stacks.client.send(new ListStacksCommand({ StackStatusFilter: ['REVIEW_IN_PROGRESS'] }));
  expect(after.StackSummaries).toEqual([]);
});

test('a child acts in the role of its parent', async () => {
  const iam = new IAMClient(stacks.server.client);
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudformation.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument }));
  const allowed = { Effect: 'Allow', Action: ['s3:GetObject', 'sqs:Get*', 'sqs:List*'], Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [allowed] });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'read', PolicyDocument }));
  const url = await upload('by-role.json', leaf(30));
  const template = { Resources: { Child: nested(url, { Parameters: { Name: 'by-role' } }) } };
  const stack = await stacks.create('by-role', template, { RoleARN: Role?.Arn, DisableRollback: true });
  expect(stack.StackStatus).toBe('CREATE_FAILED');
  const { Child = '' } = await stacks.physicalIds('by-role');
  expect(await stacks.describe(Child)).toMatchObject({ RoleARN: Role?.Arn, StackStatus: 'CREATE_FAILED' });
  expect((await stacks.events(Child)).find((line) => line.startsWith('Queue CREATE_FAILED'))).toMatch(
    /assumed-role\/reader\/\S+ is not authorized to perform: sqs:CreateQueue/i,
  );
});

test('the server has nothing to complain about', () => {
  expect(stacks.server.errors).toEqual([]);
});
