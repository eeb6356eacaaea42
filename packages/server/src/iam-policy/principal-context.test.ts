import { describe, expect, test } from 'vitest';
import type { Principal } from '../platform/identity.ts';
import { HOME, ann, anonymous, deployer, federated, root, sns } from './example-principals.ts';
import { createRequestContext } from './request-context.ts';

function lookup(principal: Principal, name: string, context: Record<string, string> = {}) {
  return createRequestContext({ principal, context, resourceAccount: HOME }).lookup(name.toLowerCase(), name);
}

describe('what is known of the principal', () => {
  test.each<[principal: Principal, name: string, value: string | string[] | undefined]>([
    [ann, 'aws:PrincipalType', 'User'],
    [ann, 'aws:PrincipalIsAWSService', 'false'],
    [ann, 'aws:PrincipalArn', ann.arn],
    [ann, 'aws:PrincipalAccount', HOME],
    [ann, 'aws:userid', ann.userId],
    [ann, 'aws:username', 'ann'],
    [ann, 'aws:PrincipalTag/team', 'yellow'],
    [ann, 'aws:PrincipalTag/cost center', '42'],
    [ann, 'aws:PrincipalTag/none', undefined],
    [ann, 'aws:TokenIssueTime', undefined],
    [ann, 'aws:MultiFactorAuthPresent', undefined],
    [ann, 'aws:ResourceAccount', HOME],
    [deployer, 'aws:PrincipalType', 'AssumedRole'],
    [deployer, 'aws:PrincipalArn', `arn:aws:iam::${HOME}:role/ci/deploy`],
    [deployer, 'aws:userid', 'AROADBQP57FF2AEXAMPLE:session-1'],
    [deployer, 'aws:username', undefined],
    [deployer, 'aws:TokenIssueTime', '2026-01-01T00:00:00Z'],
    [deployer, 'aws:SourceIdentity', 'ann'],
    [deployer, 'sts:SourceIdentity', 'ann'],
    [root, 'aws:PrincipalType', 'Account'],
    [root, 'aws:userid', HOME],
    [federated, 'aws:PrincipalType', 'FederatedUser'],
    [federated, 'aws:userid', `${HOME}:bob`],
    [federated, 'aws:username', undefined],
    [sns, 'aws:PrincipalType', undefined],
    [sns, 'aws:PrincipalIsAWSService', 'true'],
    [sns, 'aws:PrincipalServiceName', 'sns.amazonaws.com'],
    [sns, 'aws:PrincipalServiceNamesList', ['sns.amazonaws.com']],
    [sns, 'aws:PrincipalArn', undefined],
    [anonymous, 'aws:PrincipalType', 'Anonymous'],
    [anonymous, 'aws:PrincipalAccount', 'anonymous'],
    [anonymous, 'aws:userid', 'anonymous'],
    [anonymous, 'aws:PrincipalIsAWSService', undefined],
    [{ ...ann, arn: '', userId: '' }, 'aws:PrincipalArn', undefined],
    [ann, 'constructor', undefined],
  ])('$kind %s', (principal, name, value) => {
    expect(lookup(principal, name)).toEqual(value);
  });
});

test('what the request carries wins, in whatever case', () => {
  expect(lookup(ann, 'aws:username', { 'AWS:UserName': 'simulated' })).toBe('simulated');
  expect(lookup(ann, 'AWS:USERNAME', { 'aws:username': 'simulated' })).toBe('simulated');
});
