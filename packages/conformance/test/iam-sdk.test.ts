import {
  IAM,
  paginateGetAccountAuthorizationDetails,
  paginateListGroups,
  paginateListPolicies,
  paginateListRoles,
  paginateListUsers,
  waitUntilInstanceProfileExists,
  waitUntilPolicyExists,
  waitUntilRoleExists,
  waitUntilUserExists,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, deny, policy, trust } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let iam: IAM;

beforeAll(async () => {
  server = await startServer();
  iam = new IAM(server.client());
});

afterAll(async () => {
  iam.destroy();
  await server.stop();
});

const lambdaTrust = trust({ Service: 'lambda.amazonaws.com' });
const arn = (resource: string) => `arn:aws:iam::000000000000:${resource}`;
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

describe('life cycles', () => {
  test('of a user with keys, a password, tags and policies', async () => {
    const { User } = await iam.createUser({ UserName: 'ann', Path: '/team/', Tags: [{ Key: 'Unit', Value: 'a' }] });
    expect(User).toMatchObject({ Arn: arn('user/team/ann'), UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) });
    await iam.updateUser({ UserName: 'ann', NewUserName: 'anna', NewPath: '/' });
    expect((await iam.getUser({ UserName: 'anna' })).User).toMatchObject({
      UserId: User?.UserId,
      Arn: arn('user/anna'),
    });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'anna' });
    await iam.updateAccessKey({ UserName: 'anna', AccessKeyId: AccessKey?.AccessKeyId, Status: 'Inactive' });
    expect((await iam.listAccessKeys({ UserName: 'anna' })).AccessKeyMetadata).toMatchObject([{ Status: 'Inactive' }]);
    await iam.createLoginProfile({ UserName: 'anna', Password: 'Sup3r-s3cret!' });
    expect((await iam.getLoginProfile({ UserName: 'anna' })).LoginProfile?.PasswordResetRequired).toBe(false);
    await iam.putUserPolicy({ UserName: 'anna', PolicyName: 'own', PolicyDocument: policy(allow('sqs:*')) });
    const own = await iam.getUserPolicy({ UserName: 'anna', PolicyName: 'own' });
    expect(decodeURIComponent(own.PolicyDocument ?? '')).toBe(policy(allow('sqs:*')));
    await iam.attachUserPolicy({ UserName: 'anna', PolicyArn: readOnly });
    expect((await iam.listAttachedUserPolicies({ UserName: 'anna' })).AttachedPolicies).toEqual([
      { PolicyName: 'ReadOnlyAccess', PolicyArn: readOnly },
    ]);
    await iam.tagUser({ UserName: 'anna', Tags: [{ Key: 'Stage', Value: 'x' }] });
    await iam.untagUser({ UserName: 'anna', TagKeys: ['Unit'] });
    expect((await iam.listUserTags({ UserName: 'anna' })).Tags).toEqual([{ Key: 'Stage', Value: 'x' }]);

    await iam.detachUserPolicy({ UserName: 'anna', PolicyArn: readOnly });
    await iam.deleteUserPolicy({ UserName: 'anna', PolicyName: 'own' });
    await iam.deleteLoginProfile({ UserName: 'anna' });
    await iam.deleteAccessKey({ UserName: 'anna', AccessKeyId: AccessKey?.AccessKeyId });
    await iam.deleteUser({ UserName: 'anna' });
    await expect(iam.getUser({ UserName: 'anna' })).rejects.toMatchObject(
      sdkError('NoSuchEntityException', 404, 'The user with name anna cannot be found.'),
    );
  });

  test('of a group with members', async () => {
    await iam.createGroup({ GroupName: 'staff' });
    await iam.createUser({ UserName: 'member' });
    await iam.addUserToGroup({ GroupName: 'staff', UserName: 'member' });
    expect((await iam.getGroup({ GroupName: 'staff' })).Users).toMatchObject([{ UserName: 'member' }]);
    expect((await iam.listGroupsForUser({ UserName: 'member' })).Groups).toMatchObject([{ GroupName: 'staff' }]);
    await iam.updateGroup({ GroupName: 'staff', NewGroupName: 'crew' });
    await iam.removeUserFromGroup({ GroupName: 'crew', UserName: 'member' });
    await iam.deleteGroup({ GroupName: 'crew' });
    await iam.deleteUser({ UserName: 'member' });
  });

  test('of a role in an instance profile', async () => {
    const { Role } = await iam.createRole({
      RoleName: 'web',
      AssumeRolePolicyDocument: lambdaTrust,
      MaxSessionDuration: 7200,
    });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(lambdaTrust);
    const other = trust({ Service: 'ec2.amazonaws.com' });
    await iam.updateAssumeRolePolicy({ RoleName: 'web', PolicyDocument: other });
    await iam.updateRole({ RoleName: 'web', Description: 'serves' });
    const read = (await iam.getRole({ RoleName: 'web' })).Role;
    expect(read).toMatchObject({ Description: 'serves', MaxSessionDuration: 7200, RoleId: Role?.RoleId });
    expect(decodeURIComponent(read?.AssumeRolePolicyDocument ?? '')).toBe(other);
    await iam.createInstanceProfile({ InstanceProfileName: 'web' });
    await iam.addRoleToInstanceProfile({ InstanceProfileName: 'web', RoleName: 'web' });
    expect((await iam.listInstanceProfilesForRole({ RoleName: 'web' })).InstanceProfiles).toMatchObject([
      { InstanceProfileName: 'web', Roles: [{ RoleName: 'web' }] },
    ]);
    await iam.removeRoleFromInstanceProfile({ InstanceProfileName: 'web', RoleName: 'web' });
    await iam.deleteInstanceProfile({ InstanceProfileName: 'web' });
    await iam.deleteRole({ RoleName: 'web' });
  });

  test('of a managed policy with versions', async () => {
    const { Policy } = await iam.createPolicy({ PolicyName: 'send', PolicyDocument: policy(allow('sqs:SendMessage')) });
    const PolicyArn = Policy?.Arn ?? '';
    expect(PolicyArn).toBe(arn('policy/send'));
    await iam.createPolicyVersion({ PolicyArn, PolicyDocument: policy(deny('sqs:*')), SetAsDefault: true });
    const versions = (await iam.listPolicyVersions({ PolicyArn })).Versions;
    expect(versions).toMatchObject([
      { VersionId: 'v2', IsDefaultVersion: true },
      { VersionId: 'v1', IsDefaultVersion: false },
    ]);
    const second = await iam.getPolicyVersion({ PolicyArn, VersionId: 'v2' });
    expect(decodeURIComponent(second.PolicyVersion?.Document ?? '')).toBe(policy(deny('sqs:*')));
    await iam.setDefaultPolicyVersion({ PolicyArn, VersionId: 'v1' });
    await iam.deletePolicyVersion({ PolicyArn, VersionId: 'v2' });
    expect((await iam.getPolicy({ PolicyArn })).Policy).toMatchObject({ DefaultVersionId: 'v1', AttachmentCount: 0 });
    await iam.deletePolicy({ PolicyArn });
  });

  test('of the account and its identity providers', async () => {
    await iam.createAccountAlias({ AccountAlias: 'yard' });
    expect((await iam.listAccountAliases({})).AccountAliases).toEqual(['yard']);
    expect((await iam.getAccountSummary({})).SummaryMap).toMatchObject({ UsersQuota: 5000, AccountMFAEnabled: 0 });
    const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
      Url: 'https://token.example.com',
      ClientIDList: ['sts.amazonaws.com'],
      ThumbprintList: ['a'.repeat(40)],
    });
    expect(OpenIDConnectProviderArn).toBe(arn('oidc-provider/token.example.com'));
    expect(await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn })).toMatchObject({
      Url: 'token.example.com',
    });
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
    const { Role } = await iam.createServiceLinkedRole({ AWSServiceName: 'ecs.amazonaws.com' });
    expect(Role?.Arn).toBe(arn('role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'));
    await iam.updateAccountPasswordPolicy({ MinimumPasswordLength: 12 });
    expect((await iam.getAccountPasswordPolicy({})).PasswordPolicy).toMatchObject({ MinimumPasswordLength: 12 });
    await iam.deleteAccountPasswordPolicy({});
  });
});

describe('pages', () => {
  const names = Array.from({ length: 5 }, (_, index) => `page-${index}`);
  const Path = '/pages/';
  beforeAll(async () => {
    for (const name of names) {
      await iam.createUser({ UserName: name, Path });
      await iam.createGroup({ GroupName: name, Path });
      await iam.createRole({ RoleName: name, Path, AssumeRolePolicyDocument: lambdaTrust });
      await iam.createPolicy({ PolicyName: name, Path, PolicyDocument: policy(allow('sqs:*')) });
    }
  });

  async function pagesOf<Page>(
    paginator: AsyncIterable<Page>,
    namesOf: (page: Page) => (string | undefined)[] | undefined,
  ) {
    const pages: (string | undefined)[][] = [];
    for await (const page of paginator) pages.push(namesOf(page) ?? []);
    return pages;
  }
  const settings = { pageSize: 2 };
  // The SDK's paginators write their position into the request that they are given.
  const prefix = () => ({ PathPrefix: Path });

  test.each<[string, () => Promise<(string | undefined)[][]>]>([
    [
      'users',
      () =>
        pagesOf(paginateListUsers({ client: iam, ...settings }, prefix()), ({ Users }) =>
          Users?.map((user) => user.UserName),
        ),
    ],
    [
      'groups',
      () =>
        pagesOf(paginateListGroups({ client: iam, ...settings }, prefix()), ({ Groups }) =>
          Groups?.map((group) => group.GroupName),
        ),
    ],
    [
      'roles',
      () =>
        pagesOf(paginateListRoles({ client: iam, ...settings }, prefix()), ({ Roles }) =>
          Roles?.map((role) => role.RoleName),
        ),
    ],
    [
      'policies',
      () =>
        pagesOf(paginateListPolicies({ client: iam, ...settings }, prefix()), ({ Policies }) =>
          Policies?.map((own) => own.PolicyName),
        ),
    ],
  ])('of %s', async (_, list) => {
    const pages = await list();
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(names);
  });

  test("of AWS's own policies, and of everything there is", async () => {
    const own = await pagesOf(paginateListPolicies({ client: iam, pageSize: 20 }, { Scope: 'AWS' }), ({ Policies }) =>
      Policies?.map(({ Arn }) => Arn),
    );
    expect(own.length).toBeGreaterThan(1);
    expect(own.flat()).toContain(readOnly);
    const everything = await pagesOf(
      paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 3 }, { Filter: ['User', 'Role'] }),
      (page) => [
        ...(page.UserDetailList ?? []).map(({ UserName }) => UserName),
        ...(page.RoleDetailList ?? []).map(({ RoleName }) => RoleName),
      ],
    );
    expect(everything.length).toBeGreaterThan(2);
    expect(everything.flat().filter((name) => name?.startsWith('page-'))).toHaveLength(10);
  });
});

test('waiters see what there is', async () => {
  await iam.createUser({ UserName: 'waited' });
  await iam.createRole({ RoleName: 'waited', AssumeRolePolicyDocument: lambdaTrust });
  await iam.createInstanceProfile({ InstanceProfileName: 'waited' });
  const { Policy } = await iam.createPolicy({ PolicyName: 'waited', PolicyDocument: policy(allow('sqs:*')) });
  const wait = { client: iam, maxWaitTime: 10 };
  const results = await Promise.all([
    waitUntilUserExists(wait, { UserName: 'waited' }),
    waitUntilRoleExists(wait, { RoleName: 'waited' }),
    waitUntilInstanceProfileExists(wait, { InstanceProfileName: 'waited' }),
    waitUntilPolicyExists(wait, { PolicyArn: Policy?.Arn }),
  ]);
  expect(results.map(({ state }) => state)).toEqual(Array(4).fill('SUCCESS'));
});

describe('errors', () => {
  beforeAll(async () => {
    await iam.createUser({ UserName: 'bob' });
    await iam.createGroup({ GroupName: 'club' });
    await iam.addUserToGroup({ GroupName: 'club', UserName: 'bob' });
    await iam.createRole({ RoleName: 'deploy', AssumeRolePolicyDocument: lambdaTrust });
    await iam.createPolicy({ PolicyName: 'used', PolicyDocument: policy(allow('s3:*')) });
    await iam.attachRolePolicy({ RoleName: 'deploy', PolicyArn: arn('policy/used') });
    await iam.createUser({ UserName: 'keys' });
    await iam.createAccessKey({ UserName: 'keys' });
    await iam.createAccessKey({ UserName: 'keys' });
  });

  test.each<[code: string, status: number, message: string | RegExp, call: () => Promise<unknown>]>([
    ['NoSuchEntityException', 404, 'The user with name eve cannot be found.', () => iam.getUser({ UserName: 'eve' })],
    ['NoSuchEntityException', 404, 'The role with name eve cannot be found.', () => iam.getRole({ RoleName: 'eve' })],
    [
      'NoSuchEntityException',
      404,
      'The group with name eve cannot be found.',
      () => iam.getGroup({ GroupName: 'eve' }),
    ],
    [
      'NoSuchEntityException',
      404,
      `Policy ${arn('policy/eve')} was not found.`,
      () => iam.getPolicy({ PolicyArn: arn('policy/eve') }),
    ],
    [
      'NoSuchEntityException',
      404,
      'Instance Profile eve cannot be found.',
      () => iam.getInstanceProfile({ InstanceProfileName: 'eve' }),
    ],
    [
      'NoSuchEntityException',
      404,
      'The user policy with name eve cannot be found.',
      () => iam.getUserPolicy({ UserName: 'bob', PolicyName: 'eve' }),
    ],
    [
      'EntityAlreadyExistsException',
      409,
      'User with name bob already exists.',
      () => iam.createUser({ UserName: 'bob' }),
    ],
    [
      'EntityAlreadyExistsException',
      409,
      'Role with name deploy already exists.',
      () => iam.createRole({ RoleName: 'deploy', AssumeRolePolicyDocument: lambdaTrust }),
    ],
    [
      'EntityAlreadyExistsException',
      409,
      'Group with name club already exists.',
      () => iam.createGroup({ GroupName: 'club' }),
    ],
    [
      'DeleteConflictException',
      409,
      'Cannot delete entity, must remove users from group first.',
      () => iam.deleteUser({ UserName: 'bob' }),
    ],
    [
      'DeleteConflictException',
      409,
      'Cannot delete entity, must detach all policies first.',
      () => iam.deleteRole({ RoleName: 'deploy' }),
    ],
    [
      'DeleteConflictException',
      409,
      'Cannot delete a policy attached to entities.',
      () => iam.deletePolicy({ PolicyArn: arn('policy/used') }),
    ],
    [
      'LimitExceededException',
      409,
      'Cannot exceed quota for AccessKeysPerUser: 2',
      () => iam.createAccessKey({ UserName: 'keys' }),
    ],
    [
      'MalformedPolicyDocumentException',
      400,
      'Syntax errors in policy.',
      () => iam.createPolicy({ PolicyName: 'bad', PolicyDocument: '{' }),
    ],
    [
      'MalformedPolicyDocumentException',
      400,
      /^Invalid principal in policy/,
      () => iam.createRole({ RoleName: 'bad', AssumeRolePolicyDocument: trust({ AWS: arn('user/nobody') }) }),
    ],
    [
      'PasswordPolicyViolationException',
      400,
      /Password/,
      () => iam.createLoginProfile({ UserName: 'bob', Password: 'short' }),
    ],
    [
      'InvalidInputException',
      400,
      'ARN arn:aws:s3:::no-policy-here is not valid.',
      () => iam.attachRolePolicy({ RoleName: 'deploy', PolicyArn: 'arn:aws:s3:::no-policy-here' }),
    ],
    ['ValidationError', 400, /userName/, () => iam.createUser({ UserName: 'not a name' })],
    [
      'ValidationError',
      400,
      /roleName/,
      () => iam.createRole({ RoleName: 'x'.repeat(65), AssumeRolePolicyDocument: lambdaTrust }),
    ],
    ['AccessDenied', 403, /iam:DeletePolicy/, () => iam.deletePolicy({ PolicyArn: readOnly })],
  ])('%s %i %s', async (code, status, message, call) => {
    await expect(call()).rejects.toMatchObject(sdkError(code, status, message));
  });
});
