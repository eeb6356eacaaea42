import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccessRule, RequestContext } from '../../platform/service.ts';
import { access } from './access.ts';
import { account, openTestAccount, root, type TestAccount } from './test-account.ts';

let test: TestAccount;
beforeEach(async () => {
  test = openTestAccount();
  await test.iam.CreateUser({ UserName: 'ann', Path: '/team/', Tags: [{ Key: 'Team', Value: 'a' }] });
});
afterEach(() => test.close());

async function required<Input>(rule: AccessRule<Input>, input: Input) {
  const { platform } = test;
  const context = {
    account,
    principal: root,
    platform,
    reader: platform.storage,
  } as Partial<RequestContext> as RequestContext;
  return {
    resources: await rule.resources?.(input, context),
    conditions: await rule.conditions?.(input, context),
    passedRoles: await rule.passedRoles?.(input, context),
  };
}

const arn = (resource: string) => `arn:aws:iam::${account}:${resource}`;

it('asks on the ARN of a user with its path and tags', async () => {
  const tags = { 'aws:ResourceTag/Team': 'a', 'iam:ResourceTag/Team': 'a' };
  expect(await required(access.GetUser, { UserName: 'ann' })).toMatchObject({
    resources: [arn('user/team/ann')],
    conditions: tags,
  });
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  expect(await required(access.AttachUserPolicy, { UserName: 'ann', PolicyArn })).toMatchObject({
    resources: [arn('user/team/ann')],
    conditions: { ...tags, 'iam:PolicyARN': PolicyArn },
  });
  expect(await required(access.UntagUser, { UserName: 'ann', TagKeys: ['Team'] })).toMatchObject({
    conditions: { 'aws:TagKeys': ['Team'] },
  });
});

it('asks on the caller where no user is named, and on a plain ARN where there is none', async () => {
  expect(await required(access.ListAccessKeys, {})).toMatchObject({ resources: [root.arn] });
  expect(await required(access.DeleteUser, { UserName: 'eve' })).toMatchObject({ resources: [arn('user/eve')] });
});

it('asks on what is about to be created, with its tags and boundary', async () => {
  const input = {
    RoleName: 'deploy',
    Path: '/ci/',
    AssumeRolePolicyDocument: '{}',
    PermissionsBoundary: arn('policy/limit'),
    Tags: [{ Key: 'Team', Value: 'b' }],
  };
  expect(await required(access.CreateRole, input)).toMatchObject({
    resources: [arn('role/ci/deploy')],
    conditions: {
      'aws:RequestTag/Team': 'b',
      'aws:TagKeys': ['Team'],
      'iam:PermissionsBoundary': arn('policy/limit'),
    },
  });
});

it('asks on path prefixes for lists', async () => {
  expect(await required(access.ListUsers, {})).toMatchObject({ resources: [arn('user/')] });
  expect(await required(access.ListRoles, { PathPrefix: '/ci/' })).toMatchObject({ resources: [arn('role/ci/')] });
  expect(await required(access.ListPolicies, {})).toMatchObject({ resources: ['policy path /'] });
});

it('asks for iam:PassRole where a role is put into an instance profile', async () => {
  const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`;
  await test.iam.CreateRole({ RoleName: 'web', Path: '/ec2/', AssumeRolePolicyDocument: trust });
  expect(
    await required(access.AddRoleToInstanceProfile, { InstanceProfileName: 'front', RoleName: 'web' }),
  ).toMatchObject({
    resources: [arn('instance-profile/front')],
    passedRoles: [{ role: arn('role/ec2/web'), service: 'ec2.amazonaws.com' }],
  });
});

it("asks on the key's user for its last use", async () => {
  const { AccessKey } = await test.iam.CreateAccessKey({ UserName: 'ann' });
  expect(await required(access.GetAccessKeyLastUsed, { AccessKeyId: AccessKey.AccessKeyId })).toMatchObject({
    resources: [arn('user/team/ann')],
  });
});
