import { describe, expect, it } from 'vitest';
import { attributeNames, supportsAttribute } from './references.ts';
import { registrySchema } from './registry-schema.ts';
import type { ResourceSchema } from './resource-schema.ts';
import { createResourceSchemas } from './resource-schemas.ts';

const schemas = createResourceSchemas(new URL('../../../../generated/resource-types/', import.meta.url));

function schemaOf(typeName: string): ResourceSchema {
  const schema = schemas.find(typeName);
  if (schema === undefined) throw new Error(`no schema of ${typeName}`);
  return schema;
}

function namesWith(schema: ResourceSchema, wanted: 'required' | 'yes' | 'maybe'): string[] {
  const fits = ([, { required, replacement }]: [string, { required?: true; replacement?: string }]) =>
    wanted === 'required' ? required : replacement === wanted;
  return Object.entries(schema.properties)
    .filter(fits)
    .map(([name]) => name)
    .sort();
}

interface Known {
  required: string[];
  createOnly: string[];
  ref: string[];
  attributes: string[];
}

/** From the CloudFormation template reference. */
const documented: Record<string, Known> = {
  'AWS::SQS::Queue': {
    required: [],
    createOnly: ['FifoQueue', 'QueueName'],
    ref: ['QueueUrl'],
    attributes: ['Arn', 'QueueName', 'QueueUrl'],
  },
  'AWS::S3::Bucket': {
    required: [],
    createOnly: ['BucketName', 'ObjectLockEnabled'],
    ref: ['BucketName'],
    attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  },
  'AWS::IAM::Role': {
    required: ['AssumeRolePolicyDocument'],
    createOnly: ['Path', 'RoleName'],
    ref: ['RoleName'],
    attributes: ['Arn', 'RoleId'],
  },
  'AWS::Cognito::UserPool': {
    required: [],
    createOnly: [],
    ref: ['UserPoolId'],
    attributes: ['Arn', 'ProviderName', 'ProviderURL', 'UserPoolId'],
  },
  'AWS::CloudFront::Distribution': {
    required: ['DistributionConfig'],
    createOnly: [],
    ref: ['Id'],
    attributes: ['DomainName', 'Id'],
  },
  'AWS::Lambda::Function': {
    required: ['Code', 'Role'],
    createOnly: ['FunctionName', 'PackageType'],
    ref: ['FunctionName'],
    attributes: ['Arn', 'SnapStartResponse.ApplyOn', 'SnapStartResponse.OptimizationStatus'],
  },
};

describe('resource types as the template reference has them', () => {
  it.each(Object.entries(documented))('%s', (typeName, known) => {
    const schema = schemaOf(typeName);
    expect(namesWith(schema, 'required')).toEqual(known.required);
    expect(namesWith(schema, 'yes')).toEqual(expect.arrayContaining(known.createOnly));
    expect(schema.refIdentifier ?? schema.primaryIdentifier).toEqual(known.ref);
    expect(attributeNames(schema)).toEqual(expect.arrayContaining(known.attributes));
  });

  it('AWS::EC2::VPC and Instance: what replaces always, and what sometimes', () => {
    const vpc = schemaOf('AWS::EC2::VPC');
    expect(namesWith(vpc, 'maybe')).toEqual(['InstanceTenancy']);
    expect(namesWith(vpc, 'yes')).toEqual(expect.arrayContaining(['CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength']));
    const instance = schemaOf('AWS::EC2::Instance');
    expect(namesWith(instance, 'yes')).toEqual(expect.arrayContaining(['ImageId', 'KeyName', 'SubnetId']));
    expect(namesWith(instance, 'maybe')).toEqual(expect.arrayContaining(['InstanceType', 'UserData', 'Tenancy']));
  });

  it('AWS::RDS::DBInstance: its name replaces it, its class does not', () => {
    const schema = schemaOf('AWS::RDS::DBInstance');
    expect(namesWith(schema, 'yes')).toEqual(
      expect.arrayContaining(['DBInstanceIdentifier', 'DBName', 'MasterUsername']),
    );
    expect(schema.properties['DBInstanceClass']?.replacement).toBeUndefined();
    expect(supportsAttribute(schema, 'Endpoint.Address')).toBe(true);
    expect(supportsAttribute(schema, 'Endpoint.Adress')).toBe(false);
  });
});

describe('types that no schema lists', () => {
  it('are custom resources under any name, with any property and attribute', () => {
    expect(schemas.has('Custom::Certificate')).toBe(true);
    const schema = schemaOf('Custom::Certificate');
    expect(schema).toMatchObject({ typeName: 'Custom::Certificate', openProperties: true });
    expect(namesWith(schema, 'required')).toEqual(['ServiceToken']);
    expect(supportsAttribute(schema, 'Anything.AtAll')).toBe(true);
  });

  it('are unknown otherwise', () => {
    for (const name of ['AWS::SQS::Cue', 'Acme::Shop::MODULE', 'constructor', 'Custom::']) {
      expect(schemas.has(name), name).toBe(false);
      expect(schemas.find(name), name).toBeUndefined();
    }
  });

  it('gives the outputs of nested stacks as attributes', () => {
    const stack = schemaOf('AWS::CloudFormation::Stack');
    expect(supportsAttribute(stack, 'Outputs.Url')).toBe(true);
    expect(supportsAttribute(stack, 'Url')).toBe(false);
  });
});

it('describes a type as the registry does', () => {
  expect(registrySchema(schemaOf('AWS::SQS::Queue'), { create: ['sqs:CreateQueue'] })).toMatchObject({
    typeName: 'AWS::SQS::Queue',
    additionalProperties: false,
    properties: {
      QueueName: { type: 'string' },
      DelaySeconds: { type: 'integer' },
      RedrivePolicy: { anyOf: [{ type: ['object', 'string'] }, { type: 'string' }] },
      Arn: { type: 'string' },
    },
    readOnlyProperties: expect.arrayContaining(['/properties/Arn', '/properties/QueueUrl']),
    createOnlyProperties: expect.arrayContaining(['/properties/FifoQueue', '/properties/QueueName']),
    primaryIdentifier: ['/properties/QueueUrl'],
    tagging: { taggable: true, tagProperty: '/properties/Tags' },
    handlers: { create: { permissions: ['sqs:CreateQueue'] } },
  });
});
