import { describe, expect, test } from 'vitest';
import { policyDocumentProblem, type PolicyDocumentKind } from './validate-document.ts';

const SYNTAX = 'Syntax errors in policy.';
const LEGACY = 'The policy failed legacy parsing';
const ACTIONS = 'Policy statement must contain actions.';
const RESOURCES = 'Policy statement must contain resources.';
const VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
const VERSION = 'Policy document must be version 2012-10-17 or greater.';
const IAM_PATH =
  'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.';

const good = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::bucket' };

function problem(document: unknown, kind: PolicyDocumentKind = 'identity'): string | undefined {
  return policyDocumentProblem(typeof document === 'string' ? document : JSON.stringify(document), kind);
}

/** A document with a statement that differs from a good one; a member that is null is left out. */
function statement(changes: Record<string, unknown>, base: object = good): object {
  const entries = Object.entries({ ...base, ...changes }).filter(([, value]) => value !== null);
  return { Version: '2012-10-17', Statement: Object.fromEntries(entries) };
}

describe('identity policies: documents', () => {
  test.each<[document: unknown, message: string]>([
    ['not json', SYNTAX],
    ['[]', SYNTAX],
    ['"text"', SYNTAX],
    [{ Statement: good }, VERSION],
    [{ Version: '2008-10-17', Statement: good }, VERSION],
    [{ Version: '2013-10-17', Statement: good }, SYNTAX],
    [{ Version: 20121017, Statement: good }, SYNTAX],
    [{ Version: '2012-10-17' }, SYNTAX],
    [{ Version: '2012-10-17', Statement: [] }, SYNTAX],
    [{ Version: '2012-10-17', Statement: ['x'] }, SYNTAX],
    [{ Version: '2012-10-17', Statement: good, Extra: 'x' }, SYNTAX],
    [{ Version: '2012-10-17', Statement: good, Id: ['x'] }, SYNTAX],
    [
      {
        Version: '2012-10-17',
        Statement: [
          { ...good, Sid: 'a' },
          { ...good, Sid: 'a' },
        ],
      },
      'Statement IDs (SID) in a single policy must be unique.',
    ],
    [{ Version: '2012-10-17', Statement: [good, { Effect: 'Deny' }] }, ACTIONS],
    [{ Statement: [{ ...good, Effect: 'denY' }] }, VERSION],
  ])('%j', (document, message) => {
    expect(problem(document)).toBe(message);
  });
});

describe('identity policies: statements', () => {
  test.each<[changes: Record<string, unknown>, message: string]>([
    [{ Extra: 'x' }, SYNTAX],
    [{ Effect: null }, SYNTAX],
    [{ Effect: 'invalid' }, SYNTAX],
    [{ Effect: 'allow' }, LEGACY],
    [{ Sid: {} }, SYNTAX],
    [
      { Sid: 'with space' },
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    ],
    [{ Principal: '*' }, 'Policy document should not specify a principal.'],
    [{ NotPrincipal: '*' }, 'Policy document should not specify a principal.'],
    [{ Action: null }, ACTIONS],
    [{ Action: [] }, ACTIONS],
    [{ Action: {} }, SYNTAX],
    [{ Action: [[]] }, SYNTAX],
    [{ NotAction: 'iam:x' }, SYNTAX],
    [{ Action: 'invalid' }, VENDOR],
    [{ Action: null, NotAction: '' }, VENDOR],
    [{ Action: 'a a:ListBucket' }, 'Vendor a a is not valid'],
    [{ Action: 's3:List:Bucket' }, 'Actions/Condition can contain only one colon.'],
    [{ Resource: null }, RESOURCES],
    [{ Resource: [] }, RESOURCES],
    [{ Resource: null, Action: 'invalid' }, VENDOR],
    [{ Resource: { a: 'b' } }, SYNTAX],
    [{ Resource: ['*', {}] }, SYNTAX],
    [{ NotResource: '*' }, SYNTAX],
    [{ Resource: '' }, 'Resource  must be in ARN format or "*".'],
    [{ Resource: 'bucket' }, 'Resource bucket must be in ARN format or "*".'],
    [{ Resource: 'bucket', Action: 's:3:List' }, 'Resource bucket must be in ARN format or "*".'],
    [{ Resource: 'a:b' }, 'Partition "b" is not valid for resource "arn:b:*:*:*:*".'],
    [{ Resource: 'a:b:c:d:e:f:g' }, 'Partition "b" is not valid for resource "arn:b:c:d:e:f:g".'],
    [{ Resource: 'aws:s3:::bucket' }, 'Partition "s3" is not valid for resource "arn:s3:::bucket:*".'],
    [{ Resource: ['*', 'arn:error:s3:::b'] }, 'Partition "error" is not valid for resource "arn:error:s3:::b".'],
    [{ Resource: 'arn:aws' }, 'Resource vendor must be fully qualified and cannot contain regexes.'],
    [{ Resource: 'arn:aws:iam:::bucket' }, IAM_PATH],
    [
      { Resource: 'arn:aws:iam:us-east-1::user/x' },
      'IAM resource arn:aws:iam:us-east-1::user/x cannot contain region information.',
    ],
    [{ Resource: 'arn:aws:s3:us-east-1::b' }, 'Resource arn:aws:s3:us-east-1::b can not contain region information.'],
    [{ Resource: 'arn:aws:s3::b' }, LEGACY],
    [{ Resource: 'arn:aws:s3::b', Action: null }, LEGACY],
    [{ Resource: null, NotResource: 'arn:aws:s3::b' }, LEGACY],
    [{ Resource: 'arn:aws::::b' }, LEGACY],
    [{ Condition: [] }, SYNTAX],
    [{ Condition: 'a' }, SYNTAX],
    [{ Condition: { a: 'b' } }, SYNTAX],
    [{ Condition: { DateGreaterThan: [] } }, SYNTAX],
    [{ Condition: { DateGreaterThan: { a: {} } } }, SYNTAX],
    [{ Condition: { Unknown: { a: '1' } } }, SYNTAX],
    [{ Condition: { constructor: { a: '1' } } }, SYNTAX],
    [{ Condition: { 'ForAnyValue::StringEqualsIfExists': { a: 'b' } } }, SYNTAX],
    [{ Condition: { NullIfExists: { a: 'true' } } }, SYNTAX],
    [{ Condition: { DateGreaterThan: { a: 'sdfdsf' } } }, LEGACY],
    [{ Condition: { DateGreaterThan: { a: 'sdfdsf' } }, Resource: 'arn:error:s3:::b' }, LEGACY],
    [{ Condition: { DateLessThan: { a: '9223372036854775808' } } }, LEGACY],
  ])('%j', (changes, message) => {
    expect(problem(statement(changes))).toBe(message);
    expect(problem(statement(changes), 'boundary')).toBe(message);
  });

  test.each<Record<string, unknown>>([
    {},
    { Action: '*' },
    { Action: ['s3:Get*', 'fsx:x'] },
    { Action: null, NotAction: 's3:ListBucket', Resource: null, NotResource: '*' },
    { Resource: ['*', 'arn:aws:s3:::bucket'] },
    { Resource: 'arn:aws:fdsasf' },
    { Resource: 'arn:aws-cn:s3:::bucket' },
    { Resource: 'arn:*:s3:::bucket' },
    { Resource: 'arn:aws:iam::*:user/${aws:username}' },
    { Resource: 'arn:aws:iam::123456789012:*' },
    { Resource: 'arn:aws:s3:us-west-2:123456789012:accesspoint/mine' },
    { Resource: 'arn:aws:ec2:us-east-1::x' },
    { Sid: 'abc123' },
    { Condition: {} },
    { Condition: { Anything: {} } },
    { Condition: { DateGreaterThan: { a: [] } } },
    { Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { a: 5 } } },
    {
      Condition: {
        DateLessThanEquals: { a: ['2019-07-01T13:20:15Z', '1561986015', '2016-12-13T21:20:37.593194+00:00'] },
      },
    },
    { Condition: { 'ForAnyValue:StringEqualsIfExists': { a: 'b' } } },
  ])('%j is well formed', (changes) => {
    expect(problem(statement(changes))).toBeUndefined();
  });
});

describe('trust policies', () => {
  const trusted = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

  test.each<[changes: Record<string, unknown>, message: string]>([
    [{ Resource: '*' }, 'Has prohibited field Resource'],
    [{ NotResource: '*' }, 'Has prohibited field NotResource'],
    [{ Principal: null }, 'Missing required field Principal'],
    [{ Principal: {} }, 'Missing required field Principal cannot be empty!'],
    [{ Principal: { AWS: [] } }, 'Missing required field Principal cannot be empty!'],
    [{ Principal: '*' }, 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'],
    [{ Principal: 'ann' }, 'Invalid principal in policy: "AWS":"ann"'],
    [{ Principal: { AWS: 'arn:aws:s3:::bucket' } }, 'Invalid principal in policy: "AWS":"arn:aws:s3:::bucket"'],
    [{ Principal: { AWS: ['123456789012', '123'] } }, 'Invalid principal in policy: "AWS":"123"'],
    [{ Principal: { Service: 'lambda' } }, 'Invalid principal in policy: "SERVICE":"lambda"'],
    [{ Principal: { Robot: 'x' } }, 'Invalid principal in policy: "ROBOT":"x"'],
    [{ Principal: { AWS: 5 } }, 'Invalid policy syntax.'],
    [{ Action: null }, 'Missing required field Action'],
    [{ Action: [] }, 'Missing required field Action cannot be empty!'],
    [{ Action: 's3:GetObject' }, 'AssumeRole policy may only specify STS AssumeRole actions.'],
    [{ Action: '*' }, 'AssumeRole policy may only specify STS AssumeRole actions.'],
    [{ Action: 'AssumeRole' }, 'Invalid Action: AssumeRole'],
    [{ Effect: null }, 'Missing required field Effect'],
    [{ Effect: 'allow' }, 'Invalid effect: allow'],
    [{ Principals: 'x' }, 'Unknown field Principals'],
    [{ Condition: { StringEqualz: { a: 'b' } } }, 'Invalid Condition type : StringEqualz'],
    [{ Condition: { StringEquals: 'b' } }, 'Invalid policy syntax.'],
  ])('%j', (changes, message) => {
    expect(problem(statement(changes, trusted), 'trust')).toBe(message);
  });

  test.each<[document: unknown, message: string]>([
    ['{', 'This policy contains invalid Json'],
    ['[]', 'This policy contains invalid Json'],
    [{ Version: '2012-10-17' }, 'Missing required field Statement'],
    [{ Version: '2012-10-17', Statement: [] }, 'Could not parse the policy: Statement is empty!'],
    [{ Version: '2020-01-01', Statement: trusted }, 'The policy must contain a valid version string'],
    [{ Name: 'x', Statement: trusted }, 'Unknown field Name'],
    [{ Statement: ['x'] }, 'Invalid policy syntax.'],
    [
      {
        Statement: [
          { ...trusted, Sid: 'a' },
          { ...trusted, Sid: 'a' },
        ],
      },
      'Statement IDs (SID) in a single policy must be unique.',
    ],
  ])('%j', (document, message) => {
    expect(problem(document, 'trust')).toBe(message);
  });

  test.each<Record<string, unknown>>([
    {},
    { Principal: { AWS: '*' } },
    { Principal: { AWS: ['123456789012', 'arn:aws:iam::123456789012:root', 'arn:aws:iam::123456789012:role/a/b'] } },
    { Principal: { AWS: 'arn:aws:sts::123456789012:assumed-role/role/session' } },
    { Principal: { AWS: 'AROADBQP57FF2AEXAMPLE' } },
    { Principal: { Federated: 'accounts.google.com' }, Action: 'sts:AssumeRoleWithWebIdentity' },
    { Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] },
    { Condition: { StringEquals: { 'sts:ExternalId': '12345' } } },
  ])('%j is well formed', (changes) => {
    expect(problem(statement(changes, trusted), 'trust')).toBeUndefined();
  });
});

describe('resource policies', () => {
  const shared = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };

  test.each<[changes: Record<string, unknown>, message: string | undefined]>([
    [{}, undefined],
    [{ Principal: { AWS: '123456789012' }, Action: ['sqs:*'] }, undefined],
    [{ Action: '*' }, undefined],
    [{ Resource: null }, 'Missing required field Resource'],
    [{ Resource: [] }, 'Missing required field Resource cannot be empty!'],
    [{ Resource: 5 }, 'Invalid policy syntax.'],
    [{ NotResource: '*' }, 'Invalid policy syntax.'],
    [{ Principal: null }, 'Missing required field Principal'],
    [{ NotPrincipal: '*' }, 'Invalid policy syntax.'],
    [{ Action: 'a:b:c' }, 'Invalid Action: a:b:c'],
  ])('%j: %s', (changes, message) => {
    expect(problem(statement(changes, shared), 'resource')).toBe(message);
  });

  test('what is no JSON object', () => {
    expect(problem('policy', 'resource')).toBe("Policies must be valid JSON and the first byte must be '{'");
  });
});

describe('hostile documents', () => {
  test.each<PolicyDocumentKind>(['identity', 'boundary', 'trust', 'resource'])('%s', (kind) => {
    expect(problem('['.repeat(1_000_000), kind)).toBeTypeOf('string');
    expect(problem(`{"Statement":${'{"Condition":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, kind)).toBeTypeOf(
      'string',
    );
    const many = Array.from({ length: 20_000 }, (_, index) => ({ ...good, Sid: `s${String(index)}` }));
    expect(problem({ Version: '2012-10-17', Statement: many }, kind)).toBe(
      kind === 'trust' || kind === 'resource' ? 'Missing required field Principal' : undefined,
    );
    expect(
      problem(statement({ Action: `s3:${'*'.repeat(1_000_000)}`, Principal: 'x'.repeat(1_000_000) }), kind),
    ).toBeTypeOf('string');
  });
});

test('a policy embedded in a user, group or role may be without a version', () => {
  expect(problem({ Statement: good }, 'inline')).toBeUndefined();
  expect(problem({ Version: '2008-10-17', Statement: good }, 'inline')).toBeUndefined();
  expect(problem({ Version: '2013-10-17', Statement: good }, 'inline')).toBe(SYNTAX);
});

describe('a key that an object has twice', () => {
  test.each<[PolicyDocumentKind, string]>([
    ['identity', SYNTAX],
    ['inline', SYNTAX],
    ['trust', 'Invalid policy syntax.'],
    ['resource', 'Invalid policy syntax.'],
  ])('%s', (kind, message) => {
    const twice =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","\\u0045ffect":"Deny","Action":"*","Resource":"*"}}';
    expect(problem(twice, kind)).toBe(message);
  });

  test('in two objects it is no problem, nor in a text', () => {
    const again = { ...good, Sid: '{"Effect":"Effect":' };
    expect(problem({ Version: '2012-10-17', Statement: [good, { ...again, Sid: 'a' }] }, 'identity')).toBeUndefined();
    const key = JSON.stringify({ Version: '2012-10-17', Id: again.Sid, Statement: [good] });
    expect(problem(key, 'identity')).toBeUndefined();
  });
});

test('the services of trust policies are those of AWS', () => {
  const trusting = (Service: string) =>
    problem(statement({ Principal: { Service }, Action: 'sts:AssumeRole', Resource: undefined }), 'trust');
  for (const name of ['ec2.amazonaws.com', 'states.us-east-1.amazonaws.com', 'ec2.amazonaws.com.cn']) {
    expect(trusting(name)).toBeUndefined();
  }
  expect(trusting('example.com')).toBe('Invalid principal in policy: "SERVICE":"example.com"');
  expect(trusting('amazonaws.com')).toBe('Invalid principal in policy: "SERVICE":"amazonaws.com"');
});
