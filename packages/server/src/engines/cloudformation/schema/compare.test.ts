import { describe, expect, it } from 'vitest';
import type { TemplateObject } from '../template/template.ts';
import { compareProperties, driftOf } from './compare.ts';
import { replacesResource } from './conditional-replacement.ts';
import { replacementOf } from './replacement.ts';
import type { ResourceSchema } from './resource-schema.ts';
import { createResourceSchemas } from './resource-schemas.ts';

const schemas = createResourceSchemas(new URL('../../../../generated/resource-types/', import.meta.url));

function schemaOf(typeName: string): ResourceSchema {
  const schema = schemas.find(typeName);
  if (schema === undefined) throw new Error(`no schema of ${typeName}`);
  return schema;
}

function compared(typeName: string, before: TemplateObject, after: TemplateObject) {
  const schema = schemaOf(typeName);
  const differences = compareProperties(schema, before, after);
  return {
    paths: differences.map(({ change, path, requiresRecreation }) => `${change} ${path} ${requiresRecreation}`),
    replacement: replacementOf(differences),
    isReplaced: replacesResource(schema, differences, after),
  };
}

describe('differences of properties', () => {
  it('have the path, the values and whether they replace', () => {
    const before = { QueueName: 'a', DelaySeconds: 1, Tags: [{ Key: 'stage', Value: 'dev' }] };
    const after = { QueueName: 'b', Tags: [{ Key: 'stage', Value: 'prod' }], VisibilityTimeout: 5 };
    expect(compareProperties(schemaOf('AWS::SQS::Queue'), before, after)).toEqual([
      {
        path: '/Properties/QueueName',
        name: 'QueueName',
        change: 'Modify',
        before: 'a',
        after: 'b',
        requiresRecreation: 'Always',
      },
      {
        path: '/Properties/DelaySeconds',
        name: 'DelaySeconds',
        change: 'Remove',
        before: 1,
        after: undefined,
        requiresRecreation: 'Never',
      },
      {
        path: '/Properties/Tags/0/Value',
        name: 'Tags',
        change: 'Modify',
        before: 'dev',
        after: 'prod',
        requiresRecreation: 'Never',
      },
      {
        path: '/Properties/VisibilityTimeout',
        name: 'VisibilityTimeout',
        change: 'Add',
        before: undefined,
        after: 5,
        requiresRecreation: 'Never',
      },
    ]);
  });

  it('are none between spellings of the same value', () => {
    const before = {
      DelaySeconds: '5',
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
      RedrivePolicy: { maxReceiveCount: 3 },
    };
    const after = {
      DelaySeconds: 5,
      Tags: [
        { Key: 'b', Value: 2 },
        { Value: '1', Key: 'a' },
      ],
      RedrivePolicy: '{"maxReceiveCount":"3"}',
    };
    expect(compared('AWS::SQS::Queue', before, after)).toEqual({ paths: [], replacement: 'False', isReplaced: false });
  });

  it('replace from within nested objects, also where the whole object is new', () => {
    const target = (kind: string) => ({
      TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: kind },
    });
    expect(compared('AWS::EC2::EC2Fleet', target('spot'), target('on-demand'))).toEqual({
      paths: ['Modify /Properties/TargetCapacitySpecification/DefaultTargetCapacityType Always'],
      replacement: 'True',
      isReplaced: true,
    });
    expect(compared('AWS::EC2::EC2Fleet', {}, target('spot')).replacement).toBe('True');
    const capacity = { TargetCapacitySpecification: { TotalTargetCapacity: 1 } };
    expect(compared('AWS::EC2::EC2Fleet', {}, capacity).replacement).toBe('False');
  });

  it('replace under paths that only the resource knows', () => {
    const owned = (OwnerUid: string) => ({ CreationInfo: { OwnerUid, OwnerGid: '1', Permissions: '755' } });
    expect(compared('AWS::EFS::AccessPoint', owned('1'), owned('2')).paths).toEqual([
      'Modify /Properties/CreationInfo/OwnerUid Always',
    ]);
  });

  it('replace conditionally in a change set, and in an update as the documentation tells', () => {
    expect(compared('AWS::EC2::Instance', { InstanceType: 't3.micro' }, { InstanceType: 't3.small' })).toEqual({
      paths: ['Modify /Properties/InstanceType Conditionally'],
      replacement: 'Conditional',
      isReplaced: false,
    });
    const tenancy = (InstanceTenancy: string) => ({ CidrBlock: '10.0.0.0/16', InstanceTenancy });
    expect(compared('AWS::EC2::VPC', tenancy('dedicated'), tenancy('default')).isReplaced).toBe(false);
    expect(compared('AWS::EC2::VPC', tenancy('default'), tenancy('dedicated')).isReplaced).toBe(true);
    const document = (schemaVersion: string) => ({ Content: { schemaVersion } });
    expect(compared('AWS::SSM::Document', document('1'), document('2')).isReplaced).toBe(true);
    const versioned = { ...document('2'), UpdateMethod: 'NewVersion' };
    expect(compared('AWS::SSM::Document', { ...document('1'), UpdateMethod: 'NewVersion' }, versioned).isReplaced).toBe(
      false,
    );
  });

  it('compare functions as values', () => {
    const { paths } = compared('AWS::SQS::Queue', { KmsMasterKeyId: 'a' }, { KmsMasterKeyId: { Ref: 'Key' } });
    expect(paths).toEqual(['Modify /Properties/KmsMasterKeyId Never']);
  });
});

describe('drift', () => {
  const expected = { DelaySeconds: 5, RedrivePolicy: { maxReceiveCount: 3 } };

  it('is none where the resource has more than its template says', () => {
    const actual = { DelaySeconds: '5', RedrivePolicy: '{"maxReceiveCount":3}', Arn: 'arn', MaximumMessageSize: 1024 };
    expect(driftOf(schemaOf('AWS::SQS::Queue'), expected, actual)).toEqual([]);
  });

  it('is what was changed or taken away', () => {
    const found = driftOf(schemaOf('AWS::SQS::Queue'), expected, { DelaySeconds: 6 });
    expect(found.map(({ change, path }) => `${change} ${path}`)).toEqual([
      'Modify /Properties/DelaySeconds',
      'Remove /Properties/RedrivePolicy',
    ]);
  });
});
