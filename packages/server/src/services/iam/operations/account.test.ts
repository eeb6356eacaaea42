import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(() => (test = openTestAccount()));
afterEach(() => test.close());

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

async function fill() {
  for (const UserName of ['ann', 'ben', 'cat']) await test.iam.CreateUser({ UserName });
  await test.iam.CreateGroup({ GroupName: 'team' });
  await test.iam.AddUserToGroup({ GroupName: 'team', UserName: 'ann' });
  await test.iam.PutUserPolicy({ UserName: 'ann', PolicyName: 'own', PolicyDocument: document });
  await test.iam.CreateRole({ RoleName: 'run', AssumeRolePolicyDocument: trust });
  await test.iam.CreatePolicy({ PolicyName: 'files', PolicyDocument: document });
  await test.iam.AttachRolePolicy({ RoleName: 'run', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
}

it('counts what the account has', async () => {
  await fill();
  const { SummaryMap } = await test.iam.GetAccountSummary({});
  expect(SummaryMap).toMatchObject({
    Users: 3,
    UsersQuota: 5000,
    Groups: 1,
    Roles: 1,
    Policies: 1,
    PolicyVersionsInUse: 1,
    MFADevices: 0,
    AccountMFAEnabled: 0,
    GlobalEndpointTokenVersion: 1,
  });
});

it('shows all that decides about access, page by page and by kind', async () => {
  await fill();
  const all = await test.iam.GetAccountAuthorizationDetails({});
  expect(all.IsTruncated).toBe(false);
  expect(all.UserDetailList?.map(({ UserName, GroupList }) => [UserName, GroupList])).toEqual([
    ['ann', ['team']],
    ['ben', []],
    ['cat', []],
  ]);
  expect(decodeURIComponent(all.UserDetailList?.[0]?.UserPolicyList?.[0]?.PolicyDocument ?? '')).toBe(document);
  expect(all.RoleDetailList?.[0]?.AttachedManagedPolicies?.[0]?.PolicyName).toBe('ReadOnlyAccess');
  expect(all.Policies?.map(({ PolicyName }) => PolicyName)).toEqual(['files', 'ReadOnlyAccess']);

  const seen: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await test.iam.GetAccountAuthorizationDetails({ MaxItems: 2, Marker });
    const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } = page;
    const names = [
      ...UserDetailList.map(({ UserName }) => UserName),
      ...GroupDetailList.map(({ GroupName }) => GroupName),
      ...RoleDetailList.map(({ RoleName }) => RoleName),
      ...Policies.map(({ PolicyName }) => PolicyName),
    ];
    expect(names.length).toBeLessThanOrEqual(2);
    seen.push(...names);
    ({ Marker } = page);
  } while (Marker !== undefined);
  expect(seen).toEqual(['ann', 'ben', 'cat', 'team', 'run', 'files', 'ReadOnlyAccess']);

  const roles = await test.iam.GetAccountAuthorizationDetails({ Filter: ['Role'] });
  expect([roles.UserDetailList, roles.RoleDetailList?.length]).toEqual([[], 1]);
});

it('has one alias', async () => {
  await test.iam.CreateAccountAlias({ AccountAlias: 'first' });
  await test.iam.CreateAccountAlias({ AccountAlias: 'second' });
  expect((await test.iam.ListAccountAliases({})).AccountAliases).toEqual(['second']);
  await expect(test.iam.DeleteAccountAlias({ AccountAlias: 'first' })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
  });
  await test.iam.DeleteAccountAlias({ AccountAlias: 'second' });
  expect((await test.iam.ListAccountAliases({})).AccountAliases).toEqual([]);
});

it('says that there is no organization', async () => {
  await expect(test.iam.ListOrganizationsFeatures({})).rejects.toMatchObject({ code: 'OrganizationNotFoundException' });
});
