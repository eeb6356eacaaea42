import { describe, expect, test } from 'vitest';
import type { Principal } from '../platform/identity.ts';
import { evaluate, type EvaluationPolicies, type EvaluationRequest } from './evaluate.ts';
import { AWAY, HOME, ann, anonymous, deployer, federated, root, sns } from './example-principals.ts';
import { createPolicyCache } from './policy-cache.ts';
import type { Outcome } from './policy.ts';

const QUEUE = `arn:aws:sqs:us-east-1:${HOME}:queue`;
const allowSqs = policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' });
const allowS3 = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
const allowAll = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const denySqs = policy({ Effect: 'Deny', Action: 'sqs:SendMessage', Resource: '*' });

function policy(statement: object, id = 'policy') {
  return { id, document: JSON.stringify({ Version: '2012-10-17', Statement: statement }) };
}

function attached(principal: unknown, effect = 'Allow', account = HOME) {
  return {
    document: policy({ Effect: effect, Principal: principal, Action: 'sqs:*', Resource: '*' }).document,
    account,
  };
}

function ask(policies: Partial<EvaluationPolicies>, request: Partial<EvaluationRequest> = {}) {
  const whole = {
    action: 'sqs:SendMessage',
    resource: QUEUE,
    principal: ann,
    context: {},
    resourceAccount: HOME,
    ...request,
  };
  return evaluate(whole, { identity: [], ...policies }, createPolicyCache(10));
}

type Case = [
  title: string,
  principal: Principal,
  policies: Partial<EvaluationPolicies>,
  outcome: Outcome,
  decidedBy: string,
];

const USER = { AWS: ann.arn };
const ROLE = { AWS: `arn:aws:iam::${HOME}:role/ci/deploy` };
const SESSION = { AWS: deployer.arn };
const ACCOUNT = { AWS: HOME };

const withinAccount: Case[] = [
  ['nothing', ann, {}, 'implicitDeny', 'identity-based policy'],
  ['an identity policy', ann, { identity: [allowSqs] }, 'allowed', 'identity-based policy'],
  ['another service only', ann, { identity: [allowS3] }, 'implicitDeny', 'identity-based policy'],
  ['one of several policies', ann, { identity: [allowS3, allowSqs] }, 'allowed', 'identity-based policy'],
  ['allow and deny', ann, { identity: [allowAll, denySqs] }, 'explicitDeny', 'identity-based policy'],
  ['a boundary that allows', ann, { identity: [allowSqs], boundary: [allowAll] }, 'allowed', 'identity-based policy'],
  [
    'a boundary that does not',
    ann,
    { identity: [allowSqs], boundary: [allowS3] },
    'implicitDeny',
    'permissions boundary',
  ],
  ['a boundary alone', ann, { boundary: [allowAll] }, 'implicitDeny', 'identity-based policy'],
  [
    'a boundary that denies',
    ann,
    { identity: [allowSqs], boundary: [denySqs] },
    'explicitDeny',
    'permissions boundary',
  ],
  [
    'a session policy that allows',
    deployer,
    { identity: [allowAll], session: [allowSqs] },
    'allowed',
    'identity-based policy',
  ],
  [
    'one of two session policies',
    deployer,
    { identity: [allowAll], session: [allowS3, allowSqs] },
    'allowed',
    'identity-based policy',
  ],
  [
    'a session policy that does not',
    deployer,
    { identity: [allowAll], session: [allowS3] },
    'implicitDeny',
    'session policy',
  ],
  [
    'a session policy that denies',
    deployer,
    { identity: [allowAll], session: [allowAll, denySqs] },
    'explicitDeny',
    'session policy',
  ],
  ['a session policy alone', deployer, { session: [allowAll] }, 'implicitDeny', 'identity-based policy'],
  ['no session policies', deployer, { identity: [allowAll], session: [] }, 'allowed', 'identity-based policy'],
  ['a resource policy naming the user', ann, { resource: attached(USER) }, 'allowed', 'resource-based policy'],
  ['a resource policy for everyone', ann, { resource: attached('*') }, 'allowed', 'resource-based policy'],
  [
    'a resource policy naming the account',
    ann,
    { resource: attached(ACCOUNT) },
    'implicitDeny',
    'identity-based policy',
  ],
  [
    'the same, and an identity policy',
    ann,
    { resource: attached(ACCOUNT), identity: [allowSqs] },
    'allowed',
    'identity-based policy',
  ],
  [
    'a resource policy that denies',
    ann,
    { identity: [allowAll], resource: attached('*', 'Deny') },
    'explicitDeny',
    'resource-based policy',
  ],
  [
    'a resource policy naming someone else',
    ann,
    { identity: [allowSqs], resource: attached(ROLE) },
    'allowed',
    'identity-based policy',
  ],
  [
    'a user named, limited by a boundary',
    ann,
    { resource: attached(USER), boundary: [allowS3] },
    'allowed',
    'resource-based policy',
  ],
  [
    'a user named, denied by a boundary',
    ann,
    { resource: attached(USER), boundary: [denySqs] },
    'explicitDeny',
    'permissions boundary',
  ],
  [
    'a user named, denied by an identity policy',
    ann,
    { resource: attached(USER), identity: [denySqs] },
    'explicitDeny',
    'identity-based policy',
  ],
  ['a role named', deployer, { resource: attached(ROLE) }, 'allowed', 'resource-based policy'],
  [
    'a role named, limited by a boundary',
    deployer,
    { resource: attached(ROLE), boundary: [allowS3] },
    'implicitDeny',
    'permissions boundary',
  ],
  [
    'a role named, limited by a session policy',
    deployer,
    { resource: attached(ROLE), session: [allowS3] },
    'implicitDeny',
    'session policy',
  ],
  [
    'a role named, both allowing',
    deployer,
    { resource: attached(ROLE), boundary: [allowSqs], session: [allowSqs] },
    'allowed',
    'resource-based policy',
  ],
  [
    'a session named, limited by both',
    deployer,
    { resource: attached(SESSION), boundary: [allowS3], session: [allowS3] },
    'allowed',
    'resource-based policy',
  ],
  [
    'everyone named, limited by both',
    deployer,
    { resource: attached('*'), boundary: [allowS3], session: [allowS3] },
    'allowed',
    'resource-based policy',
  ],
  [
    'a federated user named',
    federated,
    { resource: attached({ AWS: federated.arn }), session: [allowS3] },
    'allowed',
    'resource-based policy',
  ],
  ['the root user', root, {}, 'allowed', 'root'],
  ['the root user and a resource policy for others', root, { resource: attached(ROLE) }, 'allowed', 'root'],
  [
    'the root user, denied by the resource',
    root,
    { resource: attached('*', 'Deny') },
    'explicitDeny',
    'resource-based policy',
  ],
  ['the root user of a limited account', root, { organization: [[allowS3]] }, 'implicitDeny', 'service control policy'],
  ['a service without resource policy', sns, { identity: [allowAll] }, 'implicitDeny', 'resource-based policy'],
  [
    'a service named',
    sns,
    { resource: attached({ Service: 'sns.amazonaws.com' }) },
    'allowed',
    'resource-based policy',
  ],
  [
    'another service named',
    sns,
    { resource: attached({ Service: 's3.amazonaws.com' }) },
    'implicitDeny',
    'resource-based policy',
  ],
  ['no credentials', anonymous, { identity: [allowAll] }, 'implicitDeny', 'resource-based policy'],
  ['no credentials, and everyone named', anonymous, { resource: attached('*') }, 'allowed', 'resource-based policy'],
  [
    'no credentials, and an account named',
    anonymous,
    { resource: attached(ACCOUNT) },
    'implicitDeny',
    'resource-based policy',
  ],
  [
    'control policies that allow',
    ann,
    { identity: [allowSqs], organization: [[allowAll], [allowSqs]] },
    'allowed',
    'identity-based policy',
  ],
  [
    'a level of control policies that does not',
    ann,
    { identity: [allowSqs], organization: [[allowAll], [allowS3]] },
    'implicitDeny',
    'service control policy',
  ],
  [
    'a control policy that denies',
    ann,
    { identity: [allowSqs], organization: [[allowAll, denySqs]] },
    'explicitDeny',
    'service control policy',
  ],
  [
    'a resource policy under a control policy',
    ann,
    { resource: attached(USER), organization: [[allowS3]] },
    'implicitDeny',
    'service control policy',
  ],
];

describe('within an account', () => {
  test.each(withinAccount)('%s', (_title, principal, policies, outcome, decidedBy) => {
    expect(ask(policies, { principal })).toMatchObject({ outcome, decidedBy });
  });
});

const acrossAccounts: Case[] = [
  ['an identity policy alone', ann, { identity: [allowSqs] }, 'implicitDeny', 'resource-based policy'],
  ['a resource policy alone', ann, { resource: attached(USER) }, 'implicitDeny', 'identity-based policy'],
  ['both', ann, { identity: [allowSqs], resource: attached(USER) }, 'allowed', 'resource-based policy'],
  [
    'both, the account named',
    ann,
    { identity: [allowSqs], resource: attached(ACCOUNT) },
    'allowed',
    'resource-based policy',
  ],
  [
    'both, the role named',
    deployer,
    { identity: [allowSqs], resource: attached(ROLE) },
    'allowed',
    'resource-based policy',
  ],
  [
    'both, under a boundary',
    ann,
    { identity: [allowSqs], resource: attached(USER), boundary: [allowS3] },
    'implicitDeny',
    'permissions boundary',
  ],
  [
    'both, under a session policy',
    deployer,
    { identity: [allowSqs], resource: attached(SESSION), session: [allowS3] },
    'implicitDeny',
    'session policy',
  ],
  [
    'both, denied by the resource',
    ann,
    { identity: [allowSqs], resource: attached('*', 'Deny') },
    'explicitDeny',
    'resource-based policy',
  ],
  [
    'the other account named',
    ann,
    { identity: [allowSqs], resource: attached({ AWS: AWAY }) },
    'implicitDeny',
    'resource-based policy',
  ],
  ['the root user of another account', root, {}, 'implicitDeny', 'resource-based policy'],
  ['the root user of a named account', root, { resource: attached(ACCOUNT) }, 'allowed', 'resource-based policy'],
  [
    'a service of another account',
    sns,
    { resource: attached({ Service: 'sns.amazonaws.com' }) },
    'allowed',
    'resource-based policy',
  ],
];

describe('across accounts', () => {
  test.each(acrossAccounts)('%s', (_title, principal, policies, outcome, decidedBy) => {
    expect(ask(policies, { principal, resourceAccount: AWAY })).toMatchObject({ outcome, decidedBy });
  });
});

describe('session policies that the principal carries', () => {
  test('limit it where the caller passes none', () => {
    const principal = { ...deployer, sessionPolicies: [allowS3.document] };
    expect(ask({ identity: [allowAll] }, { principal }).decidedBy).toBe('session policy');
    expect(ask({ identity: [allowAll] }, { principal, action: 's3:GetObject' }).outcome).toBe('allowed');
    expect(ask({ identity: [allowAll] }, { principal: { ...deployer, sessionPolicies: [] } }).outcome).toBe('allowed');
  });
});
