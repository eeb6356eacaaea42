import { expect, it } from 'vitest';
import type { TemplateObject } from '../template/template.ts';
import { applyTransforms } from './apply-transforms.ts';
import type { MacroRequest, TransformHost } from './transform-host.ts';

const queue = { Type: 'AWS::SQS::Queue' };

function host(overrides: Partial<TransformHost> = {}): TransformHost {
  return {
    pseudo: { 'AWS::Region': 'eu-central-1' },
    parameters: new Map([['Bucket', 'snippets']]),
    nowSeconds: 0,
    readSnippet: (location) => Promise.reject(new Error(location)),
    runMacro: () => Promise.resolve(undefined),
    managedPolicyArns: () => Promise.resolve(new Map()),
    ...overrides,
  };
}

const transformed = async (template: TemplateObject, overrides?: Partial<TransformHost>) =>
  (await applyTransforms(template, host(overrides))).value;

it('includes snippets among what stands beside them, their location computed', async () => {
  const template = {
    Resources: {
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'orders',
          'Fn::Transform': {
            Name: 'AWS::Include',
            Parameters: { Location: { 'Fn::Sub': 's3://${Bucket}/${AWS::Region}.yaml' } },
          },
        },
      },
    },
  };
  const read: string[] = [];
  const readSnippet = async (location: string) => {
    read.push(location);
    return 'DelaySeconds: 5\nKmsMasterKeyId: !Ref Key';
  };
  expect(await transformed(template, { readSnippet })).toEqual({
    Resources: {
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: 'orders', DelaySeconds: 5, KmsMasterKeyId: { Ref: 'Key' } },
      },
    },
  });
  expect(read).toEqual(['s3://snippets/eu-central-1.yaml']);
});

it('includes a snippet at the top of the template', async () => {
  const template = {
    Transform: { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } },
    Resources: { Queue: queue },
  };
  const readSnippet = () => Promise.resolve('{"Outputs": {"Name": {"Value": "x"}}}');
  expect(await transformed(template, { readSnippet })).toEqual({
    Resources: { Queue: queue },
    Outputs: { Name: { Value: 'x' } },
  });
});

it('refuses a snippet that is no template', async () => {
  const template = { Resources: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } } };
  const readSnippet = () => Promise.resolve('just text');
  await expect(transformed(template, { readSnippet })).rejects.toThrow(
    "Transform AWS::Include failed with: The specified S3 object's content should be valid Yaml/JSON",
  );
  const noLocation = { Resources: { 'Fn::Transform': { Name: 'AWS::Include' } } };
  await expect(transformed(noLocation)).rejects.toThrow('The location parameter is not a valid S3 uri.');
});

it('runs macros from the innermost outward, then those of the whole template in their order', async () => {
  const template = {
    Transform: ['Second', { Name: 'Third', Parameters: { At: { Ref: 'AWS::Region' } } }],
    Resources: { Queue: { ...queue, Properties: { A: 1, 'Fn::Transform': { Name: 'First', Parameters: { P: 1 } } } } },
  };
  const seen: MacroRequest[] = [];
  const runMacro = async (request: MacroRequest) => {
    seen.push(request);
    return { ...request.fragment, [request.name]: true };
  };
  const result = await transformed(template, { runMacro });
  expect(seen.map(({ name, params }) => [name, params])).toEqual([
    ['First', { P: 1 }],
    ['Second', {}],
    ['Third', { At: 'eu-central-1' }],
  ]);
  expect(seen[0]?.fragment).toEqual({ A: 1 });
  expect(result).toEqual({
    Resources: { Queue: { ...queue, Properties: { A: 1, First: true } } },
    Second: true,
    Third: true,
  });
});

it('refuses transforms that are not there', async () => {
  const missing = { Transform: 'Mine', Resources: { Queue: queue } };
  await expect(transformed(missing)).rejects.toThrow('No transform named Mine found.');
  await expect(transformed({ ...missing, Transform: 'AWS::Nothing' })).rejects.toThrow(
    'No transform named AWS::Nothing found.',
  );
});

it('expands loops before serverless resources, and says what is wrong with these', async () => {
  const template = {
    Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
    Resources: {
      'Fn::ForEach::Tables': [
        'Name',
        ['Red', 'Blue'],
        { '${Name}Table': { Type: 'AWS::Serverless::SimpleTable', Properties: { TableName: { Ref: 'Name' } } } },
      ],
    },
  };
  const result = await transformed(template);
  expect(
    Object.entries(result['Resources'] as TemplateObject).map(([id, value]) => [id, (value as TemplateObject)['Type']]),
  ).toEqual([
    ['RedTable', 'AWS::DynamoDB::Table'],
    ['BlueTable', 'AWS::DynamoDB::Table'],
  ]);
  const broken = { Transform: 'AWS::Serverless-2016-10-31', Resources: { F: { Type: 'AWS::Serverless::Function' } } };
  await expect(transformed(broken)).rejects.toThrow(
    'Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. ' +
      'Number of errors found: 1.',
  );
});

it('leaves secrets alone but for what only AWS has', async () => {
  const rotation = { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { RotationLambdaARN: 'arn' } };
  const template = { Transform: 'AWS::SecretsManager-2020-07-23', Resources: { Rotation: rotation } };
  expect(await transformed(template)).toEqual({ Resources: { Rotation: rotation } });
  const hosted = { ...rotation, Properties: { HostedRotationLambda: { RotationType: 'MySQLSingleUser' } } };
  await expect(transformed({ ...template, Resources: { Rotation: hosted } })).rejects.toThrow(
    'HostedRotationLambda of Rotation',
  );
});
