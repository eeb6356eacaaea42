import { describe, expect, it } from 'vitest';
import { checkBucketPolicy, isPublicPolicy } from './bucket-policy.ts';

const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const policy = (change: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ ...allow, ...change }] });

describe('checkBucketPolicy', () => {
  it('takes policies on the bucket and its objects', () => {
    expect(() => checkBucketPolicy(policy({ Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] }), 'b')).not.toThrow();
  });

  it('does not lose itself among wildcards', () => {
    const Resource = `arn:aws:s3:::${'*a'.repeat(30)}b/*`;
    expect(() => checkBucketPolicy(policy({ Resource }), 'a'.repeat(63))).toThrow('Policy has invalid resource');
  });

  it.each([
    { Action: 's3:*' },
    { Action: '*', Resource: 'arn:aws:s3:::b' },
    { Action: 's3:Get*', Resource: 'arn:aws:s3:::b' },
    { Action: ['s3:getobject', 's3:PutObjectVersionAcl'] },
    { Action: ['s3:GetObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::b*' },
    { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b', Condition: { StringLike: { 's3:Prefix': 'a/*' } } },
    { Condition: { StringEquals: { 's3:ExistingObjectTag/a': 'b', 'aws:SourceVpc': 'vpc-1' } } },
  ])('takes %o', (change) => {
    expect(() => checkBucketPolicy(policy(change), 'b')).not.toThrow();
  });

  it.each([
    ['Policy has invalid resource', policy({ Resource: 'arn:aws:s3:::c/*' })],
    ['Policy has invalid resource', policy({ Resource: 'arn:aws:sqs:::*' })],
    ['Policy has invalid action', policy({ Action: 'sqs:SendMessage' })],
    ['Policy has invalid action', policy({ Action: 's3:GetThing' })],
    ['Action does not apply to any resource(s) in statement', policy({ Resource: 'arn:aws:s3:::b' })],
    ['Action does not apply to any resource(s) in statement', policy({ Action: ['s3:GetObject', 's3:ListBucket'] })],
    ['Policy has an invalid condition key', policy({ Condition: { StringEquals: { 's3:colour': 'blue' } } })],
    ['Missing required field Principal', policy({ Principal: undefined })],
    ["Policies must be valid JSON and the first byte must be '{'", 'nonsense'],
    ['Policy exceeds the maximum allowed document size.', policy({ Sid: 'x'.repeat(20_480) })],
  ])('complains: %s', (message, json) => {
    expect(() => checkBucketPolicy(json, 'b')).toThrow(expect.objectContaining({ code: 'MalformedPolicy', message }));
  });
});

describe('isPublicPolicy', () => {
  it.each([
    [true, {}],
    [true, { Principal: { AWS: '*' } }],
    [false, { Effect: 'Deny' }],
    [false, { Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
    [false, { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
    [true, { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }],
    [true, { Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } }],
    [false, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
  ])('is %s of %o', (expected, change) => {
    expect(isPublicPolicy(policy(change))).toBe(expected);
  });
});
