import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Principal } from '../../platform/identity.ts';
import { credentialSource } from './credentials.ts';
import { policySource } from './principal-policies.ts';
import { account, openTestAccount, type TestAccount } from './test-account.ts';

let test: TestAccount;
beforeEach(() => (test = openTestAccount()));
afterEach(() => test.close());

const allow = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

it('creates a key whose secret is told once', async () => {
  await test.iam.CreateUser({ UserName: 'ann', Path: '/team/', Tags: [{ Key: 'Team', Value: 'a' }] });
  const { AccessKey } = await test.iam.CreateAccessKey({ UserName: 'ann' });
  expect(AccessKey).toEqual({
    UserName: 'ann',
    AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
    SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9/+]{40}$/),
    Status: 'Active',
    CreateDate: new Date('2026-01-02T03:04:05Z'),
  });
  const { SecretAccessKey: _, ...metadata } = AccessKey;
  expect((await test.iam.ListAccessKeys({ UserName: 'ann' })).AccessKeyMetadata).toEqual([metadata]);
});

it('knows the user of a key as the user is now', async () => {
  const { User: ann } = await test.iam.CreateUser({ UserName: 'ann' });
  const { AccessKey } = await test.iam.CreateAccessKey({ UserName: 'ann' });
  await test.iam.UpdateUser({ UserName: 'ann', NewUserName: 'anna', NewPath: '/new/' });
  await test.iam.TagUser({ UserName: 'anna', Tags: [{ Key: 'Team', Value: 'b' }] });
  await test.iam.UpdateAccessKey({ UserName: 'anna', AccessKeyId: AccessKey.AccessKeyId, Status: 'Inactive' });
  const source = credentialSource(test.platform);
  expect(await source.find(AccessKey.AccessKeyId)).toEqual({
    accessKeyId: AccessKey.AccessKeyId,
    secretAccessKey: AccessKey.SecretAccessKey,
    active: false,
    principal: {
      kind: 'user',
      account,
      arn: `arn:aws:iam::${account}:user/new/anna`,
      userId: ann?.UserId,
      name: 'anna',
      tags: { Team: 'b' },
    },
  });
  await test.iam.DeleteAccessKey({ UserName: 'anna', AccessKeyId: AccessKey.AccessKeyId });
  expect(await source.find(AccessKey.AccessKeyId)).toBeUndefined();
});

it('gives two keys to a user, and to the root user', async () => {
  await test.iam.CreateUser({ UserName: 'ann' });
  for (const input of [{ UserName: 'ann' }, {}]) {
    await test.iam.CreateAccessKey(input);
    const { AccessKey } = await test.iam.CreateAccessKey(input);
    await expect(test.iam.CreateAccessKey(input)).rejects.toMatchObject({
      code: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
    const credential = await credentialSource(test.platform).find(AccessKey.AccessKeyId);
    expect(credential?.principal.kind).toBe('UserName' in input ? 'user' : 'root');
  }
});

it('refuses keys that are not there or belong to another user', async () => {
  await test.iam.CreateUser({ UserName: 'ann' });
  await test.iam.CreateUser({ UserName: 'bob' });
  const { AccessKey } = await test.iam.CreateAccessKey({ UserName: 'ann' });
  for (const [UserName, AccessKeyId] of [
    ['bob', AccessKey.AccessKeyId],
    ['ann', 'AKIAAAAAAAAAAAAAAAAA'],
  ] as const) {
    await expect(test.iam.DeleteAccessKey({ UserName, AccessKeyId })).rejects.toMatchObject({
      code: 'NoSuchEntityException',
      message: `The Access Key with id ${AccessKeyId} cannot be found.`,
    });
  }
});

it('tells the last use of a key at once, and writes it a little later', async () => {
  await test.iam.CreateUser({ UserName: 'ann' });
  const { AccessKey } = await test.iam.CreateAccessKey({ UserName: 'ann' });
  const { AccessKeyId } = AccessKey;
  expect(await test.iam.GetAccessKeyLastUsed({ AccessKeyId })).toEqual({
    UserName: 'ann',
    AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A', LastUsedDate: undefined },
  });
  const source = credentialSource(test.platform);
  const credential = await source.find(AccessKeyId);
  if (credential === undefined) throw new Error('the key is not found');
  source.used?.(credential, 's3', 'eu-west-1');
  await test.clock.advance(1000);
  source.used?.(credential, 'sqs', 'us-east-1');
  const used = { ServiceName: 'sqs', Region: 'us-east-1', LastUsedDate: new Date('2026-01-02T03:04:06Z') };
  expect((await test.iam.GetAccessKeyLastUsed({ AccessKeyId })).AccessKeyLastUsed).toEqual(used);
  await test.clock.advance(60_000);
  expect((await test.iam.GetAccessKeyLastUsed({ AccessKeyId })).AccessKeyLastUsed).toEqual(used);
});

it("gathers a user's policies with those of groups and the boundary, as they are now", async () => {
  const { User: user } = await test.iam.CreateUser({ UserName: 'ann' });
  const principal: Principal = { kind: 'user', account, arn: user?.Arn ?? '', userId: user?.UserId ?? '', name: 'ann' };
  const source = policySource(test.platform);
  expect(await source.policiesOf(principal)).toEqual({ identity: [] });

  const { Policy } = await test.iam.CreatePolicy({ PolicyName: 'reader', PolicyDocument: allow('s3:GetObject') });
  const PolicyArn = Policy?.Arn ?? '';
  await test.iam.CreateGroup({ GroupName: 'staff' });
  await test.iam.AddUserToGroup({ GroupName: 'staff', UserName: 'ann' });
  await test.iam.AttachGroupPolicy({ GroupName: 'staff', PolicyArn });
  await test.iam.PutUserPolicy({ UserName: 'ann', PolicyName: 'own', PolicyDocument: allow('sqs:*') });
  await test.iam.PutUserPermissionsBoundary({ UserName: 'ann', PermissionsBoundary: PolicyArn });
  const reader = { id: PolicyArn, document: allow('s3:GetObject') };
  const own = { id: 'own', document: allow('sqs:*') };
  expect(await source.policiesOf(principal)).toEqual({ identity: [own, reader], boundary: reader });

  await test.iam.CreatePolicyVersion({ PolicyArn, PolicyDocument: allow('s3:*'), SetAsDefault: true });
  const newer = { id: PolicyArn, document: allow('s3:*') };
  expect(await source.policiesOf(principal)).toEqual({ identity: [own, newer], boundary: newer });
  await test.iam.RemoveUserFromGroup({ GroupName: 'staff', UserName: 'ann' });
  await test.iam.DeleteUserPermissionsBoundary({ UserName: 'ann' });
  expect(await source.policiesOf(principal)).toEqual({ identity: [own] });
});

it('gives sessions the policies of their role, until another role has its name', async () => {
  const role = {
    RoleName: 'deploy',
    AssumeRolePolicyDocument: allow('sts:AssumeRole').replace('"Resource":"*"', '"Principal":{"AWS":"*"}'),
  };
  const { Role } = await test.iam.CreateRole(role);
  await test.iam.PutRolePolicy({ RoleName: 'deploy', PolicyName: 'own', PolicyDocument: allow('sqs:*') });
  const arn = `arn:aws:sts::${account}:assumed-role/deploy/s1`;
  const session: Principal = {
    kind: 'assumed-role',
    account,
    arn,
    userId: `${Role.RoleId}:s1`,
    roleArn: Role.Arn,
    name: 's1',
  };
  const source = policySource(test.platform);
  const own = [{ id: 'own', document: allow('sqs:*') }];
  expect(await source.policiesOf(session, 'eu-west-1')).toEqual({ identity: own });
  expect((await test.iam.GetRole({ RoleName: 'deploy' })).Role.RoleLastUsed).toEqual({
    LastUsedDate: new Date('2026-01-02T03:04:05Z'),
    Region: 'eu-west-1',
  });

  await test.iam.DeleteRolePolicy({ RoleName: 'deploy', PolicyName: 'own' });
  await test.iam.DeleteRole({ RoleName: 'deploy' });
  await test.iam.CreateRole(role);
  expect(await source.policiesOf(session)).toBeUndefined();
});

it('leaves services and root users to others', async () => {
  const source = policySource(test.platform);
  const root: Principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account };
  expect(await source.policiesOf(root)).toBeUndefined();
  expect(await source.policiesOf({ ...root, kind: 'service', service: 'sqs.amazonaws.com' })).toBeUndefined();
});
