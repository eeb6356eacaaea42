import { afterEach, beforeEach, expect, it } from 'vitest';
import { rolesTable } from '../store/roles.ts';
import { openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(() => (test = openTestAccount()));
afterEach(() => test.close());

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

it('creates a role with its trust policy encoded', async () => {
  const { Role } = await test.iam.CreateRole({
    RoleName: 'deploy',
    AssumeRolePolicyDocument: trust,
    Description: 'it deploys',
  });
  expect(Role).toEqual({
    Path: '/',
    RoleName: 'deploy',
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    Arn: 'arn:aws:iam::123456789012:role/deploy',
    CreateDate: new Date('2026-01-02T03:04:05Z'),
    AssumeRolePolicyDocument: expect.stringMatching(/^%7B%22Version%22%3A%222012-10-17%22/),
    Description: 'it deploys',
    MaxSessionDuration: 3600,
  });
  expect(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')).toBe(trust);
  expect(await test.iam.GetRole({ RoleName: 'deploy' })).toEqual({ Role: { ...Role, RoleLastUsed: {} } });
});

it('trusts a user or role and not its name', async () => {
  const arn = (path: string) => `arn:aws:iam::123456789012:user/${path}`;
  const statement = { Effect: 'Allow', Principal: { AWS: [arn('ann'), arn('ben')] }, Action: 'sts:AssumeRole' };
  const Condition = { StringNotEquals: { 'aws:PrincipalArn': arn('ann') } };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Condition }] });
  for (const UserName of ['ann', 'ben']) await test.iam.CreateUser({ UserName });
  await test.iam.CreateRole({ RoleName: 'deploy', AssumeRolePolicyDocument: policy });
  const trusted = async () => {
    const { Role } = await test.iam.GetRole({ RoleName: 'deploy' });
    const document = JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')) as {
      Statement: { Principal: object; Condition: object }[];
    };
    expect(document.Statement[0]?.Condition).toEqual(Condition);
    return document.Statement[0]?.Principal;
  };
  await test.iam.UpdateUser({ UserName: 'ben', NewUserName: 'benno', NewPath: '/team/' });
  expect(await trusted()).toEqual({ AWS: [arn('ann'), arn('team/benno')] });
  const { User } = await test.iam.GetUser({ UserName: 'ann' });
  await test.iam.DeleteUser({ UserName: 'ann' });
  await test.iam.CreateUser({ UserName: 'ann' });
  expect(await trusted()).toEqual({ AWS: [User.UserId, arn('team/benno')] });

  await test.iam.UpdateAssumeRolePolicy({ RoleName: 'deploy', PolicyDocument: trust });
  await test.iam.DeleteUser({ UserName: 'benno' });
  const { Role } = await test.iam.GetRole({ RoleName: 'deploy' });
  expect(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')).toBe(trust);
});

it('dates have whole seconds', async () => {
  await test.clock.advance(1234);
  const { Role } = await test.iam.CreateRole({ RoleName: 'late', AssumeRolePolicyDocument: trust });
  expect(Role.CreateDate).toEqual(new Date('2026-01-02T03:04:06Z'));
});

it.each([
  ['not JSON', 'MalformedPolicyDocumentException'],
  [
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}',
    'MalformedPolicyDocumentException',
  ],
  [JSON.stringify({ ...JSON.parse(trust), Id: 'x'.repeat(2000) }), 'LimitExceededException'],
])('refuses the trust policy %s', async (AssumeRolePolicyDocument, code) => {
  await expect(test.iam.CreateRole({ RoleName: 'deploy', AssumeRolePolicyDocument })).rejects.toMatchObject({ code });
});

it('refuses principals of the own account that do not exist', async () => {
  const create = (RoleName: string, arn: string) => {
    const AssumeRolePolicyDocument = trust.replace('"Service":"ec2.amazonaws.com"', `"AWS":["${arn}"]`);
    return test.iam.CreateRole({ RoleName, AssumeRolePolicyDocument });
  };
  const ann = 'arn:aws:iam::123456789012:user/team/ann';
  await expect(create('deploy', ann)).rejects.toMatchObject({
    code: 'MalformedPolicyDocumentException',
    message: `Invalid principal in policy: "AWS":"${ann}"`,
  });
  await create('others', 'arn:aws:iam::999999999999:user/eve');
  await create('root', 'arn:aws:iam::123456789012:root');
  await test.iam.CreateUser({ UserName: 'ann', Path: '/team/' });
  await create('deploy', ann);
});

it('updates description, duration and trust policy', async () => {
  await test.iam.CreateRole({ RoleName: 'deploy', AssumeRolePolicyDocument: trust });
  await test.iam.UpdateRole({ RoleName: 'deploy', Description: 'new', MaxSessionDuration: 7200 });
  await test.iam.UpdateRole({ RoleName: 'deploy' });
  const lambda = trust.replace('ec2', 'lambda');
  await test.iam.UpdateAssumeRolePolicy({ RoleName: 'deploy', PolicyDocument: lambda });
  const { Role } = await test.iam.GetRole({ RoleName: 'deploy' });
  expect(Role).toMatchObject({ Description: 'new', MaxSessionDuration: 7200 });
  expect(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')).toBe(lambda);
  const described = await test.iam.UpdateRoleDescription({ RoleName: 'deploy', Description: 'newer' });
  expect(described.Role).toMatchObject({ Description: 'newer', MaxSessionDuration: 7200 });
});

it('holds one role in an instance profile', async () => {
  for (const RoleName of ['web', 'db']) await test.iam.CreateRole({ RoleName, AssumeRolePolicyDocument: trust });
  const { InstanceProfile } = await test.iam.CreateInstanceProfile({
    InstanceProfileName: 'front',
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  expect(InstanceProfile).toMatchObject({
    Arn: 'arn:aws:iam::123456789012:instance-profile/front',
    Roles: [],
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  await test.iam.AddRoleToInstanceProfile({ InstanceProfileName: 'front', RoleName: 'web' });
  await expect(
    test.iam.AddRoleToInstanceProfile({ InstanceProfileName: 'front', RoleName: 'db' }),
  ).rejects.toMatchObject({
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
  });
  expect(await test.iam.ListInstanceProfilesForRole({ RoleName: 'web' })).toMatchObject({
    InstanceProfiles: [{ InstanceProfileName: 'front', Roles: [{ RoleName: 'web' }] }],
  });
  const conflict = { message: 'Cannot delete entity, must remove roles from instance profile first.' };
  await expect(test.iam.DeleteRole({ RoleName: 'web' })).rejects.toMatchObject(conflict);
  await expect(test.iam.DeleteInstanceProfile({ InstanceProfileName: 'front' })).rejects.toMatchObject(conflict);
  await expect(
    test.iam.RemoveRoleFromInstanceProfile({ InstanceProfileName: 'front', RoleName: 'db' }),
  ).rejects.toMatchObject({
    code: 'NoSuchEntityException',
  });

  await test.iam.RemoveRoleFromInstanceProfile({ InstanceProfileName: 'front', RoleName: 'web' });
  await test.iam.DeleteRole({ RoleName: 'web' });
  await test.iam.DeleteInstanceProfile({ InstanceProfileName: 'front' });
  await expect(test.iam.GetInstanceProfile({ InstanceProfileName: 'front' })).rejects.toMatchObject({
    message: 'Instance Profile front cannot be found.',
  });
});

it('leaves roles that are linked to a service to AWS', async () => {
  const { Role } = await test.iam.CreateRole({ RoleName: 'linked', AssumeRolePolicyDocument: trust });
  await test.platform.storage.transact(async (unit) => {
    const row = await unit.get(rolesTable, ['123456789012', 'linked']);
    if (row) unit.put(rolesTable, { ...row, linkedService: 'ecs.amazonaws.com' });
  });
  const refusal = {
    code: 'UnmodifiableEntityException',
    message: "Cannot perform the operation on the protected role 'linked' - this role is only modifiable by AWS",
  };
  await expect(test.iam.DeleteRole({ RoleName: 'linked' })).rejects.toMatchObject(refusal);
  await expect(test.iam.UpdateAssumeRolePolicy({ RoleName: 'linked', PolicyDocument: trust })).rejects.toMatchObject(
    refusal,
  );
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await expect(test.iam.AttachRolePolicy({ RoleName: 'linked', PolicyArn })).rejects.toMatchObject(refusal);
  await test.iam.UpdateRoleDescription({ RoleName: 'linked', Description: 'allowed' });
  expect((await test.iam.GetRole({ RoleName: 'linked' })).Role).toMatchObject({
    RoleId: Role.RoleId,
    Description: 'allowed',
  });
});
