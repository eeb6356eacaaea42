import {
  CloudFormationClient,
  CreateGeneratedTemplateCommand,
  CreateStackCommand,
  DeleteGeneratedTemplateCommand,
  DescribeGeneratedTemplateCommand,
  DescribeResourceScanCommand,
  DescribeStacksCommand,
  GetGeneratedTemplateCommand,
  ListGeneratedTemplatesCommand,
  ListResourceScanRelatedResourcesCommand,
  ListResourceScanResourcesCommand,
  ListResourceScansCommand,
  StartResourceScanCommand,
  UpdateGeneratedTemplateCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { CreateGeneratedTemplateCommandInput, ScannedResource } from '@aws-sdk/client-cloudformation';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';
import { parseTemplate } from '../../../engines/cloudformation/template/parse/parse-template.ts';

let server: TestServer;
let client: CloudFormationClient;
let queueUrl: string;
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:orders';
let topicArn: string;

beforeEach(async () => {
  server = await startTestServer();
  client = new CloudFormationClient(server.client);
  const sqs = new SQSClient(server.client);
  const created = await sqs.send(
    new CreateQueueCommand({ QueueName: 'orders', Attributes: { DelaySeconds: '9' }, tags: { team: 'blue' } }),
  );
  queueUrl = created.QueueUrl ?? '';
  const sns = new SNSClient(server.client);
  topicArn = (await sns.send(new CreateTopicCommand({ Name: 'news' }))).TopicArn ?? '';
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn }));
});

afterEach(async () => {
  await server.stop();
  if (server.errors.length > 0) throw new Error(server.errors.join('\n'));
});

async function scan(Types?: string[]): Promise<string> {
  const ScanFilters = Types && [{ Types }];
  const { ResourceScanId } = await client.send(new StartResourceScanCommand({ ScanFilters }));
  await vi.waitFor(
    async () => {
      const { Status } = await client.send(new DescribeResourceScanCommand({ ResourceScanId }));
      expect(Status).toBe('COMPLETE');
    },
    { timeout: 20_000, interval: 10 },
  );
  return ResourceScanId ?? '';
}

async function scanned(ResourceScanId: string, filter: object = {}): Promise<ScannedResource[]> {
  return (await client.send(new ListResourceScanResourcesCommand({ ResourceScanId, ...filter }))).Resources ?? [];
}

async function generate(
  input: Omit<CreateGeneratedTemplateCommandInput, 'GeneratedTemplateName'>,
): Promise<Record<string, never>> {
  await client.send(new CreateGeneratedTemplateCommand({ GeneratedTemplateName: 'found', ...input }));
  await settled();
  return JSON.parse(await body('JSON')) as Record<string, never>;
}

async function settled() {
  return vi.waitFor(
    async () => {
      const described = await client.send(new DescribeGeneratedTemplateCommand({ GeneratedTemplateName: 'found' }));
      expect(described.Status).not.toMatch(/PENDING|PROGRESS/);
      return described;
    },
    { timeout: 20_000, interval: 10 },
  );
}

async function body(Format: 'JSON' | 'YAML'): Promise<string> {
  const { TemplateBody } = await client.send(
    new GetGeneratedTemplateCommand({ GeneratedTemplateName: 'found', Format }),
  );
  return TemplateBody ?? '';
}

test('a scan lists what every service has, and whether a stack manages it', async () => {
  const TemplateBody = JSON.stringify({
    Resources: {
      Managed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'managed' } },
      Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'app' } },
    },
  });
  await client.send(new CreateStackCommand({ StackName: 'app', TemplateBody }));
  await vi.waitFor(
    async () => {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'app' }));
      expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
    },
    { timeout: 20_000 },
  );

  const scanId = await scan();
  const resources = await scanned(scanId);
  const names = resources.map(
    (one) => `${one.ResourceType} ${Object.values(one.ResourceIdentifier ?? {}).join()} ${one.ManagedByStack}`,
  );
  expect(names).toContain(`AWS::SQS::Queue ${queueUrl} false`);
  expect(names).toContain(`AWS::SQS::Queue ${queueUrl.replace('orders', 'managed')} true`);
  expect(names).toContain(`AWS::SNS::Topic ${topicArn} false`);
  expect(names).toContain('AWS::Logs::LogGroup app true');
  expect(resources.find((one) => one.ResourceType === 'AWS::SQS::Queue')?.ResourceIdentifier).toHaveProperty(
    'QueueUrl',
  );

  const described = await client.send(new DescribeResourceScanCommand({ ResourceScanId: scanId }));
  expect(described).toMatchObject({ PercentageCompleted: 100, ResourcesRead: resources.length });
  expect(described.ResourceTypes).toContain('AWS::IAM::Role');

  expect((await scanned(scanId, { ResourceTypePrefix: 'AWS::SQS' })).length).toBe(2);
  expect((await scanned(scanId, { TagKey: 'team', TagValue: 'blue' })).length).toBe(1);
  expect((await scanned(scanId, { ResourceIdentifier: 'managed' })).length).toBe(1);
});

test('a scan can be of some types', async () => {
  const scanId = await scan(['AWS::SQS::*']);
  expect((await scanned(scanId)).map((one) => one.ResourceType)).toEqual(['AWS::SQS::Queue']);
  await scan();
  const list = async (ScanTypeFilter: 'FULL' | 'PARTIAL') =>
    (await client.send(new ListResourceScansCommand({ ScanTypeFilter }))).ResourceScanSummaries;
  expect(await list('PARTIAL')).toMatchObject([{ ResourceScanId: scanId, ScanType: 'PARTIAL', Status: 'COMPLETE' }]);
  expect(await list('FULL')).toHaveLength(1);
  await expect(scan(['AWS::Nothing::*'])).rejects.toThrow('[AWS::Nothing::*]');
  await expect(
    client.send(
      new DescribeResourceScanCommand({
        ResourceScanId: 'arn:aws:cloudformation:us-east-1:000000000000:resourceScan/0',
      }),
    ),
  ).rejects.toMatchObject({
    name: 'ResourceScanNotFoundException',
  });
});

test('resources are related that name each other', async () => {
  const ResourceScanId = await scan();
  const Resources = [{ ResourceType: 'AWS::SQS::Queue', ResourceIdentifier: { QueueUrl: queueUrl } }];
  const related = await client.send(new ListResourceScanRelatedResourcesCommand({ ResourceScanId, Resources }));
  expect(related.RelatedResources?.map((one) => one.ResourceType)).toContain('AWS::SNS::Subscription');
  const topic = [{ ResourceType: 'AWS::SNS::Topic', ResourceIdentifier: { TopicArn: topicArn } }];
  const ofTopic = await client.send(new ListResourceScanRelatedResourcesCommand({ ResourceScanId, Resources: topic }));
  expect(ofTopic.RelatedResources?.map((one) => one.ResourceType)).toEqual(
    expect.arrayContaining(['AWS::SNS::Subscription']),
  );
});

test('a template is generated with references between its resources', async () => {
  const subscriptions = await scanned(await scan(['AWS::SNS::Subscription']));
  const template = await generate({
    Resources: [
      { ResourceType: 'AWS::SQS::Queue', ResourceIdentifier: { QueueUrl: queueUrl }, LogicalResourceId: 'Orders' },
      { ResourceType: 'AWS::SNS::Topic', ResourceIdentifier: { TopicArn: topicArn } },
      {
        ResourceType: 'AWS::SNS::Subscription',
        ResourceIdentifier: subscriptions[0]?.ResourceIdentifier,
        LogicalResourceId: 'Link',
      },
    ],
  });
  expect(template).toMatchObject({
    Metadata: { TemplateId: expect.stringContaining(':generatedTemplate/') as string },
    Resources: {
      Orders: {
        Type: 'AWS::SQS::Queue',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { QueueName: 'orders', DelaySeconds: 9, Tags: [{ Key: 'team', Value: 'blue' }] },
      },
      SNSTopicNews: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
      Link: {
        Properties: {
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Orders', 'Arn'] },
          TopicArn: { Ref: 'SNSTopicNews' },
        },
      },
    },
  });
  expect(template['Resources']).not.toHaveProperty('Orders.Properties.Arn');
  const yaml = await body('YAML');
  expect(parseTemplate(yaml, 'TemplateBody').value).toEqual(template);
  await client.send(new ValidateTemplateCommand({ TemplateBody: yaml }));
});

test('a template is changed, renamed, refreshed, listed and deleted', async () => {
  await generate({
    Resources: [
      { ResourceType: 'AWS::SQS::Queue', ResourceIdentifier: { QueueUrl: queueUrl }, LogicalResourceId: 'Orders' },
    ],
    TemplateConfiguration: { DeletionPolicy: 'DELETE', UpdateReplacePolicy: 'DELETE' },
  });
  const change = (input: object) =>
    client.send(new UpdateGeneratedTemplateCommand({ GeneratedTemplateName: 'found', ...input }));
  await change({
    AddResources: [{ ResourceType: 'AWS::SNS::Topic', ResourceIdentifier: { TopicArn: topicArn } }],
    RemoveResources: ['Orders'],
  });
  expect(await settled()).toMatchObject({
    Status: 'COMPLETE',
    Resources: [{ LogicalResourceId: 'SNSTopicNews', ResourceStatus: 'COMPLETE' }],
    Progress: { ResourcesSucceeded: 1, ResourcesPending: 0 },
    TemplateConfiguration: { DeletionPolicy: 'DELETE' },
  });
  await expect(change({ RemoveResources: ['Orders'] })).rejects.toThrow('[Orders] are not in the template');
  await change({ RefreshAllResources: true });
  await settled();
  await change({ NewGeneratedTemplateName: 'other' });
  await expect(body('JSON')).rejects.toMatchObject({ name: 'GeneratedTemplateNotFoundException' });
  const { Summaries } = await client.send(new ListGeneratedTemplatesCommand({}));
  expect(Summaries).toMatchObject([{ GeneratedTemplateName: 'other', NumberOfResources: 1 }]);
  await vi.waitFor(() => client.send(new DeleteGeneratedTemplateCommand({ GeneratedTemplateName: 'other' })));
  expect((await client.send(new ListGeneratedTemplatesCommand({}))).Summaries).toEqual([]);
});

test('a resource that is not there fails, and the template of a stack can be the start', async () => {
  const gone = { ResourceType: 'AWS::SQS::Queue', ResourceIdentifier: { QueueUrl: `${queueUrl}-gone` } };
  await client.send(new CreateGeneratedTemplateCommand({ GeneratedTemplateName: 'found', Resources: [gone] }));
  expect(await settled()).toMatchObject({
    Status: 'FAILED',
    Resources: [
      {
        ResourceStatus: 'FAILED',
        ResourceStatusReason: expect.stringMatching(/was not found|does not exist/) as string,
      },
    ],
  });
  await expect(
    client.send(new CreateGeneratedTemplateCommand({ GeneratedTemplateName: 'found' })),
  ).rejects.toMatchObject({
    name: 'AlreadyExistsException',
  });
  await client.send(new DeleteGeneratedTemplateCommand({ GeneratedTemplateName: 'found' }));
  const TemplateBody = JSON.stringify({ Resources: { Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } });
  await client.send(new CreateStackCommand({ StackName: 'base', TemplateBody }));
  const queue = { ResourceType: 'AWS::SQS::Queue', ResourceIdentifier: { QueueUrl: queueUrl } };
  const template = await generate({ StackName: 'base', Resources: [queue] });
  expect(Object.keys(template['Resources'] ?? {})).toEqual(['Handle', 'SQSQueueOrders']);
});
