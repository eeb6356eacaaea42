import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { SSM } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allow, policy } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { parameter, queue, Stacks, topic } from '../support/stacks.ts';

/** What a policy, another stack or a stack's own children forbid: AWS's events in its order, and nothing left behind. */
let server: Server;
let stacks: Stacks;
let sqs: SQS;
let s3: S3;

beforeAll(async () => {
  server = await startServer(['--auth', 'iam', '--clock', 'virtual']);
  stacks = new Stacks(server);
  sqs = new SQS(server.client());
  s3 = new S3({ ...server.client(), forcePathStyle: true });
});
afterAll(() => server.stop());

async function queueNames(QueueNamePrefix: string): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.listQueues({ QueueNamePrefix });
  return QueueUrls.map((url) => url.split('/').at(-1) ?? '').toSorted();
}

describe('a denial', () => {
  test('by a stack policy rolls the update back', async () => {
    const template = (name: string, delay: number) => ({
      Resources: {
        Free: queue('guarded-free', { DelaySeconds: delay }),
        Guarded: queue(name, {}, { DependsOn: 'Free' }),
      },
    });
    const statement = (Effect: string, Action: string, Resource: string) => ({
      Effect,
      Principal: '*',
      Action,
      Resource,
    });
    const StackPolicyBody = JSON.stringify({
      Statement: [
        statement('Allow', 'Update:*', '*'),
        statement('Deny', 'Update:Replace', 'LogicalResourceId/Guarded'),
      ],
    });
    await stacks.create('guarded', template('guarded-1', 1), { StackPolicyBody });
    const before = await stacks.physicalIds('guarded');
    const stack = await stacks.update('guarded', template('guarded-2', 2));
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stacks.events('guarded', 'guarded UPDATE_IN_PROGRESS')).toEqual([
      'guarded UPDATE_IN_PROGRESS User Initiated',
      'Free UPDATE_IN_PROGRESS',
      'Free UPDATE_COMPLETE',
      'Guarded UPDATE_IN_PROGRESS',
      'Guarded UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow [Update:Replace] for resource [LogicalResourceId/Guarded]',
      'guarded UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Guarded].',
      'Free UPDATE_IN_PROGRESS',
      'Free UPDATE_COMPLETE',
      'Guarded UPDATE_IN_PROGRESS',
      'Guarded UPDATE_COMPLETE',
      'guarded UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'guarded UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(await stacks.physicalIds('guarded')).toEqual(before);
    expect(await queueNames('guarded')).toEqual(['guarded-1', 'guarded-free']);
  });

  test('by IAM rolls the create back', async () => {
    const iam = new IAM(server.client());
    await iam.createUser({ UserName: 'ann' });
    const PolicyDocument = policy(allow(['cloudformation:*', 'sns:*']));
    await iam.putUserPolicy({ UserName: 'ann', PolicyName: 'own', PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'ann' });
    const keys = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    const lacking = `User: arn:aws:iam::000000000000:user/ann is not authorized to perform: sqs:getqueueurl on resource: arn:aws:sqs:us-east-1:000000000000:denied because no identity-based policy allows the sqs:getqueueurl action`;
    const hers = new Stacks(server, keys);
    const stack = await hers.create('denied', {
      Resources: { Topic: topic('denied'), Queue: queue('denied', {}, { DependsOn: 'Topic' }) },
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await hers.events('denied')).toEqual([
      'denied CREATE_IN_PROGRESS User Initiated',
      'Topic CREATE_IN_PROGRESS',
      'Topic CREATE_IN_PROGRESS Resource creation Initiated',
      'Topic CREATE_COMPLETE',
      'Queue CREATE_IN_PROGRESS',
      `Queue CREATE_FAILED Resource handler returned message: "${lacking}" (RequestToken: UUID, HandlerErrorCode: AccessDenied)`,
      'denied ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Queue]. Rollback requested by user.',
      'Queue DELETE_COMPLETE',
      'Topic DELETE_IN_PROGRESS',
      'Topic DELETE_COMPLETE',
      'denied ROLLBACK_COMPLETE',
    ]);
    expect((await new SNS(server.client()).listTopics({})).Topics).toEqual([]);
    expect(await queueNames('denied')).toEqual([]);
  });
});

describe('an export', () => {
  const producer = (Value: string, exported = true) => ({
    Resources: { Queue: queue('exports-queue') },
    Outputs: { Name: { Value, ...(exported && { Export: { Name: 'shared' } }) } },
  });
  const inUse = (what: 'update' | 'delete') => `Cannot ${what} export shared as it is in use by imports.`;
  const consumer = (more: object = {}) => ({
    Resources: {
      Before: queue('imports-before', more),
      Setting: parameter({ Name: 'imports', Value: { 'Fn::ImportValue': 'shared' } }),
    },
  });

  test('that is missing rolls a create back before any resource, and an update', async () => {
    const stack = await stacks.create('imports', consumer());
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await stacks.events('imports')).toEqual([
      'imports CREATE_IN_PROGRESS User Initiated',
      'imports ROLLBACK_IN_PROGRESS No export named shared found. Rollback requested by user.',
      'imports ROLLBACK_COMPLETE',
    ]);
    await stacks.delete('imports');
    const { Before } = consumer().Resources;
    await stacks.create('imports', { Resources: { Before } });
    const updated = await stacks.update('imports', consumer({ DelaySeconds: 5 }));
    expect(updated.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stacks.events('imports', 'imports UPDATE_IN_PROGRESS')).toEqual([
      'imports UPDATE_IN_PROGRESS User Initiated',
      'imports UPDATE_ROLLBACK_IN_PROGRESS No export named shared found',
      'imports UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'imports UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect((await new SSM(server.client()).describeParameters({})).Parameters).toEqual([]);
    await stacks.delete('imports');
    expect(await queueNames('imports')).toEqual([]);
  });

  test('that is in use neither changes nor goes, nor does its stack', async () => {
    await stacks.create('exports', producer('one'));
    await stacks.create('imports', consumer());
    const { StackId = '' } = await stacks.update('exports', producer('two'));
    const rolledBack = (what: 'update' | 'delete') => [
      'exports UPDATE_IN_PROGRESS User Initiated',
      `exports UPDATE_ROLLBACK_IN_PROGRESS ${inUse(what)}`,
      'exports UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'exports UPDATE_ROLLBACK_COMPLETE',
    ];
    expect(await stacks.events('exports', 'exports UPDATE_IN_PROGRESS')).toEqual(rolledBack('update'));
    await stacks.update('exports', producer('one', false));
    expect(await stacks.events('exports', 'exports UPDATE_IN_PROGRESS')).toEqual(rolledBack('delete'));
    expect(await stacks.delete('exports')).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      StackStatusReason: `Delete canceled. ${inUse('delete')}`,
    });
    expect(await stacks.events('exports', 'exports DELETE_IN_PROGRESS')).toEqual([
      'exports DELETE_IN_PROGRESS User Initiated',
      `exports UPDATE_ROLLBACK_COMPLETE Delete canceled. ${inUse('delete')}`,
    ]);
    expect(await queueNames('exports')).toEqual(['exports-queue']);
    await stacks.delete('imports');
    await stacks.delete('exports');
    expect((await stacks.describe(StackId)).StackStatus).toBe('DELETE_COMPLETE');
    expect((await stacks.cfn.listExports({})).Exports).toEqual([]);
    expect(await queueNames('')).toEqual(['guarded-1', 'guarded-free']);
  });
});

describe('a nested stack', () => {
  const child = (VisibilityTimeout: number, more: object = {}) => ({
    Resources: { Queue: queue('nested-queue', { VisibilityTimeout }), ...more },
  });
  const Broken = parameter({ Name: 'broken', AllowedPattern: '^a$', Value: 'b' }, { DependsOn: 'Queue' });
  const refused =
    'Resource handler returned message: "Parameter value, cannot be validated against allowedPattern: ^a$" (RequestToken: UUID, HandlerErrorCode: GeneralServiceException)';
  const parent = (TemplateURL: string) => ({
    Resources: {
      Beside: queue('nested-beside'),
      Child: { Type: 'AWS::CloudFormation::Stack', DependsOn: 'Beside', Properties: { TemplateURL } },
    },
  });
  const arnOf = (name: string) => `arn:aws:cloudformation:us-east-1:000000000000:stack/${name}/UUID`;
  async function upload(Key: string, template: object): Promise<string> {
    await s3.createBucket({ Bucket: 'templates' }).catch(() => undefined);
    await s3.putObject({ Bucket: 'templates', Key, Body: JSON.stringify(template) });
    return `${server.endpoint}/templates/${Key}`;
  }

  test('that cannot be created fails its parent, which deletes it', async () => {
    const stack = await stacks.create('nests', parent(await upload('broken', child(30, { Broken }))));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const { StackEvents = [] } = await stacks.cfn.describeStackEvents({ StackName: 'nests' });
    const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    const childId = failed?.PhysicalResourceId ?? '';
    const { StackName = '' } = await stacks.describe(childId);
    expect(await stacks.events('nests')).toEqual([
      'nests CREATE_IN_PROGRESS User Initiated',
      'Beside CREATE_IN_PROGRESS',
      'Beside CREATE_IN_PROGRESS Resource creation Initiated',
      'Beside CREATE_COMPLETE',
      'Child CREATE_IN_PROGRESS',
      'Child CREATE_IN_PROGRESS Resource creation Initiated',
      `Child CREATE_FAILED Embedded stack ${arnOf(StackName)} was not successfully created: The following resource(s) failed to create: [Broken].`,
      'nests ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Child]. Rollback requested by user.',
      'Child DELETE_IN_PROGRESS',
      'Child DELETE_COMPLETE',
      'Beside DELETE_IN_PROGRESS',
      'Beside DELETE_COMPLETE',
      'nests ROLLBACK_COMPLETE',
    ]);
    expect((await stacks.events(childId)).map((line) => line.replace(StackName, 'CHILD'))).toEqual([
      'CHILD CREATE_IN_PROGRESS User Initiated',
      'Queue CREATE_IN_PROGRESS',
      'Queue CREATE_IN_PROGRESS Resource creation Initiated',
      'Queue CREATE_COMPLETE',
      'Broken CREATE_IN_PROGRESS',
      `Broken CREATE_FAILED ${refused}`,
      'CHILD CREATE_FAILED The following resource(s) failed to create: [Broken].',
      'CHILD DELETE_IN_PROGRESS User Initiated',
      'Broken DELETE_COMPLETE',
      'Queue DELETE_IN_PROGRESS',
      'Queue DELETE_COMPLETE',
      'CHILD DELETE_COMPLETE',
    ]);
    expect(await queueNames('nested')).toEqual([]);
    await stacks.delete('nests');
  });

  test('that cannot be updated rolls back, and its parent with it', async () => {
    await stacks.create('nests', parent(await upload('good', child(30))));
    const { Child = '' } = await stacks.physicalIds('nests');
    const { StackName = '' } = await stacks.describe(Child);
    const stack = await stacks.update('nests', parent(await upload('worse', child(60, { Broken }))));
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stacks.events('nests', 'nests UPDATE_IN_PROGRESS')).toEqual([
      'nests UPDATE_IN_PROGRESS User Initiated',
      'Child UPDATE_IN_PROGRESS',
      `Child UPDATE_FAILED Embedded stack ${arnOf(StackName)} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource(s) failed to create: [Broken].`,
      'nests UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Child].',
      'Child UPDATE_IN_PROGRESS',
      'Child UPDATE_COMPLETE',
      'nests UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'nests UPDATE_ROLLBACK_COMPLETE',
    ]);
    const childEvents = await stacks.events(Child, `${StackName} UPDATE_IN_PROGRESS`);
    expect(childEvents.map((line) => line.replace(StackName, 'CHILD'))).toEqual([
      'CHILD UPDATE_IN_PROGRESS User Initiated',
      'Queue UPDATE_IN_PROGRESS',
      'Queue UPDATE_COMPLETE',
      'Broken CREATE_IN_PROGRESS',
      `Broken CREATE_FAILED ${refused}`,
      'CHILD UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Broken].',
      'Queue UPDATE_IN_PROGRESS',
      'Queue UPDATE_COMPLETE',
      'CHILD UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Broken DELETE_COMPLETE',
      'CHILD UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(await queueNames('nested')).toEqual(['nested-beside', 'nested-queue']);
    await stacks.delete('nests');
    expect(await queueNames('nested')).toEqual([]);
  });
});
