import {
  ActivateTypeCommand,
  BatchDescribeTypeConfigurationsCommand,
  CloudFormationClient,
  CreateStackCommand,
  DeactivateTypeCommand,
  DeregisterTypeCommand,
  DescribePublisherCommand,
  DescribeStacksCommand,
  DescribeTypeCommand,
  DescribeTypeRegistrationCommand,
  GetHookResultCommand,
  GetTemplateCommand,
  ListHookResultsCommand,
  ListTypeRegistrationsCommand,
  ListTypesCommand,
  ListTypeVersionsCommand,
  PublishTypeCommand,
  RecordHandlerProgressCommand,
  RegisterPublisherCommand,
  RegisterTypeCommand,
  SetTypeConfigurationCommand,
  SetTypeDefaultVersionCommand,
  TestTypeCommand,
} from '@aws-sdk/client-cloudformation';
import type {
  Capability,
  DescribeTypeRegistrationCommandOutput,
  ListTypesCommandInput,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeZip } from '../../../engines/zip/test-archive.ts';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

const resource = {
  typeName: 'My::Own::Thing',
  description: 'A thing',
  properties: { Id: { type: 'string' } },
  additionalProperties: false,
  primaryIdentifier: ['/properties/Id'],
  handlers: { create: { permissions: [] }, read: { permissions: [] }, delete: { permissions: [] } },
};
const hook = {
  typeName: 'My::Own::Hook',
  description: 'A hook',
  typeConfiguration: { properties: {}, additionalProperties: false },
  additionalProperties: false,
  handlers: {},
};
const moduleType = { typeName: 'My::Own::Part::MODULE', description: 'A module', properties: { Parameters: {} } };
const fragment = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };

let server: TestServer;
let client: CloudFormationClient;
let s3: S3Client;

beforeEach(async () => {
  server = await startTestServer();
  client = new CloudFormationClient(server.client);
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'packages' }));
});

afterEach(async () => {
  await server.stop();
  if (server.errors.length > 0) throw new Error(server.errors.join('\n'));
});

async function register(
  Type: 'RESOURCE' | 'MODULE' | 'HOOK',
  schema: { typeName: string; description?: string },
  files: Record<string, string> = {},
): Promise<DescribeTypeRegistrationCommandOutput> {
  const Body = writeZip({ 'schema.json': JSON.stringify(schema), ...files });
  await s3.send(new PutObjectCommand({ Bucket: 'packages', Key: 'package.zip', Body }));
  const { RegistrationToken } = await client.send(
    new RegisterTypeCommand({ Type, TypeName: schema.typeName, SchemaHandlerPackage: 's3://packages/package.zip' }),
  );
  return vi.waitFor(
    async () => {
      const registration = await client.send(new DescribeTypeRegistrationCommand({ RegistrationToken }));
      expect(registration.ProgressStatus).not.toBe('IN_PROGRESS');
      return registration;
    },
    { timeout: 20_000, interval: 10 },
  );
}

async function names(input: ListTypesCommandInput): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTypesCommand({ ...input, NextToken }));
    found.push(...(page.TypeSummaries ?? []).map(({ TypeName }) => TypeName));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return found;
}

test("AWS's types are listed and described from their schemas", async () => {
  const all = await names({ Visibility: 'PUBLIC' });
  expect(all.length).toBeGreaterThan(1500);
  expect(all).not.toContain('AWS::Serverless::Function');
  expect(await names({})).toEqual([]);
  const Filters = { Category: 'AWS_TYPES', TypeNamePrefix: 'AWS::SQS::' } as const;
  expect(await names({ Visibility: 'PUBLIC', Filters })).toEqual([
    'AWS::SQS::Queue',
    'AWS::SQS::QueueInlinePolicy',
    'AWS::SQS::QueuePolicy',
  ]);
  expect(await names({ Visibility: 'PUBLIC', ProvisioningType: 'NON_PROVISIONABLE' })).toContain(
    'AWS::CloudFormation::CustomResource',
  );
  expect(await names({ Visibility: 'PUBLIC', ProvisioningType: 'FULLY_MUTABLE', MaxResults: 100 })).not.toContain(
    'AWS::CloudFormation::CustomResource',
  );

  const described = await client.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: 'AWS::SQS::Queue' }));
  expect(described).toMatchObject({
    Arn: 'arn:aws:cloudformation:us-east-1::type/resource/AWS-SQS-Queue',
    ProvisioningType: 'FULLY_MUTABLE',
    Visibility: 'PUBLIC',
  });
  const schema = JSON.parse(described.Schema ?? '') as Record<string, unknown>;
  expect(schema).toMatchObject({
    primaryIdentifier: ['/properties/QueueUrl'],
    readOnlyProperties: expect.arrayContaining(['/properties/Arn']) as unknown,
  });
  expect(Object.keys(schema['handlers'] as object)).toEqual(['create', 'read', 'update', 'delete', 'list']);
  expect(await client.send(new DescribeTypeCommand({ Arn: described.Arn }))).toMatchObject({
    TypeName: 'AWS::SQS::Queue',
  });
  await expect(
    client.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: 'My::No::Type' })),
  ).rejects.toMatchObject({
    name: 'TypeNotFoundException',
  });
});

test('a private type has versions, of which one is the default', async () => {
  const first = await register('RESOURCE', resource);
  expect(first).toMatchObject({
    ProgressStatus: 'COMPLETE',
    TypeVersionArn: 'arn:aws:cloudformation:us-east-1:000000000000:type/resource/My-Own-Thing/00000001',
  });
  expect(first.Description).toContain('registered only');
  await register('RESOURCE', { ...resource, description: 'A better thing' });
  const TypeName = 'My::Own::Thing';
  const describe = () => client.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName }));
  expect(await describe()).toMatchObject({
    Description: 'A thing',
    DefaultVersionId: '00000001',
    ProvisioningType: 'IMMUTABLE',
  });
  await client.send(new SetTypeDefaultVersionCommand({ Type: 'RESOURCE', TypeName, VersionId: '00000002' }));
  expect(await describe()).toMatchObject({
    Description: 'A better thing',
    IsDefaultVersion: true,
    Visibility: 'PRIVATE',
  });
  expect(await names({ Filters: { Category: 'REGISTERED' } })).toEqual([TypeName]);

  const versions = async (DeprecatedStatus: 'LIVE' | 'DEPRECATED') =>
    (
      await client.send(new ListTypeVersionsCommand({ Type: 'RESOURCE', TypeName, DeprecatedStatus }))
    ).TypeVersionSummaries?.map((one) => one.VersionId);
  expect(await versions('LIVE')).toEqual(['00000001', '00000002']);
  const deregister = (VersionId?: string) =>
    client.send(new DeregisterTypeCommand({ Type: 'RESOURCE', TypeName, VersionId }));
  await expect(deregister('00000002')).rejects.toMatchObject({ name: 'CFNRegistryException' });
  await deregister('00000001');
  expect(await versions('DEPRECATED')).toEqual(['00000001']);
  await deregister();
  expect(await names({})).toEqual([]);
  expect(await names({ DeprecatedStatus: 'DEPRECATED' })).toEqual([TypeName]);
  const { RegistrationTokenList } = await client.send(new ListTypeRegistrationsCommand({ TypeName, Type: 'RESOURCE' }));
  expect(RegistrationTokenList).toHaveLength(2);
});

test('a package that is not right fails its registration, with the reason', async () => {
  expect(await register('RESOURCE', { ...resource, primaryIdentifier: [] } as never)).toMatchObject({
    ProgressStatus: 'FAILED',
    Description: expect.stringContaining('#/primaryIdentifier') as string,
  });
  expect(await register('MODULE', moduleType)).toMatchObject({
    Description: expect.stringContaining('fragments/') as string,
  });
  await s3.send(new PutObjectCommand({ Bucket: 'packages', Key: 'text', Body: 'text' }));
  const registerFrom = async (SchemaHandlerPackage: string) => {
    const { RegistrationToken } = await client.send(
      new RegisterTypeCommand({ TypeName: 'My::Own::Thing', SchemaHandlerPackage }),
    );
    return vi.waitFor(async () => {
      const { Description, ProgressStatus } = await client.send(
        new DescribeTypeRegistrationCommand({ RegistrationToken }),
      );
      expect(ProgressStatus).toBe('FAILED');
      return Description;
    });
  };
  expect(await registerFrom('s3://packages/text')).toContain('no ZIP archive');
  expect(await registerFrom('s3://packages/missing')).toContain('key does not exist');
  await expect(
    registerFrom('s3://packages/text').then(() =>
      client.send(new RegisterTypeCommand({ TypeName: 'AWS::Own::Thing', SchemaHandlerPackage: 's3://a/b' })),
    ),
  ).rejects.toThrow(/reserved/);
});

test('a type has configurations; a hook cannot be enabled while it could not run', async () => {
  await register('RESOURCE', resource);
  const { ConfigurationArn } = await client.send(
    new SetTypeConfigurationCommand({ Type: 'RESOURCE', TypeName: 'My::Own::Thing', Configuration: '{"Key":"a"}' }),
  );
  expect(ConfigurationArn).toBe(
    'arn:aws:cloudformation:us-east-1:000000000000:type-configuration/resource/My-Own-Thing/default',
  );
  const described = await client.send(
    new BatchDescribeTypeConfigurationsCommand({
      TypeConfigurationIdentifiers: [
        { TypeConfigurationArn: ConfigurationArn },
        { Type: 'RESOURCE', TypeName: 'My::Other::Thing' },
      ],
    }),
  );
  expect(described.TypeConfigurations).toMatchObject([{ Configuration: '{"Key":"a"}', IsDefaultConfiguration: true }]);
  expect(described.Errors).toHaveLength(1);

  await register('HOOK', hook);
  const configure = (TargetStacks: string) => {
    const Configuration = JSON.stringify({ CloudFormationConfiguration: { HookConfiguration: { TargetStacks } } });
    return client.send(new SetTypeConfigurationCommand({ Type: 'HOOK', TypeName: 'My::Own::Hook', Configuration }));
  };
  await expect(configure('ALL')).rejects.toThrow(/functions do not run on this server yet/);
  await configure('NONE');
});

test('a module is tested, published, and activated by another account', async () => {
  await register('MODULE', moduleType, { 'fragments/part.json': JSON.stringify(fragment) });
  const own = { Type: 'MODULE', TypeName: 'My::Own::Part::MODULE' } as const;
  const { PublisherId } = await client.send(new RegisterPublisherCommand({ AcceptTermsAndConditions: true }));
  expect(await client.send(new DescribePublisherCommand({}))).toMatchObject({
    PublisherId,
    PublisherStatus: 'VERIFIED',
  });
  await expect(client.send(new PublishTypeCommand(own))).rejects.toThrow(/not passed its tests/);
  await client.send(new TestTypeCommand(own));
  expect(await client.send(new DescribeTypeCommand(own))).toMatchObject({ TypeTestsStatus: 'PASSED' });
  const { PublicTypeArn } = await client.send(new PublishTypeCommand(own));
  expect(PublicTypeArn).toBe(`arn:aws:cloudformation:us-east-1::type/module/${PublisherId}/My-Own-Part-MODULE/1.0.0`);

  const other = new CloudFormationClient({
    ...server.client,
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'test' },
  });
  await other.send(new ActivateTypeCommand({ PublicTypeArn, TypeNameAlias: 'Their::Own::Part::MODULE' }));
  const listed = await other.send(new ListTypesCommand({ Type: 'MODULE', Filters: { Category: 'ACTIVATED' } }));
  expect(listed.TypeSummaries).toMatchObject([
    { TypeName: 'Their::Own::Part::MODULE', OriginalTypeName: own.TypeName, PublisherId },
  ]);
  await other.send(new DeactivateTypeCommand({ Type: 'MODULE', TypeName: 'Their::Own::Part::MODULE' }));
  expect((await other.send(new ListTypesCommand({ Type: 'MODULE' }))).TypeSummaries).toEqual([]);
  const thirdParty = await other.send(new ListTypesCommand({ Type: 'MODULE', Visibility: 'PUBLIC' }));
  expect(thirdParty.TypeSummaries).toMatchObject([{ PublisherId, LatestPublicVersion: '1.0.0' }]);
});

test('no hook or handler has anything to tell', async () => {
  await expect(
    client.send(new GetHookResultCommand({ HookResultId: 'a1b2c3d4-5678-90ab-cdef-1234567890ab' })),
  ).rejects.toMatchObject({ name: 'HookResultNotFoundException' });
  expect(await client.send(new ListHookResultsCommand({ TargetType: 'STACK', TargetId: 'app' }))).toMatchObject({
    HookResults: [],
  });
  const progress = new RecordHandlerProgressCommand({ BearerToken: 'token', OperationStatus: 'SUCCESS' });
  await expect(client.send(progress)).rejects.toThrow(/do not run on this server yet/);
});

test('a module is expanded in the template of a stack', async () => {
  const files = {
    'fragments/part.yaml': [
      'Parameters:',
      '  Name: { Type: String }',
      'Resources:',
      '  Queue:',
      '    Type: AWS::SQS::Queue',
      '    Properties: { QueueName: !Sub "${Name}-queue" }',
    ].join('\n'),
  };
  await register('MODULE', moduleType, files);
  const TemplateBody = JSON.stringify({
    Resources: { Mail: { Type: moduleType.typeName, Properties: { Name: 'orders' } } },
    Outputs: { Url: { Value: { Ref: 'Mail.Queue' } } },
  });
  const create = (Capabilities?: Capability[]) =>
    client.send(new CreateStackCommand({ StackName: 'app', TemplateBody, Capabilities }));
  await expect(create()).rejects.toMatchObject({ name: 'InsufficientCapabilitiesException' });
  await create(['CAPABILITY_AUTO_EXPAND']);
  await vi.waitFor(
    async () => {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'app' }));
      expect(Stacks?.[0]).toMatchObject({
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputValue: expect.stringContaining('orders-queue') as string }],
      });
    },
    { timeout: 20_000, interval: 10 },
  );
  const processed = await client.send(new GetTemplateCommand({ StackName: 'app', TemplateStage: 'Processed' }));
  expect(processed.TemplateBody).toContain('"MailQueue"');
});
