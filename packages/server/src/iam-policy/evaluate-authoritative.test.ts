import { describe, expect, test } from 'vitest';
import type { Principal } from '../platform/identity.ts';
import { evaluate, type EvaluationPolicies, type EvaluationRequest } from './evaluate.ts';
import { AWAY, HOME, ann, anonymous, deployer, root, sns } from './example-principals.ts';
import { createPolicyCache } from './policy-cache.ts';
import type { Outcome } from './policy.ts';

const QUEUE = `arn:aws:sqs:us-east-1:${HOME}:queue`;
const allowS3 = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
const allowAll = policy({ Effect: 'Allow', Action: '*', Resource: '*' });

function policy(statement: object, id = 'policy') {
  return { id, document: JSON.stringify({ Version: '2012-10-17', Statement: statement }) };
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
const ACCOUNT = { AWS: HOME };

describe('a role trust policy', () => {
  const allowAssume = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
  function trust(principal: unknown, effect = 'Allow') {
    const statement = { Effect: effect, Principal: principal, Action: 'sts:AssumeRole*' };
    return { document: policy(statement).document, account: HOME, authoritative: true as const };
  }

  test.each<[...Case, resourceAccount?: string]>([
    ['nobody trusted', ann, { identity: [allowAssume], resource: trust(ROLE) }, 'implicitDeny', 'trust policy'],
    ['the user trusted', ann, { resource: trust(USER) }, 'allowed', 'trust policy'],
    ['the account trusted', ann, { resource: trust(ACCOUNT) }, 'implicitDeny', 'identity-based policy'],
    [
      'the account trusted, and allowed',
      ann,
      { identity: [allowAssume], resource: trust(ACCOUNT) },
      'allowed',
      'identity-based policy',
    ],
    ['denied', ann, { identity: [allowAssume], resource: trust('*', 'Deny') }, 'explicitDeny', 'trust policy'],
    [
      'the role trusted, under a boundary',
      deployer,
      { resource: trust(ROLE), boundary: [allowS3] },
      'implicitDeny',
      'permissions boundary',
    ],
    ['a service trusted', sns, { resource: trust({ Service: 'sns.amazonaws.com' }) }, 'allowed', 'trust policy'],
    ['the root user not trusted', root, { resource: trust(ROLE) }, 'implicitDeny', 'trust policy'],
    ['trusted from another account', ann, { resource: trust(USER) }, 'implicitDeny', 'identity-based policy', AWAY],
    [
      'trusted and allowed in another account',
      ann,
      { identity: [allowAssume], resource: trust(USER) },
      'allowed',
      'trust policy',
      AWAY,
    ],
    [
      'allowed in another account only',
      ann,
      { identity: [allowAssume], resource: trust(ROLE) },
      'implicitDeny',
      'trust policy',
      AWAY,
    ],
  ])('%s', (_title, principal, policies, outcome, decidedBy, resourceAccount = HOME) => {
    const decision = ask(policies, { principal, resourceAccount, action: 'sts:AssumeRole', resource: '*' });
    expect(decision).toMatchObject({ outcome, decidedBy });
  });

  test('web identities need nothing but its trust', () => {
    const context = { 'aws:FederatedProvider': 'accounts.google.com', 'accounts.google.com:aud': 'app' };
    const request = { principal: anonymous, action: 'sts:AssumeRoleWithWebIdentity', context };
    expect(ask({ resource: trust({ Federated: 'accounts.google.com' }) }, request).outcome).toBe('allowed');
    expect(ask({ resource: trust({ Federated: 'www.amazon.com' }) }, request).outcome).toBe('implicitDeny');
  });
});

describe('a key policy', () => {
  const document = policy({ Effect: 'Allow', Principal: ACCOUNT, Action: 'kms:*', Resource: '*' }).document;
  const key = { document, account: HOME, authoritative: true as const };

  test('decides alone, and may delegate to the identity policies of the account', () => {
    const request = { action: 'kms:Decrypt', resource: '*' };
    expect(ask({ identity: [allowAll], resource: key }, request).outcome).toBe('allowed');
    expect(ask({ resource: key }, request)).toMatchObject({
      outcome: 'implicitDeny',
      decidedBy: 'identity-based policy',
    });
    const other = { ...key, document: document.replace(HOME, AWAY) };
    const decision = ask({ identity: [allowAll], resource: other }, request);
    expect(decision).toMatchObject({ outcome: 'implicitDeny', decidedBy: 'resource-based policy' });
  });
});
