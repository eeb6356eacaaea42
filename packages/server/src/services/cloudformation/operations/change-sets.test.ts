import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeChangeSetHooksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChangeSets, until } from '../change-sets/testing.ts';
import type { TestChangeSets } from '../change-sets/testing.ts';

let sets: TestChangeSets;

beforeAll(async () => {
  sets = await openChangeSets();
});
afterAll(() => sets.server.stop());

const queue = (properties: string) => `Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { ${properties} } } }`;

describe('a change set of a new stack', () => {
  it('leaves the stack in review until it is executed', async () => {
    const created = await sets.create('fresh', {
      ChangeSetType: 'CREATE',
      TemplateBody: queue('DelaySeconds: 5'),
      Description: 'first',
      Tags: [{ Key: 'team', Value: 'a' }],
    });
    expect(created).toMatchObject({
      ChangeSetName: 'set',
      StackName: 'fresh',
      Description: 'first',
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Tags: [{ Key: 'team', Value: 'a' }],
      Changes: [
        {
          Type: 'Resource',
          ResourceChange: {
            Action: 'Add',
            LogicalResourceId: 'Queue',
            ResourceType: 'AWS::SQS::Queue',
            AfterContext: '{"Properties":{"DelaySeconds":"5"}}',
          },
        },
      ],
    });
    expect(created.ChangeSetId).toMatch(/^arn:aws:cloudformation:us-east-1:\d{12}:changeSet\/set\/[0-9a-f-]{36}$/);
    const review = await sets.stack('fresh');
    expect(review).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS', StackStatusReason: 'User Initiated' });
    expect(Object.keys(review ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(ChangeSetId|LastUpdatedTime|Outputs|Parameters)$/)]),
    );
    const stack = await sets.execute(created.ChangeSetId ?? '');
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      StackId: created.StackId,
      ChangeSetId: created.ChangeSetId,
      LastUpdatedTime: expect.any(Date) as Date,
    });
    const ended = await until(
      () => sets.describe(created.ChangeSetId ?? ''),
      ({ ExecutionStatus }) => ExecutionStatus !== 'EXECUTE_IN_PROGRESS',
    );
    expect(ended.ExecutionStatus).toBe('EXECUTE_COMPLETE');
  });

  it('is refused for a stack that is there, and the other way round', async () => {
    const TemplateBody = queue('DelaySeconds: 5');
    await sets.deploy('there', { ChangeSetType: 'CREATE', TemplateBody });
    const again = new CreateChangeSetCommand({
      StackName: 'there',
      ChangeSetName: 'b',
      ChangeSetType: 'CREATE',
      TemplateBody,
    });
    await expect(sets.client.send(again)).rejects.toThrow(
      'Stack [there] already exists and cannot be created again with the changeSet [b].',
    );
    const missing = new CreateChangeSetCommand({ StackName: 'missing', ChangeSetName: 'b', TemplateBody });
    await expect(sets.client.send(missing)).rejects.toThrow('Stack [missing] does not exist');
  });

  it('answers the same for the same token, and refuses the name otherwise', async () => {
    const input = { StackName: 'twice', ChangeSetName: 'one', ChangeSetType: 'CREATE' as const };
    const request = { ...input, TemplateBody: queue(''), ClientToken: 'token' };
    const first = await sets.client.send(new CreateChangeSetCommand(request));
    expect(await sets.client.send(new CreateChangeSetCommand(request))).toMatchObject({ Id: first.Id });
    await expect(sets.client.send(new CreateChangeSetCommand({ ...request, ClientToken: 'b' }))).rejects.toMatchObject({
      name: 'AlreadyExistsException',
    });
  });

  it('wants capabilities before anything is there', async () => {
    const TemplateBody = 'Resources: { R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } } }';
    const request = { StackName: 'iam', ChangeSetName: 'a', ChangeSetType: 'CREATE' as const, TemplateBody };
    await expect(sets.client.send(new CreateChangeSetCommand(request))).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_IAM]',
    });
    await expect(sets.stack('iam')).rejects.toThrow('Stack with id iam does not exist');
  });
});

describe('a change set of a stack', () => {
  it('shows what changes, executes it, and leaves the others behind', async () => {
    await sets.deploy('changing', { ChangeSetType: 'CREATE', TemplateBody: queue('DelaySeconds: 1') });
    const first = await sets.create('changing', { ChangeSetName: 'first', TemplateBody: queue('DelaySeconds: 2') });
    const second = await sets.create('changing', {
      ChangeSetName: 'second',
      TemplateBody: queue('QueueName: changed'),
    });
    expect(first.Changes?.[0]?.ResourceChange).toMatchObject({
      Action: 'Modify',
      Replacement: 'False',
      Scope: ['Properties'],
      Details: [{ Target: { Name: 'DelaySeconds', BeforeValue: '1', AfterValue: '2', RequiresRecreation: 'Never' } }],
    });
    expect(second.Changes?.[0]?.ResourceChange).toMatchObject({
      Replacement: 'True',
      PolicyAction: 'ReplaceAndDelete',
    });
    expect((await sets.execute(second.ChangeSetId ?? ''))?.StackStatus).toBe('UPDATE_COMPLETE');
    const sqs = new SQSClient(sets.server.client);
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'changed' }))).QueueUrl).toMatch(/changed$/);
    const { Summaries } = await sets.client.send(new ListChangeSetsCommand({ StackName: 'changing' }));
    const statuses = Object.fromEntries((Summaries ?? []).map((set) => [set.ChangeSetName, set.ExecutionStatus]));
    expect(statuses).toMatchObject({ first: 'OBSOLETE' });
    await expect(
      sets.client.send(new ExecuteChangeSetCommand({ ChangeSetName: first.ChangeSetId })),
    ).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
  });

  it('hides property values that were not asked for', async () => {
    await sets.deploy('plain', { ChangeSetType: 'CREATE', TemplateBody: queue('DelaySeconds: 1') });
    const { ChangeSetId } = await sets.create('plain', { ChangeSetName: 'b', TemplateBody: queue('DelaySeconds: 2') });
    const { Changes } = await sets.client.send(new DescribeChangeSetCommand({ ChangeSetName: ChangeSetId }));
    expect(Changes?.[0]?.ResourceChange).toMatchObject({
      Details: [{ Target: { Attribute: 'Properties', Name: 'DelaySeconds', RequiresRecreation: 'Never' } }],
    });
    expect(JSON.stringify(Changes)).not.toMatch(/BeforeValue|AfterContext/);
  });

  it('fails where nothing changes, as AWS says it', async () => {
    const TemplateBody = queue('DelaySeconds: 1');
    await sets.deploy('same', { ChangeSetType: 'CREATE', TemplateBody });
    const same = await sets.create('same', { ChangeSetName: 'b', TemplateBody });
    expect(same).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    const described = await sets.create('same', {
      ChangeSetName: 'c',
      TemplateBody: `Description: new\n${TemplateBody}`,
    });
    expect(described).toMatchObject({ Status: 'FAILED', StatusReason: 'No updates are to be performed.' });
    await expect(sets.client.send(new ExecuteChangeSetCommand({ ChangeSetName: same.ChangeSetId }))).rejects.toThrow(
      `ChangeSet [${same.ChangeSetId}] cannot be executed in its current status of [FAILED]`,
    );
  });

  it('is left behind by an update without it', async () => {
    await sets.deploy('direct', { ChangeSetType: 'CREATE', TemplateBody: queue('DelaySeconds: 1') });
    const set = await sets.create('direct', { ChangeSetName: 'b', TemplateBody: queue('DelaySeconds: 2') });
    await sets.client.send(new UpdateStackCommand({ StackName: 'direct', TemplateBody: queue('DelaySeconds: 3') }));
    expect((await sets.describe(set.ChangeSetId ?? '')).ExecutionStatus).toBe('OBSOLETE');
  });

  it('uses previous templates and values, and shows no secret', async () => {
    const TemplateBody = `
Parameters: { Delay: { Type: Number }, Secret: { Type: String, NoEcho: true } }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
  Value: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref Secret } }`;
    const Parameters = [
      { ParameterKey: 'Delay', ParameterValue: '1' },
      { ParameterKey: 'Secret', ParameterValue: 'hush' },
    ];
    await sets.deploy('secret', { ChangeSetType: 'CREATE', TemplateBody, Parameters });
    const set = await sets.create('secret', {
      ChangeSetName: 'b',
      UsePreviousTemplate: true,
      Parameters: [
        { ParameterKey: 'Delay', ParameterValue: '2' },
        { ParameterKey: 'Secret', UsePreviousValue: true },
      ],
    });
    expect(set.Parameters).toEqual([
      { ParameterKey: 'Delay', ParameterValue: '2' },
      { ParameterKey: 'Secret', ParameterValue: '****' },
    ]);
    expect(set.Changes?.map(({ ResourceChange }) => ResourceChange?.LogicalResourceId)).toEqual(['Queue']);
    expect(set.Changes?.[0]?.ResourceChange?.Details).toMatchObject([
      { ChangeSource: 'ParameterReference', CausingEntity: 'Delay', Evaluation: 'Static' },
      { ChangeSource: 'DirectModification', Evaluation: 'Dynamic' },
    ]);
    expect(JSON.stringify(set)).not.toContain('hush');
  });

  it('looks up SSM parameters, and sees that they changed', async () => {
    const ssm = new SSMClient(sets.server.client);
    const put = (Value: string) =>
      ssm.send(new PutParameterCommand({ Name: '/delay', Type: 'String', Value, Overwrite: true }));
    await put('1');
    const TemplateBody = `
Parameters: { Delay: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /delay } }
Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } } }`;
    await sets.deploy('ssm', { ChangeSetType: 'CREATE', TemplateBody });
    await put('7');
    const set = await sets.create('ssm', { ChangeSetName: 'b', UsePreviousTemplate: true });
    expect(set.Parameters).toEqual([{ ParameterKey: 'Delay', ParameterValue: '/delay', ResolvedValue: '7' }]);
    expect(set.Changes?.[0]?.ResourceChange?.Details?.[0]).toMatchObject({
      CausingEntity: 'Delay',
      Target: { BeforeValue: '1', AfterValue: '7' },
    });
    const absent = sets.create('ssm', {
      ChangeSetName: 'c',
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'Delay', ParameterValue: '/nothing' }],
    });
    await expect(absent).rejects.toThrow(
      'Unable to fetch parameters [/nothing] from parameter store for this account.',
    );
  });

  it('is deleted, and nobody minds one that is not there', async () => {
    await sets.deploy('deleting', { ChangeSetType: 'CREATE', TemplateBody: queue('DelaySeconds: 1') });
    const set = await sets.create('deleting', { ChangeSetName: 'b', TemplateBody: queue('DelaySeconds: 2') });
    const named = { StackName: 'deleting', ChangeSetName: 'b' };
    await sets.client.send(new DeleteChangeSetCommand(named));
    await sets.client.send(new DeleteChangeSetCommand(named));
    await expect(sets.describe(set.ChangeSetId ?? '')).rejects.toMatchObject({ name: 'ChangeSetNotFoundException' });
  });

  it('tells its hooks, of which there are none', async () => {
    const set = await sets.create('hooks', { ChangeSetType: 'CREATE', TemplateBody: queue('') });
    const hooks = await sets.client.send(new DescribeChangeSetHooksCommand({ ChangeSetName: set.ChangeSetId }));
    expect(hooks).toMatchObject({ Status: 'PLANNED', StackName: 'hooks', Hooks: [] });
  });

  it('answers many changes in pages', async () => {
    const resources = Array.from({ length: 130 }, (_, index) => `T${index}: { Type: AWS::SNS::Topic }`).join(', ');
    const TemplateBody = `Resources: { ${resources} }`;
    const set = await sets.create('pages', { ChangeSetType: 'CREATE', TemplateBody });
    expect(set.Changes).toHaveLength(100);
    const rest = await sets.client.send(
      new DescribeChangeSetCommand({ ChangeSetName: set.ChangeSetId, NextToken: set.NextToken }),
    );
    expect(rest.Changes).toHaveLength(30);
    expect(rest.NextToken).toBeUndefined();
  });
});

describe('transforms', () => {
  const table = (name: string) => `
Transform: AWS::Serverless-2016-10-31
Resources: { Table: { Type: AWS::Serverless::SimpleTable, Properties: { TableName: ${name} } } }`;

  it('are applied when the change set is made, and shown by GetTemplate', async () => {
    const set = await sets.create('sam', { ChangeSetType: 'CREATE', TemplateBody: table('orders') });
    expect(set).toMatchObject({
      Status: 'CREATE_COMPLETE',
      Changes: [{ ResourceChange: { LogicalResourceId: 'Table', ResourceType: 'AWS::DynamoDB::Table' } }],
    });
    const get = (TemplateStage: 'Original' | 'Processed') =>
      sets.client.send(new GetTemplateCommand({ ChangeSetName: set.ChangeSetId, TemplateStage }));
    expect((await get('Original')).TemplateBody).toBe(table('orders'));
    expect(JSON.parse((await get('Processed')).TemplateBody ?? '')).toMatchObject({
      Resources: { Table: { Type: 'AWS::DynamoDB::Table' } },
    });
  });

  it('make the change set fail with what is wrong', async () => {
    const TemplateBody = 'Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function } }';
    expect(await sets.create('sam-broken', { ChangeSetType: 'CREATE', TemplateBody })).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining(
        'Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless',
      ) as string,
    });
  });

  it('need an acknowledgement without a change set', async () => {
    const create = new CreateStackCommand({ StackName: 'sam-direct', TemplateBody: table('direct') });
    await expect(sets.client.send(create)).rejects.toThrow('Requires capabilities : [CAPABILITY_AUTO_EXPAND]');
  });
});

it('logged no error', () => expect(sets.server.errors).toEqual([]));
