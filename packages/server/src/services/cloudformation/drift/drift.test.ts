import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  DetectStackResourceDriftCommand,
} from '@aws-sdk/client-cloudformation';
import type {
  DescribeStackDriftDetectionStatusCommandOutput,
  StackResourceDrift,
} from '@aws-sdk/client-cloudformation';
import { IAMClient, PutRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import { CloudControlClient, UpdateResourceCommand } from '@aws-sdk/client-cloudcontrol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] };

const template = {
  Parameters: { Secret: { Type: 'String', NoEcho: true, Default: 'hush-hush' } },
  Resources: {
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    Orders: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'orders',
        DelaySeconds: '20',
        Tags: [{ Key: 'team', Value: 'blue' }],
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 10 },
      },
    },
    Setting: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'setting', Type: 'String', Value: { Ref: 'Secret' } } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'worker',
        Policies: [{ PolicyName: 'own', PolicyDocument: allow }],
        AssumeRolePolicyDocument: trust,
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/AWSLambda_FullAccess'],
      },
    },
    Attached: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'attached', PolicyDocument: allow, Roles: [{ Ref: 'Role' }] },
    },
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: allow, Roles: [{ Ref: 'Role' }] },
    },
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'app', RetentionInDays: 7 } },
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
  },
};

let server: TestServer;
let client: CloudFormationClient;
let sqs: SQSClient;

beforeEach(async () => {
  server = await startTestServer();
  client = new CloudFormationClient(server.client);
  sqs = new SQSClient(server.client);
  await client.send(
    new CreateStackCommand({
      StackName: 'app',
      TemplateBody: JSON.stringify(template),
      Tags: [{ Key: 'stage', Value: 'test' }],
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await vi.waitUntil(async () => (await stack())?.StackStatus === 'CREATE_COMPLETE', { timeout: 20_000 });
});

afterEach(async () => {
  await server.stop();
  if (server.errors.length > 0) throw new Error(server.errors.join('\n'));
});

async function stack() {
  return (await client.send(new DescribeStacksCommand({ StackName: 'app' }))).Stacks?.[0];
}

async function queueUrl(QueueName: string): Promise<string> {
  return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
}

async function detect(LogicalResourceIds?: string[]): Promise<DescribeStackDriftDetectionStatusCommandOutput> {
  const { StackDriftDetectionId } = await client.send(
    new DetectStackDriftCommand({ StackName: 'app', LogicalResourceIds }),
  );
  return vi.waitFor(
    async () => {
      const status = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
      expect(status.DetectionStatus).not.toBe('DETECTION_IN_PROGRESS');
      return status;
    },
    { timeout: 20_000, interval: 10 },
  );
}

async function drifts(): Promise<Map<string | undefined, StackResourceDrift>> {
  const answer = await client.send(new DescribeStackResourceDriftsCommand({ StackName: 'app' }));
  return new Map(answer.StackResourceDrifts?.map((drift) => [drift.LogicalResourceId, drift]));
}

test('a stack as its template says is in sync', async () => {
  expect((await stack())?.DriftInformation).toEqual({ StackDriftStatus: 'NOT_CHECKED' });
  expect(await detect()).toMatchObject({
    DetectionStatus: 'DETECTION_COMPLETE',
    StackDriftStatus: 'IN_SYNC',
    DriftedStackResourceCount: 0,
  });
  const found = await drifts();
  expect([...found.keys()]).toEqual(['Attached', 'Dead', 'Log', 'Managed', 'Orders', 'Role', 'Setting']);
  for (const drift of found.values())
    expect(drift).toMatchObject({ StackResourceDriftStatus: 'IN_SYNC', PropertyDifferences: [] });
  expect(JSON.stringify([...found.values()])).not.toContain('hush-hush');
  expect((await stack())?.DriftInformation).toMatchObject({ StackDriftStatus: 'IN_SYNC' });
});

test('what was changed behind the back of the stack is found', async () => {
  const QueueUrl = await queueUrl('orders');
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
    maxReceiveCount: 12,
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '120', RedrivePolicy } }));
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { owner: 'me' } }));
  // The template does not speak of these.
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '99' } }));
  const iam = new IAMClient(server.client);
  await iam.send(new TagRoleCommand({ RoleName: 'worker', Tags: [{ Key: 'a', Value: 'b' }] }));
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'worker',
      PolicyName: 'extra',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
      }),
    }),
  );
  const cloudControl = new CloudControlClient(server.client);
  const PatchDocument = '[{"op":"replace","path":"/RetentionInDays","value":30}]';
  await cloudControl.send(
    new UpdateResourceCommand({ TypeName: 'AWS::Logs::LogGroup', Identifier: 'app', PatchDocument }),
  );
  await vi.waitFor(async () => {
    await detect();
    expect((await drifts()).get('Log')?.StackResourceDriftStatus).toBe('MODIFIED');
  });

  const found = await drifts();
  expect(found.get('Orders')).toMatchObject({
    ResourceType: 'AWS::SQS::Queue',
    PhysicalResourceId: QueueUrl,
    StackResourceDriftStatus: 'MODIFIED',
  });
  expect(found.get('Orders')?.PropertyDifferences).toEqual([
    { PropertyPath: '/DelaySeconds', ExpectedValue: '20', ActualValue: '120', DifferenceType: 'NOT_EQUAL' },
    {
      PropertyPath: '/Tags/1',
      ExpectedValue: 'null',
      ActualValue: '{"Key":"owner","Value":"me"}',
      DifferenceType: 'ADD',
    },
    {
      PropertyPath: '/RedrivePolicy/maxReceiveCount',
      ExpectedValue: '10',
      ActualValue: '12',
      DifferenceType: 'NOT_EQUAL',
    },
  ]);
  expect(JSON.parse(found.get('Orders')?.ExpectedProperties ?? '')).toMatchObject({ DelaySeconds: 20 });
  expect(JSON.parse(found.get('Orders')?.ActualProperties ?? '')).not.toHaveProperty('VisibilityTimeout');
  expect(found.get('Role')?.PropertyDifferences).toMatchObject([
    { PropertyPath: '/Policies/1', DifferenceType: 'ADD' },
  ]);
  expect(found.get('Log')?.PropertyDifferences).toMatchObject([
    { PropertyPath: '/RetentionInDays', ActualValue: '30' },
  ]);
  expect((await stack())?.DriftInformation?.StackDriftStatus).toBe('DRIFTED');
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({ StackName: 'app', LogicalResourceId: 'Orders' }),
  );
  expect(StackResourceDetail?.DriftInformation).toMatchObject({ StackResourceDriftStatus: 'MODIFIED' });
});

test('a resource that is gone is deleted, alone and in the whole', async () => {
  await sqs.send(new DeleteQueueCommand({ QueueUrl: await queueUrl('orders') }));
  const { StackResourceDrift: drift } = await client.send(
    new DetectStackResourceDriftCommand({ StackName: 'app', LogicalResourceId: 'Orders' }),
  );
  expect(drift).toMatchObject({
    StackResourceDriftStatus: 'DELETED',
    ExpectedProperties: expect.any(String) as string,
  });
  expect(drift).not.toHaveProperty('ActualProperties');
  expect(await detect()).toMatchObject({ StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 1 });
  const { StackResourceDrifts } = await client.send(
    new DescribeStackResourceDriftsCommand({ StackName: 'app', StackResourceDriftStatusFilters: ['DELETED'] }),
  );
  expect(StackResourceDrifts?.map((one) => one.LogicalResourceId)).toEqual(['Orders']);
});

test('only some resources are checked where they are named', async () => {
  await detect(['Dead', 'Role']);
  expect([...(await drifts()).keys()]).toEqual(['Dead', 'Role']);
});

test('drifts come in pages', async () => {
  await detect();
  const seen: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeStackResourceDriftsCommand({ StackName: 'app', MaxResults: 2, NextToken }),
    );
    seen.push(...(page.StackResourceDrifts ?? []).map((one) => one.LogicalResourceId));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  expect(seen).toEqual(['Attached', 'Dead', 'Log', 'Managed', 'Orders', 'Role', 'Setting']);
});

test('what cannot be checked is refused by name', async () => {
  const detectOne = (LogicalResourceId: string) =>
    client.send(new DetectStackResourceDriftCommand({ StackName: 'app', LogicalResourceId }));
  await expect(detectOne('Handle')).rejects.toThrow(/not supported for resource Handle/);
  await expect(detectOne('Nothing')).rejects.toThrow('Resource Nothing does not exist for stack app');
  await expect(client.send(new DetectStackDriftCommand({ StackName: 'other' }))).rejects.toThrow(/does not exist/);
  const status = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId: 'none' });
  await expect(client.send(status)).rejects.toMatchObject({ name: 'ValidationError' });
});
