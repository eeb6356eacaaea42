import { describe, expect, test } from 'vitest';
import type { Principal } from '../platform/identity.ts';
import { AWAY, HOME, ann, anonymous, ben, deployer, federated, root, sns } from './example-principals.ts';
import { matchStatement } from './match.ts';
import { parsePolicy } from './parse.ts';
import type { Grant } from './principals.ts';
import { createRequestContext } from './request-context.ts';

interface Attempt {
  action?: string;
  resource?: string;
  principal?: Principal;
  federatedProvider?: string;
  canonicalUserId?: string;
  version?: string;
}

function match(statement: object, attempt: Attempt = {}): Grant | undefined {
  const { principal = ann, action = 's3:GetObject', resource = 'arn:aws:s3:::bucket/key', version } = attempt;
  const whole = { Effect: 'Allow', Action: '*', Resource: '*', ...statement };
  if ('NotAction' in whole) delete (whole as Record<string, unknown>)['Action'];
  if ('NotResource' in whole) delete (whole as Record<string, unknown>)['Resource'];
  const policy = parsePolicy(JSON.stringify({ Version: version ?? '2012-10-17', Statement: whole }));
  const context = createRequestContext({ principal, context: {}, resourceAccount: HOME });
  const [parsed] = policy.statements;
  return parsed && matchStatement(parsed, { ...attempt, action: action.toLowerCase(), resource, principal }, context);
}

describe('actions', () => {
  test.each<[element: object, action: string, matches: boolean]>([
    [{ Action: '*' }, 'sqs:SendMessage', true],
    [{ Action: 's3:getobject' }, 'S3:GetObject', true],
    [{ Action: 's3:Get*' }, 's3:GetObjectAcl', true],
    [{ Action: 's3:*Object' }, 's3:PutObject', true],
    [{ Action: 's3:?etObject' }, 's3:GetObject', true],
    [{ Action: ['sqs:*', 's3:PutObject'] }, 's3:GetObject', false],
    [{ Action: '*:GetObject' }, 's3:GetObject', true],
    [{ NotAction: 's3:*' }, 's3:GetObject', false],
    [{ NotAction: ['s3:*', 'sqs:SendMessage'] }, 'sqs:ReceiveMessage', true],
    [{ NotAction: 'iam:*' }, 'IAM:GetUser', false],
  ])('%j with %s: %s', (element, action, matches) => {
    expect(match(element, { action }) !== undefined).toBe(matches);
  });
});

describe('resources', () => {
  test.each<[element: object, resource: string, matches: boolean]>([
    [{ Resource: '*' }, '*', true],
    [{ Resource: 'arn:aws:s3:::bucket/*' }, 'arn:aws:s3:::bucket/a/b/c', true],
    [{ Resource: 'arn:aws:s3:::bucket' }, 'arn:aws:s3:::bucket/a', false],
    [{ Resource: 'arn:aws:s3:::Bucket/*' }, 'arn:aws:s3:::bucket/a', false],
    [{ Resource: 'arn:aws:sqs:*:*:queue' }, 'arn:aws:sqs:us-east-1:123456789012:queue', true],
    [{ Resource: 'arn:aws:sqs:*' }, 'arn:aws:sqs:us-east-1:123456789012:queue', true],
    [{ Resource: 'arn:aws:sqs' }, 'arn:aws:sqs:us-east-1:123456789012:queue', true],
    [{ Resource: 'arn:aws:sqs:us-east-1' }, 'arn:aws:sqs:eu-west-1:123456789012:queue', false],
    [{ Resource: 'arn:aws:s3:::a' }, '*', false],
    [{ Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b?'] }, 'arn:aws:s3:::b1', true],
    [{ NotResource: 'arn:aws:s3:::a' }, 'arn:aws:s3:::b', true],
    [{ NotResource: ['arn:aws:s3:::a', 'arn:aws:s3:::a/*'] }, 'arn:aws:s3:::a/x', false],
    [{ Resource: 'arn:aws:s3:::b/${aws:username}/*' }, 'arn:aws:s3:::b/ann/x', true],
    [{ Resource: 'arn:aws:s3:::b/${aws:username}/*' }, 'arn:aws:s3:::b/ben/x', false],
    [{ Resource: 'arn:aws:s3:::b/${none:Key}' }, 'arn:aws:s3:::b/', false],
    [{ NotResource: 'arn:aws:s3:::b/${none:Key}' }, 'arn:aws:s3:::b/x', false],
    [{ Resource: ['arn:aws:s3:::b/${none:Key}', '*'] }, 'arn:aws:s3:::b/x', false],
    [{ Resource: "arn:aws:s3:::b/${none:Key, 'x'}" }, 'arn:aws:s3:::b/x', true],
    [{ Resource: 'arn:aws:s3:::b/${*}' }, 'arn:aws:s3:::b/*', true],
    [{ Resource: 'arn:aws:s3:::b/${*}' }, 'arn:aws:s3:::b/x', false],
    [{ Resource: 'arn:aws:iam::${aws:PrincipalAccount}:user/x' }, `arn:aws:iam::${HOME}:user/x`, false],
  ])('%j with %s: %s', (element, resource, matches) => {
    expect(match(element, { resource }) !== undefined).toBe(matches);
  });

  test('variables are text before version 2012-10-17', () => {
    const statement = { Resource: 'arn:aws:s3:::b/${aws:username}' };
    expect(match(statement, { resource: 'arn:aws:s3:::b/ann', version: '2008-10-17' })).toBeUndefined();
  });

  test('a statement without Resource, as in trust policies, is about the resource that it is attached to', () => {
    const trust = JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } });
    const [statement] = parsePolicy(trust).statements;
    const context = createRequestContext({ principal: ann, context: {}, resourceAccount: HOME });
    const target = { action: 'sts:assumerole', resource: `arn:aws:iam::${HOME}:role/r`, principal: ann };
    expect(statement && matchStatement(statement, target, context)).toBe('direct');
  });
});

describe('principals', () => {
  test.each<[element: unknown, principal: Principal, grant: Grant | undefined]>([
    ['*', ann, 'direct'],
    ['*', anonymous, 'direct'],
    ['*', sns, 'direct'],
    [{ AWS: '*' }, anonymous, 'direct'],
    [{ AWS: HOME }, ann, 'account'],
    [{ AWS: `arn:aws:iam::${HOME}:root` }, ann, 'account'],
    [{ AWS: `arn:aws:iam::${HOME}:root` }, deployer, 'account'],
    [{ AWS: `arn:aws:iam::${HOME}:root` }, root, 'account'],
    [{ AWS: HOME }, sns, undefined],
    [{ AWS: AWAY }, ann, undefined],
    [{ AWS: [AWAY, HOME] }, ann, 'account'],
    [{ AWS: ann.arn }, ann, 'direct'],
    [{ AWS: [HOME, ann.arn] }, ann, 'direct'],
    [{ AWS: ann.arn }, ben, undefined],
    [{ AWS: ann.userId }, ann, 'direct'],
    [{ AWS: `arn:aws:iam::${HOME}:user/*` }, ann, undefined],
    [{ AWS: `arn:aws:iam::${HOME}:role/ci/deploy` }, deployer, 'role'],
    [{ AWS: `arn:aws:iam::${HOME}:role/deploy` }, deployer, undefined],
    [{ AWS: 'AROADBQP57FF2AEXAMPLE' }, deployer, 'role'],
    [{ AWS: deployer.arn }, deployer, 'direct'],
    [{ AWS: `arn:aws:sts::${HOME}:assumed-role/deploy/other` }, deployer, undefined],
    [{ AWS: federated.arn }, federated, 'direct'],
    [{ Service: 'sns.amazonaws.com' }, sns, 'direct'],
    [{ Service: ['sqs.amazonaws.com', 'sns.amazonaws.com'] }, sns, 'direct'],
    [{ Service: 'sqs.amazonaws.com' }, sns, undefined],
    [{ Service: 'sns.amazonaws.com' }, ann, undefined],
    [{ AWS: ann.arn, Service: 'sns.amazonaws.com' }, sns, 'direct'],
    [{ AWS: '' }, anonymous, undefined],
  ])('Principal %j with $arn: %s', (element, principal, grant) => {
    expect(match({ Principal: element }, { principal })).toBe(grant);
  });

  test('web identities and canonical users are matched by what the service learnt of them', () => {
    const web = { Principal: { Federated: 'accounts.google.com' } };
    expect(match(web, { principal: anonymous, federatedProvider: 'accounts.google.com' })).toBe('direct');
    expect(match(web, { principal: anonymous, federatedProvider: 'www.amazon.com' })).toBeUndefined();
    const canonical = {
      Principal: { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' },
    };
    expect(match(canonical, { canonicalUserId: canonical.Principal.CanonicalUser })).toBe('direct');
    expect(match(canonical)).toBeUndefined();
  });

  const role = `arn:aws:iam::${HOME}:role/ci/deploy`;
  const account = `arn:aws:iam::${HOME}:root`;
  test.each<[element: unknown, principal: Principal, applies: boolean]>([
    [{ AWS: [ann.arn, account] }, ann, false],
    [{ AWS: [ann.arn, account] }, ben, true],
    [{ AWS: ann.arn }, ann, true],
    [{ AWS: account }, ann, true],
    [{ AWS: account }, root, false],
    [{ AWS: [deployer.arn, role, account] }, deployer, false],
    [{ AWS: [role, account] }, deployer, true],
    [{ AWS: [ann.arn, account] }, anonymous, true],
    [{ Service: 'sns.amazonaws.com' }, sns, false],
    [{ Service: 'sqs.amazonaws.com' }, sns, true],
    ['*', anonymous, false],
  ])('NotPrincipal %j with $arn applies: %s', (element, principal, applies) => {
    expect(match({ NotPrincipal: element }, { principal }) !== undefined).toBe(applies);
  });
});
