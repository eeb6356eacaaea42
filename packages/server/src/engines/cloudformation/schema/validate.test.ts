import { describe, expect, it } from 'vitest';
import type { TemplateObject } from '../template/template.ts';
import { coerceProperties } from './coerce.ts';
import type { ResourceSchema } from './resource-schema.ts';
import { createResourceSchemas } from './resource-schemas.ts';
import { validateProperties } from './validate.ts';
import { validationMessage } from './violation.ts';

const schemas = createResourceSchemas(new URL('../../../../generated/resource-types/', import.meta.url));

function schemaOf(typeName: string): ResourceSchema {
  const schema = schemas.find(typeName);
  if (schema === undefined) throw new Error(`no schema of ${typeName}`);
  return schema;
}

function messages(typeName: string, properties: TemplateObject, unresolvedAllowed = false): string[] {
  return validateProperties(schemaOf(typeName), properties, { unresolvedAllowed }).map(({ message }) => message);
}

describe('what a schema forbids, in AWS’s words', () => {
  it('missing and extraneous properties, at the top and below', () => {
    expect(messages('AWS::IAM::Role', { Nmae: 'x', Policies: [{ PolicyNam: 'p', PolicyDocument: {} }] })).toEqual([
      '#: required key [AssumeRolePolicyDocument] not found',
      '#: extraneous key [Nmae] is not permitted',
      '#/Policies/0: required key [PolicyName] not found',
      '#/Policies/0: extraneous key [PolicyNam] is not permitted',
    ]);
  });

  it('types', () => {
    expect(
      messages('AWS::SQS::Queue', { QueueName: ['a'], DelaySeconds: 'soon', FifoQueue: 'yes', Tags: { Key: 'a' } }),
    ).toEqual([
      '#/QueueName: expected type: String, found: JSONArray',
      '#/DelaySeconds: expected type: Integer, found: String',
      '#/FifoQueue: expected type: Boolean, found: String',
      '#/Tags: expected type: JSONArray, found: JSONObject',
    ]);
    expect(messages('AWS::SQS::Queue', { DelaySeconds: 1.5 })).toEqual([
      '#/DelaySeconds: expected type: Integer, found: Double',
    ]);
    expect(messages('AWS::IAM::UserPolicy', { UserName: 'u', PolicyName: 'p', PolicyDocument: 5 })).toEqual([
      '#/PolicyDocument: expected type: JSONObject, found: Integer',
    ]);
  });

  it('allowed values, without repeating the value', () => {
    expect(messages('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'On' } })).toEqual([
      '#/VersioningConfiguration/Status: failed validation constraint for keyword [enum]',
    ]);
  });

  it('in one message per resource', () => {
    const schema = schemaOf('AWS::SQS::Queue');
    const violations = validateProperties(schema, { A: 1, B: 2 }, { unresolvedAllowed: false });
    expect(validationMessage(schema, 'Orders', violations)).toBe(
      'Properties validation failed for resource Orders with message:\n' +
        '[#: extraneous key [A] is not permitted, #: extraneous key [B] is not permitted]',
    );
  });

  it('in older words for older types', () => {
    expect(messages('AWS::CloudFormation::Stack', { TemplateURL: 'https://x', TemplateBody: '{}' })).toEqual([
      'Encountered unsupported property TemplateBody',
    ]);
    expect(messages('AWS::CloudFormation::Stack', { NotificationARNs: 'arn', Parameters: 'P=1' })).toEqual([
      'Value of property NotificationARNs must be of type List of String',
      'Value of property Parameters must be an object with String (or simple type) properties',
    ]);
  });

  it('of custom resources only the missing token', () => {
    expect(messages('Custom::Thing', { Size: 1 })).toEqual(['Property ServiceToken cannot be empty.']);
    expect(messages('Custom::Thing', { ServiceToken: 'arn:x', Size: 1, Deep: [{ a: null }] })).toEqual([]);
  });
});

describe('before functions have values', () => {
  it('refuses only what no value could mend', () => {
    const properties = {
      QueueName: { 'Fn::Sub': '${AWS::StackName}-orders' },
      DelaySeconds: { Ref: 'Delay' },
      Tags: { 'Fn::If': ['Tagged', [{ Key: 'a', Value: 'b' }], { Ref: 'AWS::NoValue' }] },
      Nmae: { Ref: 'Name' },
    };
    expect(messages('AWS::SQS::Queue', properties, true)).toEqual(['#: extraneous key [Nmae] is not permitted']);
  });

  it('takes AWS::NoValue for absent, and an include for any member', () => {
    expect(messages('AWS::IAM::Role', { AssumeRolePolicyDocument: { Ref: 'AWS::NoValue' } }, true)).toEqual([
      '#: required key [AssumeRolePolicyDocument] not found',
    ]);
    expect(messages('AWS::IAM::Role', { 'Fn::Transform': { Name: 'AWS::Include' }, Path: '/' }, true)).toEqual([]);
  });

  it('takes dynamic references for any text', () => {
    const properties = { VersioningConfiguration: { Status: '{{resolve:ssm:versioning}}' } };
    expect(messages('AWS::S3::Bucket', properties, true)).toEqual([]);
  });
});

describe('other spellings', () => {
  it('are accepted', () => {
    expect(messages('AWS::SQS::Queue', { DelaySeconds: '5', FifoQueue: 'true', QueueName: 12 })).toEqual([]);
    expect(messages('AWS::IAM::Role', { AssumeRolePolicyDocument: '{"Statement": []}' })).toEqual([]);
  });

  it('become what the schema says', () => {
    const given = {
      DelaySeconds: '5',
      FifoQueue: 'True',
      QueueName: 12,
      Tags: [{ Key: 1, Value: true }],
      KmsMasterKeyId: { Ref: 'K' },
    };
    expect(coerceProperties(schemaOf('AWS::SQS::Queue'), given)).toEqual({
      DelaySeconds: 5,
      FifoQueue: true,
      QueueName: '12',
      Tags: [{ Key: '1', Value: 'true' }],
      KmsMasterKeyId: { Ref: 'K' },
    });
    const role = { AssumeRolePolicyDocument: '{"Statement": []}' };
    expect(coerceProperties(schemaOf('AWS::IAM::Role'), role)).toEqual({ AssumeRolePolicyDocument: { Statement: [] } });
  });
});
