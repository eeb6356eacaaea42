import { DescribeTypeCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeZip } from '../../../engines/zip/test-archive.ts';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;
let s3: S3Client;

beforeAll(async () => {
  stacks = await TestStacks.start();
  s3 = new S3Client({ ...stacks.server.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'packages' }));
});

afterAll(() => stacks.stop());

async function upload(Key: string, files: Record<string, unknown>): Promise<string> {
  const texts = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)]));
  await s3.send(new PutObjectCommand({ Bucket: 'packages', Key, Body: writeZip(texts) }));
  return `s3://packages/${Key}`;
}

async function create(name: string, template: object) {
  await stacks.create(name, template);
  await stacks.server.clock.advance(2000);
  return stacks.describe(name);
}

const thing = {
  typeName: 'My::Own::Thing',
  description: 'A thing',
  properties: { Id: { type: 'string' } },
  additionalProperties: false,
  primaryIdentifier: ['/properties/Id'],
  handlers: { create: { permissions: [] }, read: { permissions: [] }, delete: { permissions: [] } },
};

test('versions of a type are registered, and one becomes the default', async () => {
  const SchemaHandlerPackage = await upload('thing.zip', { 'schema.json': thing });
  const version = {
    Type: 'AWS::CloudFormation::ResourceVersion',
    Properties: { TypeName: thing.typeName, SchemaHandlerPackage },
  };
  const stack = await create('versions', {
    Resources: {
      First: version,
      Second: { ...version, DependsOn: 'First' },
      Default: {
        Type: 'AWS::CloudFormation::ResourceDefaultVersion',
        Properties: { TypeVersionArn: { Ref: 'Second' } },
      },
    },
    Outputs: { Version: { Value: { 'Fn::GetAtt': 'Second.VersionId' } }, First: { Value: { Ref: 'First' } } },
  });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(stack.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual([
    '00000002',
    'arn:aws:cloudformation:us-east-1:000000000000:type/resource/My-Own-Thing/00000001',
  ]);
  const found = await stacks.client.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: thing.typeName }));
  expect(found.DefaultVersionId ?? found.Arn).toContain('00000002');
});

test('a package that is none fails its registration', async () => {
  const SchemaHandlerPackage = await upload('empty.zip', { 'readme.json': {} });
  const properties = { TypeName: 'My::Own::Empty', SchemaHandlerPackage };
  const stack = await create('empty', {
    Resources: { Version: { Type: 'AWS::CloudFormation::ResourceVersion', Properties: properties } },
  });
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  expect((await stacks.events('empty')).find((line) => line.startsWith('Version CREATE_FAILED'))).toContain(
    'schema.json',
  );
});

test('a module is registered, published and activated', async () => {
  const typeName = 'My::Own::Part::MODULE';
  const fragment = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
  const schema = { typeName, description: 'A module', properties: { Parameters: {} } };
  const ModulePackage = await upload('part.zip', { 'schema.json': schema, 'fragments/part.json': fragment });
  const stack = await create('modules', {
    Resources: {
      Publisher: { Type: 'AWS::CloudFormation::Publisher', Properties: { AcceptTermsAndConditions: true } },
      Module: { Type: 'AWS::CloudFormation::ModuleVersion', Properties: { ModuleName: typeName, ModulePackage } },
      Public: {
        Type: 'AWS::CloudFormation::PublicTypeVersion',
        DependsOn: 'Publisher',
        Properties: { Arn: { Ref: 'Module' } },
      },
      Activation: {
        Type: 'AWS::CloudFormation::TypeActivation',
        Properties: { PublicTypeArn: { Ref: 'Public' }, TypeNameAlias: 'My::Other::Part::MODULE' },
      },
    },
    Outputs: { Arn: { Value: { Ref: 'Activation' } } },
  });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(stack.Outputs?.[0]?.OutputValue).toBe(
    'arn:aws:cloudformation:us-east-1:000000000000:type/module/My-Other-Part-MODULE',
  );
  expect((await stacks.delete('modules')).StackStatus).toBe('DELETE_COMPLETE');
});

test('a hook is registered and configured', async () => {
  const hook = {
    typeName: 'My::Own::Hook',
    description: 'A hook',
    typeConfiguration: { properties: {}, additionalProperties: false },
    additionalProperties: false,
    handlers: {},
  };
  const SchemaHandlerPackage = await upload('hook.zip', { 'schema.json': hook });
  const Configuration = JSON.stringify({ CloudFormationConfiguration: { HookConfiguration: { FailureMode: 'WARN' } } });
  const stack = await create('hooks', {
    Resources: {
      Hook: { Type: 'AWS::CloudFormation::HookVersion', Properties: { TypeName: hook.typeName, SchemaHandlerPackage } },
      Config: {
        Type: 'AWS::CloudFormation::HookTypeConfig',
        Properties: { TypeArn: { 'Fn::GetAtt': 'Hook.TypeArn' }, Configuration },
      },
    },
  });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect((await stacks.delete('hooks')).StackStatus).toBe('DELETE_COMPLETE');
});

test('the server has nothing to complain about', () => {
  expect(stacks.server.errors).toEqual([]);
});
