import {
  CloudFormation,
  paginateDescribeStackEvents,
  paginateListExports,
  paginateListStackResources,
  paginateListStacks,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackExists,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { SSM } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, policy, trust } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Keys, Server } from '../support/server.ts';

let server: Server;
let cloudFormation: CloudFormation;
const waiter = (client = cloudFormation) => ({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 });

beforeAll(async () => {
  server = await startServer();
  cloudFormation = new CloudFormation(server.client());
});

afterAll(async () => {
  cloudFormation.destroy();
  await server.stop();
});

const queue = (seconds = 0) => `Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: ${seconds}}}}\n`;

async function pagesOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function create(StackName: string, TemplateBody: string, client = cloudFormation) {
  await client.createStack({ StackName, TemplateBody });
  await waitUntilStackCreateComplete(waiter(client), { StackName });
  return (await client.describeStacks({ StackName })).Stacks?.[0];
}

/** The waiter for a creation gives up as soon as it has been rolled back. */
async function rolledBack(StackName: string, client = cloudFormation): Promise<void> {
  await expect(waitUntilStackCreateComplete(waiter(client), { StackName })).rejects.toThrow('ROLLBACK_COMPLETE');
}

describe('a life', () => {
  test('from creation to deletion, with every waiter', async () => {
    const TemplateBody = `Description: a life\nParameters: {Seconds: {Type: Number, Default: '1'}}\n${queue().replace('0', '!Ref Seconds')}Outputs: {Url: {Value: !Ref Q, Description: where}}`;
    const { StackId = '' } = await cloudFormation.createStack({
      StackName: 'life',
      TemplateBody,
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(StackId).toMatch(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/life\/[-0-9a-f]{36}$/);
    await waitUntilStackExists(waiter(), { StackName: 'life' });
    await waitUntilStackCreateComplete(waiter(), { StackName: 'life' });
    const read = async () => (await cloudFormation.describeStacks({ StackName: 'life' })).Stacks?.[0];
    const url = expect.stringMatching(/\/000000000000\/life-Q-[A-Za-z0-9]{12}$/) as string;
    expect(await read()).toMatchObject({
      StackId,
      StackName: 'life',
      StackStatus: 'CREATE_COMPLETE',
      Description: 'a life',
      Parameters: [{ ParameterKey: 'Seconds', ParameterValue: '1' }],
      Outputs: [{ OutputKey: 'Url', OutputValue: url, Description: 'where' }],
      Tags: [{ Key: 'a', Value: 'b' }],
      DisableRollback: false,
      EnableTerminationProtection: false,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    });
    expect((await cloudFormation.getTemplate({ StackName: 'life' })).TemplateBody).toBe(TemplateBody);
    const Parameters = [{ ParameterKey: 'Seconds', ParameterValue: '2' }];
    await cloudFormation.updateStack({ StackName: 'life', UsePreviousTemplate: true, Parameters });
    await waitUntilStackUpdateComplete(waiter(), { StackName: 'life' });
    expect(await read()).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      Parameters,
      LastUpdatedTime: expect.any(Date) as Date,
    });
    await cloudFormation.deleteStack({ StackName: 'life' });
    await waitUntilStackDeleteComplete(waiter(), { StackName: StackId });
    await expect(read()).rejects.toMatchObject(sdkError('ValidationError', 400, 'Stack with id life does not exist'));
    const gone = (await cloudFormation.describeStacks({ StackName: StackId })).Stacks?.[0];
    expect(gone).toMatchObject({ StackStatus: 'DELETE_COMPLETE', DeletionTime: expect.any(Date) as Date });
    const { StackSummaries } = await cloudFormation.listStacks({ StackStatusFilter: ['DELETE_COMPLETE'] });
    expect(StackSummaries?.map((summary) => summary.StackId)).toContain(StackId);
  });

  test('by change sets', async () => {
    const set = { StackName: 'sets', ChangeSetName: 'first', ChangeSetType: 'CREATE' as const };
    const { Id } = await cloudFormation.createChangeSet({ ...set, TemplateBody: queue() });
    await waitUntilChangeSetCreateComplete(waiter(), { ChangeSetName: Id });
    expect((await cloudFormation.describeChangeSet({ ChangeSetName: Id })).Changes).toMatchObject([
      { Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'Q', ResourceType: 'AWS::SQS::Queue' } },
    ]);
    await cloudFormation.executeChangeSet({ ChangeSetName: Id });
    await waitUntilStackCreateComplete(waiter(), { StackName: 'sets' });
    await cloudFormation.createChangeSet({
      ...set,
      ChangeSetType: 'UPDATE',
      ChangeSetName: 'second',
      TemplateBody: queue(5),
    });
    await waitUntilChangeSetCreateComplete(waiter(), { StackName: 'sets', ChangeSetName: 'second' });
    const { Changes } = await cloudFormation.describeChangeSet({ StackName: 'sets', ChangeSetName: 'second' });
    expect(Changes).toMatchObject([
      {
        ResourceChange: {
          Action: 'Modify',
          Replacement: 'False',
          Scope: ['Properties'],
          Details: [
            {
              Target: { Attribute: 'Properties', Name: 'DelaySeconds', RequiresRecreation: 'Never' },
              Evaluation: 'Static',
              ChangeSource: 'DirectModification',
            },
          ],
        },
      },
    ]);
    await cloudFormation.executeChangeSet({ StackName: 'sets', ChangeSetName: 'second' });
    await waitUntilStackUpdateComplete(waiter(), { StackName: 'sets' });
    const { Summaries } = await cloudFormation.listChangeSets({ StackName: 'sets' });
    expect(Summaries?.map(({ ExecutionStatus }) => ExecutionStatus)).toEqual(['EXECUTE_COMPLETE', 'EXECUTE_COMPLETE']);
  });

  test('that fails leaves nothing, and says why', async () => {
    const TemplateBody = `Resources:
  Before: {Type: AWS::SQS::Queue, Properties: {QueueName: leftover}}
  Broken: {Type: AWS::SSM::Parameter, DependsOn: Before, Properties: {Type: String, AllowedPattern: '[a-z]+', Value: '1'}}`;
    await cloudFormation.createStack({ StackName: 'broken', TemplateBody });
    await rolledBack('broken');
    const sqs = new SQS(server.client());
    await expect(sqs.getQueueUrl({ QueueName: 'leftover' })).rejects.toThrow('does not exist');
    sqs.destroy();
    const { StackEvents = [] } = await cloudFormation.describeStackEvents({ StackName: 'broken' });
    expect(StackEvents.toReversed().map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`)).toEqual([
      'broken CREATE_IN_PROGRESS',
      'Before CREATE_IN_PROGRESS',
      'Before CREATE_IN_PROGRESS',
      'Before CREATE_COMPLETE',
      'Broken CREATE_IN_PROGRESS',
      'Broken CREATE_FAILED',
      'broken ROLLBACK_IN_PROGRESS',
      'Broken DELETE_COMPLETE',
      'Before DELETE_IN_PROGRESS',
      'Before DELETE_COMPLETE',
      'broken ROLLBACK_COMPLETE',
    ]);
    const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toMatch(
      /^Resource handler returned message: ".*allowedPattern.*" \(RequestToken: [-0-9a-f]{36}, HandlerErrorCode: \w+\)$/,
    );
    const rolling = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'ROLLBACK_IN_PROGRESS');
    expect(rolling?.ResourceStatusReason).toBe(
      'The following resource(s) failed to create: [Broken]. Rollback requested by user.',
    );
  });
});

describe('pages', () => {
  test('of 500 resources and their events, in order', { timeout: 120_000 }, async () => {
    const resources = Array.from({ length: 500 }, (_, n) => `  T${n}: {Type: AWS::SNS::Topic}`);
    const stack = await create('wide', `Resources:\n${resources.join('\n')}`);
    expect(stack?.StackStatus).toBe('CREATE_COMPLETE');
    const lists = await pagesOf(paginateListStackResources({ client: cloudFormation }, { StackName: 'wide' }));
    expect(lists.map((page) => page.StackResourceSummaries?.length)).toEqual([100, 100, 100, 100, 100]);
    expect((await cloudFormation.describeStackResources({ StackName: 'wide' })).StackResources).toHaveLength(100);
    const pages = await pagesOf(paginateDescribeStackEvents({ client: cloudFormation }, { StackName: 'wide' }));
    const events = pages.flatMap(({ StackEvents = [] }) => StackEvents);
    expect(pages.slice(0, -1).every(({ StackEvents }) => StackEvents?.length === 100)).toBe(true);
    expect(events).toHaveLength(500 * 3 + 2);
    expect(new Set(events.map(({ EventId }) => EventId)).size).toBe(events.length);
    const times = events.map(({ Timestamp }) => Timestamp?.getTime() ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect([events[0], events.at(-1)]).toMatchObject([
      { ResourceStatus: 'CREATE_COMPLETE', LogicalResourceId: 'wide' },
      { ResourceStatus: 'CREATE_IN_PROGRESS', ResourceStatusReason: 'User Initiated' },
    ]);
    await cloudFormation.deleteStack({ StackName: 'wide' });
    await waitUntilStackDeleteComplete(waiter(), { StackName: stack?.StackId });
  });

  test('of exports, importers and stacks', { timeout: 60_000 }, async () => {
    const outputs = Array.from({ length: 150 }, (_, n) => `O${n}: {Value: v${n}, Export: {Name: name-${n}}}`);
    await create('exporter', `${queue()}Outputs: {${outputs.join(', ')}}`);
    const pages = await pagesOf(paginateListExports({ client: cloudFormation }, {}));
    expect(pages.map(({ Exports }) => Exports?.length)).toEqual([100, 50]);
    const exported = new Map(pages.flatMap(({ Exports = [] }) => Exports.map(({ Name, Value }) => [Name, Value])));
    expect([exported.size, exported.get('name-149')]).toEqual([150, 'v149']);
    const importing =
      'Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue name-7}}}';
    const importers = Array.from({ length: 105 }, (_, n) => `importer-${n}`);
    await Promise.all(importers.map((StackName) => cloudFormation.createStack({ StackName, TemplateBody: importing })));
    await Promise.all(importers.map((StackName) => waitUntilStackCreateComplete(waiter(), { StackName })));
    const first = await cloudFormation.listImports({ ExportName: 'name-7' });
    const second = await cloudFormation.listImports({ ExportName: 'name-7', NextToken: first.NextToken });
    expect(new Set([...(first.Imports ?? []), ...(second.Imports ?? [])])).toEqual(new Set(importers));
    const stacks = await pagesOf(
      paginateListStacks({ client: cloudFormation }, { StackStatusFilter: ['CREATE_COMPLETE'] }),
    );
    expect(stacks.length).toBeGreaterThan(1);
    const named = stacks.flatMap(({ StackSummaries = [] }) => StackSummaries.map(({ StackName }) => StackName));
    expect(named).toEqual(expect.arrayContaining(importers));
    await expect(cloudFormation.listImports({ ExportName: 'name-8' })).rejects.toMatchObject(
      sdkError('ValidationError', 400, "Export 'name-8' is not imported by any stack."),
    );
  });
});

test('what NoEcho hides is shown nowhere', async () => {
  const secret = 'top-s3cret';
  const TemplateBody = `Parameters: {Secret: {Type: String, NoEcho: true}}
Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Name: /hidden, Type: String, Value: !Ref Secret}}}`;
  const Parameters = [{ ParameterKey: 'Secret', ParameterValue: secret }];
  await cloudFormation.createStack({ StackName: 'hidden', TemplateBody, Parameters });
  await waitUntilStackCreateComplete(waiter(), { StackName: 'hidden' });
  const on = { StackName: 'hidden' };
  await cloudFormation.createChangeSet({
    ...on,
    ChangeSetName: 'c',
    TemplateBody: `${TemplateBody}\n`.replace('String, Value', 'String, Description: d, Value'),
    Parameters,
  });
  await waitUntilChangeSetCreateComplete(waiter(), { ...on, ChangeSetName: 'c' });
  const shown = await Promise.all([
    cloudFormation.describeStacks(on),
    cloudFormation.describeStackEvents(on),
    cloudFormation.describeEvents(on),
    cloudFormation.describeStackResources(on),
    cloudFormation.getTemplate({ ...on, TemplateStage: 'Processed' }),
    cloudFormation.getTemplateSummary(on),
    cloudFormation.describeChangeSet({ ...on, ChangeSetName: 'c', IncludePropertyValues: true }),
  ]);
  for (const answer of shown) expect(JSON.stringify(answer)).not.toContain(secret);
  expect(shown[0].Stacks?.[0]?.Parameters).toEqual([{ ParameterKey: 'Secret', ParameterValue: '****' }]);
  const ssm = new SSM(server.client());
  expect((await ssm.getParameter({ Name: '/hidden' })).Parameter?.Value).toBe(secret);
  ssm.destroy();
});

test('a template in S3, up to a megabyte', async () => {
  const s3 = new S3({ ...server.client(), forcePathStyle: true });
  await s3.createBucket({ Bucket: 'templates' });
  const sized = (bytes: number) => `${queue()}# ${'x'.repeat(bytes)}`.slice(0, bytes);
  await s3.putObject({ Bucket: 'templates', Key: 'largest.yaml', Body: sized(1_000_000) });
  await s3.putObject({ Bucket: 'templates', Key: 'larger.yaml', Body: sized(1_000_001) });
  const at = (key: string) => ({
    StackName: 'by-url',
    TemplateURL: `https://templates.s3.us-east-1.amazonaws.com/${key}`,
  });
  await expect(cloudFormation.createStack(at('larger.yaml'))).rejects.toThrow(
    'Template may not exceed 1000000 bytes in size.',
  );
  await cloudFormation.createStack(at('largest.yaml'));
  await waitUntilStackCreateComplete(waiter(), { StackName: 'by-url' });
  await create('by-body', sized(51_200));
  s3.destroy();
});

test('accounts and regions have stacks of their own', async () => {
  const of = (accessKeyId: string, region: string) =>
    new CloudFormation({ ...server.client({ accessKeyId, secretAccessKey: 'test' }), region });
  const places = [of('111111111111', 'us-east-1'), of('222222222222', 'us-east-1'), of('111111111111', 'eu-west-1')];
  const stacks = await Promise.all(
    places.map((client) => create('same', `${queue()}Outputs: {O: {Value: v, Export: {Name: same}}}`, client)),
  );
  expect(stacks.map((stack) => stack?.StackId?.replace(/\/[^/]*$/, ''))).toEqual([
    'arn:aws:cloudformation:us-east-1:111111111111:stack/same',
    'arn:aws:cloudformation:us-east-1:222222222222:stack/same',
    'arn:aws:cloudformation:eu-west-1:111111111111:stack/same',
  ]);
  const [first, second] = places;
  await expect(second?.describeStacks({ StackName: stacks[0]?.StackId })).rejects.toThrow('does not exist');
  expect((await first?.listExports({}))?.Exports).toHaveLength(1);
  for (const client of places) client.destroy();
});

describe('--auth iam', () => {
  let strict: Server;
  beforeAll(async () => {
    strict = await startServer(['--auth', 'iam']);
  });
  afterAll(() => strict.stop());

  async function userWith(UserName: string, ...statements: object[]): Promise<Keys> {
    const iam = new IAM(strict.client());
    await iam.createUser({ UserName });
    await iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument: policy(...statements) });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    iam.destroy();
    return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  }

  test('a user needs the right to the stack, and his rights are what the stack may do', async () => {
    const none = new CloudFormation(strict.client(await userWith('none', allow('sqs:*'))));
    await expect(none.createStack({ StackName: 'denied', TemplateBody: queue() })).rejects.toMatchObject(
      sdkError(
        'AccessDenied',
        403,
        /User: arn:aws:iam::000000000000:user\/none is not authorized to perform: cloudformation:CreateStack on resource: arn:aws:cloudformation:us-east-1:000000000000:stack\/denied\/\* because no identity-based policy allows/,
      ),
    );
    const half = new CloudFormation(strict.client(await userWith('half', allow('cloudformation:*'))));
    await half.createStack({ StackName: 'half', TemplateBody: queue() });
    await rolledBack('half', half);
    const { StackEvents = [] } = await half.describeStackEvents({ StackName: 'half' });
    const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toMatch(/user\/half is not authorized to perform: sqs:createqueue/);
    none.destroy();
    half.destroy();
  });

  test('a role does what the user may not, if he may pass it', async () => {
    const iam = new IAM(strict.client());
    const service = trust({ Service: 'cloudformation.amazonaws.com' });
    const { Role } = await iam.createRole({ RoleName: 'deployer', AssumeRolePolicyDocument: service });
    await iam.putRolePolicy({ RoleName: 'deployer', PolicyName: 'own', PolicyDocument: policy(allow('sqs:*')) });
    iam.destroy();
    const RoleARN = Role?.Arn;
    const stranger = new CloudFormation(strict.client(await userWith('stranger', allow('cloudformation:*'))));
    await expect(stranger.createStack({ StackName: 'by-role', TemplateBody: queue(), RoleARN })).rejects.toMatchObject(
      sdkError('AccessDenied', 403, /iam:PassRole on resource: arn:aws:iam::000000000000:role\/deployer/),
    );
    const trusted = await userWith('trusted', allow('cloudformation:*'), allow('iam:PassRole', RoleARN));
    const client = new CloudFormation(strict.client(trusted));
    await client.createStack({ StackName: 'by-role', TemplateBody: queue(), RoleARN });
    await waitUntilStackCreateComplete(waiter(client), { StackName: 'by-role' });
    expect((await client.describeStacks({ StackName: 'by-role' })).Stacks?.[0]?.RoleARN).toBe(RoleARN);
    // The role stays with the stack.
    await client.deleteStack({ StackName: 'by-role' });
    await waitUntilStackDeleteComplete(waiter(client), { StackName: 'by-role' });
    stranger.destroy();
    client.destroy();
  });
});
