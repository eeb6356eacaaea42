import { describe, expect, test } from 'vitest';
import { evaluate, type EvaluationPolicies, type EvaluationRequest } from './evaluate.ts';
import { HOME, ann, deployer, sns } from './example-principals.ts';
import { createPolicyCache } from './policy-cache.ts';

const QUEUE = `arn:aws:sqs:us-east-1:${HOME}:queue`;
const allowSqs = policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' });
const allowS3 = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
const allowAll = policy({ Effect: 'Allow', Action: '*', Resource: '*' });

function policy(statement: object, id = 'policy') {
  return { id, document: JSON.stringify({ Version: '2012-10-17', Statement: statement }) };
}

function attached(statement: object) {
  return { document: policy({ Action: 'sqs:*', Resource: '*', ...statement }).document, account: HOME };
}

function ask(policies: Partial<EvaluationPolicies>, request: Partial<EvaluationRequest> = {}) {
  const call = { action: 'sqs:SendMessage', resource: QUEUE, principal: ann, context: {}, resourceAccount: HOME };
  return evaluate({ ...call, ...request }, { identity: [], ...policies }, createPolicyCache(10));
}

describe('what a simulation learns', () => {
  const two = [
    { Sid: 'one', Effect: 'Allow', Action: 'sqs:*', Resource: '*' },
    { Effect: 'Deny', Action: 'sqs:DeleteQueue', Resource: '*' },
  ];

  test('the allowing statements, or only the denying ones', () => {
    const identity = [policy(two, 'both'), { ...allowAll, id: 'all' }];
    expect(ask({ identity }).matchedStatements).toMatchObject([
      { policyId: 'both', kind: 'identity-based policy', index: 0, sid: 'one' },
      { policyId: 'all', kind: 'identity-based policy', index: 0 },
    ]);
    const denied = ask({ identity }, { action: 'sqs:DeleteQueue' }).matchedStatements;
    expect(denied).toMatchObject([{ policyId: 'both', index: 1 }]);
    expect(ask({ identity, boundary: [allowS3] }).matchedStatements).toEqual([]);
  });

  test('the outcome of each kind of policy', () => {
    const policies = {
      identity: [allowSqs],
      boundary: [allowS3],
      resource: attached({ Effect: 'Deny', Principal: '*' }),
      organization: [[allowAll]],
    };
    expect(ask(policies).verdicts).toEqual({
      'identity-based policy': 'allowed',
      'permissions boundary': 'implicitDeny',
      'resource-based policy': 'explicitDeny',
      'service control policy': 'allowed',
    });
  });

  test('the context keys that were missing, of statements about this action and resource', () => {
    const conditions = {
      StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalAccount': HOME },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const identity = [
      policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*', Condition: conditions }),
      policy({ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { Bool: { 's3:Other': 'true' } } }),
      policy({ Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:${test:Name}' }),
    ];
    const request = { action: 'sqs:SendMessage', resource: QUEUE, principal: ann, context: {}, resourceAccount: HOME };
    const cache = createPolicyCache(10);
    const traced = evaluate(request, { identity }, cache, { traceMissingKeys: true });
    expect(traced.missingContextKeys).toEqual(['aws:RequestedRegion', 'aws:SecureTransport', 'test:Name']);
    expect(evaluate(request, { identity }, cache).missingContextKeys).toEqual([]);
  });
});

describe('examples of the IAM guide', () => {
  test('a deny without MFA spares what is listed', () => {
    const deny = policy({
      Effect: 'Deny',
      NotAction: ['iam:ListMFADevices', 'sts:GetSessionToken'],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    });
    const identity = [allowAll, deny];
    expect(ask({ identity }).outcome).toBe('explicitDeny');
    expect(ask({ identity }, { action: 'iam:ListMFADevices' }).outcome).toBe('allowed');
    expect(ask({ identity }, { context: { 'aws:MultiFactorAuthPresent': 'true' } }).outcome).toBe('allowed');
  });

  test('access by matching tags', () => {
    const condition = { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } };
    const identity = [policy({ Effect: 'Allow', Action: '*', Resource: '*', Condition: condition })];
    expect(ask({ identity }, { context: { 'aws:ResourceTag/team': 'yellow' } }).outcome).toBe('allowed');
    expect(ask({ identity }, { context: { 'aws:ResourceTag/team': 'blue' } }).outcome).toBe('implicitDeny');
    expect(ask({ identity }).outcome).toBe('implicitDeny');
  });

  test('a topic may send to a queue, by its source', () => {
    const resource = attached({
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Resource: QUEUE,
      Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${HOME}:topic` } },
    });
    const topic = { principal: sns, context: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${HOME}:topic` } };
    const other = { principal: sns, context: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${HOME}:other` } };
    expect(ask({ resource }, topic).outcome).toBe('allowed');
    expect(ask({ resource }, other).outcome).toBe('implicitDeny');
  });

  test('a wildcard principal with aws:PrincipalArn grants to the session, whatever the boundary', () => {
    const condition = { ArnEquals: { 'aws:PrincipalArn': deployer.roleArn } };
    const resource = attached({ Effect: 'Allow', Principal: '*', Condition: condition });
    expect(ask({ resource, boundary: [allowS3] }, { principal: deployer }).outcome).toBe('allowed');
    expect(ask({ resource }).outcome).toBe('implicitDeny');
  });

  test('a resource policy without Principal grants nobody anything', () => {
    const resource = attached({ Effect: 'Allow' });
    expect(ask({ resource })).toMatchObject({ outcome: 'implicitDeny', matchedStatements: [] });
    expect(ask({ resource }, { principal: sns }).outcome).toBe('implicitDeny');
  });

  test('a document that is not JSON is refused, not skipped', () => {
    expect(() => ask({ identity: [{ id: 'broken', document: '{' }] })).toThrow('Syntax errors in policy.');
  });
});
