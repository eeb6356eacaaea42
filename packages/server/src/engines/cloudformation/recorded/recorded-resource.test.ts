import { describe, expect, it } from 'vitest';
import { createIds, seededRandomBytes } from '../../../platform/ids.ts';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import { createResourceSchemas } from '../schema/resource-schemas.ts';
import type { TemplateObject } from '../template/template.ts';
import { generatedName } from './generated-name.ts';
import { createRecorded, readRecorded, updateRecorded } from './recorded-resource.ts';
import type { RecordedScope } from './recorded-resource.ts';

const schemas = createResourceSchemas(new URL('../../../../generated/resource-types/', import.meta.url));

function schemaOf(typeName: string): ResourceSchema {
  const schema = schemas.find(typeName);
  if (schema === undefined) throw new Error(`no schema of ${typeName}`);
  return schema;
}

function scope(seed = 'seed'): RecordedScope {
  const ids = createIds(seededRandomBytes(seed));
  return {
    account: '123456789012',
    region: 'us-east-1',
    partition: 'aws',
    stackName: 'shop',
    logicalId: 'Main',
    ids,
    now: 0,
  };
}

function record(typeName: string, properties: TemplateObject = {}) {
  return createRecorded(schemaOf(typeName), properties, scope());
}

describe('recorded resources', () => {
  it.each([
    ['AWS::EC2::VPC', /^vpc-0[0-9a-f]{16}$/],
    ['AWS::EC2::Subnet', /^subnet-0[0-9a-f]{16}$/],
    ['AWS::EC2::SecurityGroup', /^sg-0[0-9a-f]{16}$/],
    ['AWS::EC2::Instance', /^i-0[0-9a-f]{16}$/],
    ['AWS::EC2::Volume', /^vol-0[0-9a-f]{16}$/],
    ['AWS::EC2::NetworkInterface', /^eni-0[0-9a-f]{16}$/],
    ['AWS::EC2::InternetGateway', /^igw-0[0-9a-f]{16}$/],
    ['AWS::EC2::RouteTable', /^rtb-0[0-9a-f]{16}$/],
    ['AWS::EC2::NatGateway', /^nat-0[0-9a-f]{16}$/],
    ['AWS::EC2::VPCEndpoint', /^vpce-0[0-9a-f]{16}$/],
    ['AWS::EFS::FileSystem', /^fs-0[0-9a-f]{16}$/],
    ['AWS::CloudFront::Distribution', /^E[A-Z2-7]{13}$/],
    ['AWS::Cognito::UserPool', /^us-east-1_[A-Za-z0-9]{9}$/],
    ['AWS::KMS::Key', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
    ['AWS::Lambda::Function', /^shop-Main-[A-Z0-9]{12}$/],
    ['AWS::RDS::DBInstance', /^shop-main-[a-z0-9]{12}$/],
    ['AWS::Batch::JobQueue', /^arn:aws:batch:us-east-1:123456789012:job-queue\/shop-Main-[A-Z0-9]{12}$/],
    ['AWS::Events::Rule', /^shop-Main-[A-Z0-9]{12}$/],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', /:loadbalancer\/app\/shop-Main-[A-Z0-9]{12}\/[0-9a-f]{16}$/],
  ])('%s has an id of the service’s own form', (typeName, form) => {
    expect(record(typeName).physicalId).toMatch(form);
  });

  it('take names, and all that is made of them, from the properties', () => {
    const role = record('AWS::IAM::Role', { RoleName: 'deployer', Path: '/ci/', AssumeRolePolicyDocument: {} });
    expect(role).toMatchObject({
      physicalId: 'deployer',
      attributes: { Arn: 'arn:aws:iam::123456789012:role/ci/deployer', RoleId: expect.stringMatching(/^AROA/) },
    });
    const route = { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0' };
    expect(record('AWS::EC2::Route', route).physicalId).toBe('rtb-1|0.0.0.0/0');
    expect(record('AWS::Events::Rule', { EventBusName: 'orders', Name: 'late' }).physicalId).toBe('orders|late');
    expect(record('AWS::EC2::Subnet', { VpcId: 'vpc-1' }).attributes['VpcId']).toBe('vpc-1');
    const { attributes } = record('AWS::RDS::DBInstance', { DBInstanceIdentifier: 'orders', Engine: 'postgres' });
    expect(attributes['Endpoint.Address']).toMatch(/^orders\.[a-z0-9]{12}\.us-east-1\.rds\.amazonaws\.com$/);
    expect(attributes['Endpoint']).toMatchObject({ Address: attributes['Endpoint.Address'], Port: '5432' });
  });

  it('keep ids and made-up names over an update; what repeats a property follows it', () => {
    const schema = schemaOf('AWS::EC2::Instance');
    const created = createRecorded(schema, { AvailabilityZone: 'us-east-1b' }, scope());
    const updated = updateRecorded(schema, created, { AvailabilityZone: 'us-east-1c' }, scope('later'));
    expect(updated.physicalId).toBe(created.physicalId);
    expect(updated.attributes).toEqual({ ...created.attributes, AvailabilityZone: 'us-east-1c' });
    const queue = schemaOf('AWS::SQS::Queue');
    const named = createRecorded(queue, {}, scope());
    expect(updateRecorded(queue, named, { DelaySeconds: '5' }, scope('later'))).toEqual({
      ...named,
      properties: { ...named.properties, DelaySeconds: 5 },
    });
  });

  it('read as properties and read-only attributes, without passwords', () => {
    const schema = schemaOf('AWS::RDS::DBInstance');
    const recorded = createRecorded(
      schema,
      { AllocatedStorage: 20, MasterUserPassword: 'secret', Port: 3307 },
      scope(),
    );
    const model = readRecorded(schema, recorded);
    expect(model).toMatchObject({
      DBInstanceIdentifier: recorded.physicalId,
      AllocatedStorage: '20',
      Endpoint: { Port: '3307' },
    });
    expect(model).not.toHaveProperty('MasterUserPassword');
  });
});

describe('generated names', () => {
  const ids = () => createIds(seededRandomBytes('name'));

  it('are cut to the limit, both parts alike', () => {
    const long = { stackName: 'a-stack-with-a-long-name', logicalId: 'ApplicationLoadBalancer', maximumLength: 32 };
    expect(generatedName({ ...long, ids: ids() })).toMatch(/^a-stack-w-Applicati?o?n?-[A-Z0-9]{12}$/);
    expect(generatedName({ ...long, ids: ids() }).length).toBeLessThanOrEqual(32);
    expect(generatedName({ ...long, logicalId: 'ALB', ids: ids() })).toMatch(/^a-stack-with-a-ALB-[A-Z0-9]{12}$/);
  });

  it('have no capitals where the service takes none', () => {
    expect(generatedName({ stackName: 'Shop', logicalId: 'Bucket', lowerCase: true, ids: ids() })).toMatch(
      /^shop-bucket-[a-z0-9]{12}$/,
    );
  });
});
