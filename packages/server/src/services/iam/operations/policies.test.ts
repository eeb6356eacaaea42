import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(() => (test = openTestAccount()));
afterEach(() => test.close());

const allow = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const arn = 'arn:aws:iam::123456789012:policy/dev/reader';
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

async function createReader(): Promise<void> {
  await test.iam.CreatePolicy({
    PolicyName: 'reader',
    Path: '/dev/',
    PolicyDocument: allow('s3:GetObject'),
    Description: 'reads',
  });
}

it('creates a policy and its first version', async () => {
  await createReader();
  expect((await test.iam.GetPolicy({ PolicyArn: arn })).Policy).toEqual({
    PolicyName: 'reader',
    PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
    Arn: arn,
    Path: '/dev/',
    DefaultVersionId: 'v1',
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: 'reads',
    CreateDate: new Date('2026-01-02T03:04:05Z'),
    UpdateDate: new Date('2026-01-02T03:04:05Z'),
    Tags: [],
  });
  const { PolicyVersion } = await test.iam.GetPolicyVersion({ PolicyArn: arn, VersionId: 'v1' });
  expect(PolicyVersion).toMatchObject({ VersionId: 'v1', IsDefaultVersion: true });
  // RFC 3986: the asterisk too.
  expect(PolicyVersion?.Document).toContain('%22Resource%22%3A%22%2A%22');
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(allow('s3:GetObject'));
});

it.each([
  [
    'reader',
    allow('s3:*'),
    'EntityAlreadyExistsException',
    'A policy called reader already exists. Duplicate names are not allowed.',
  ],
  ['other', '{', 'MalformedPolicyDocumentException', 'Syntax errors in policy.'],
  ['other', allow(`s3:${'x'.repeat(6100)}`), 'LimitExceededException', 'Cannot exceed quota for PolicySize: 6144'],
])('refuses the policy %s %.20s', async (PolicyName, PolicyDocument, code, message) => {
  await createReader();
  await expect(test.iam.CreatePolicy({ PolicyName, PolicyDocument })).rejects.toMatchObject({ code, message });
});

it('does not count white space against the size', async () => {
  const document = JSON.stringify(JSON.parse(allow('s3:*')), undefined, 8) + ' '.repeat(7000);
  await expect(test.iam.CreatePolicy({ PolicyName: 'wide', PolicyDocument: document })).resolves.toBeDefined();
});

it('keeps five versions, one of them the default', async () => {
  await createReader();
  for (let version = 2; version <= 5; version++) {
    const created = await test.iam.CreatePolicyVersion({
      PolicyArn: arn,
      PolicyDocument: allow('s3:*'),
      SetAsDefault: version === 3,
    });
    expect(created.PolicyVersion).toMatchObject({ VersionId: `v${version}`, IsDefaultVersion: version === 3 });
  }
  await expect(test.iam.CreatePolicyVersion({ PolicyArn: arn, PolicyDocument: allow('s3:*') })).rejects.toMatchObject({
    code: 'LimitExceededException',
    message:
      'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
  });
  await expect(test.iam.DeletePolicyVersion({ PolicyArn: arn, VersionId: 'v3' })).rejects.toMatchObject({
    code: 'DeleteConflictException',
    message: 'Cannot delete the default version of a policy.',
  });
  await test.iam.SetDefaultPolicyVersion({ PolicyArn: arn, VersionId: 'v2' });
  await test.iam.DeletePolicyVersion({ PolicyArn: arn, VersionId: 'v3' });
  await test.iam.CreatePolicyVersion({ PolicyArn: arn, PolicyDocument: allow('s3:*') });
  const first = await test.iam.ListPolicyVersions({ PolicyArn: arn, MaxItems: 3 });
  const second = await test.iam.ListPolicyVersions({ PolicyArn: arn, MaxItems: 3, Marker: first.Marker });
  expect([first, second].map(({ Versions = [] }) => Versions.map(({ VersionId }) => VersionId))).toEqual([
    ['v6', 'v5', 'v4'],
    ['v2', 'v1'],
  ]);
  await expect(test.iam.GetPolicyVersion({ PolicyArn: arn, VersionId: 'v3' })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: `Policy ${arn} version v3 does not exist or is not attachable.`,
  });
});

it('deletes a policy that nobody uses and that has one version', async () => {
  await createReader();
  await test.iam.CreateUser({ UserName: 'ann', PermissionsBoundary: arn });
  await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: arn });
  await test.iam.CreatePolicyVersion({ PolicyArn: arn, PolicyDocument: allow('s3:*') });
  const refused = (message: string) =>
    expect(test.iam.DeletePolicy({ PolicyArn: arn })).rejects.toMatchObject({
      code: 'DeleteConflictException',
      message,
    });
  await refused('Cannot delete a policy attached to entities.');
  await test.iam.DetachUserPolicy({ UserName: 'ann', PolicyArn: arn });
  await refused('Cannot delete a policy attached to entities.');
  await test.iam.DeleteUserPermissionsBoundary({ UserName: 'ann' });
  await refused(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  );
  await test.iam.DeletePolicyVersion({ PolicyArn: arn, VersionId: 'v2' });
  await test.iam.DeletePolicy({ PolicyArn: arn });
  await expect(test.iam.GetPolicy({ PolicyArn: arn })).rejects.toMatchObject({
    message: `Policy ${arn} was not found.`,
  });
});

it('never attaches a policy that is deleted at the same time', async () => {
  await test.iam.CreateUser({ UserName: 'ann' });
  for (let round = 0; round < 20; round++) {
    await createReader();
    const outcomes = await Promise.allSettled([
      test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: arn }),
      test.iam.DeletePolicy({ PolicyArn: arn }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    if (outcomes[0].status === 'fulfilled') {
      await test.iam.DetachUserPolicy({ UserName: 'ann', PolicyArn: arn });
      await test.iam.DeletePolicy({ PolicyArn: arn });
    }
  }
});

it("has AWS's own policies, which nobody may change", async () => {
  const { Policy } = await test.iam.GetPolicy({ PolicyArn: readOnly });
  expect(Policy).toMatchObject({ PolicyName: 'ReadOnlyAccess', Arn: readOnly, IsAttachable: true });
  const version = await test.iam.GetPolicyVersion({ PolicyArn: readOnly, VersionId: Policy?.DefaultVersionId ?? '' });
  expect(JSON.parse(decodeURIComponent(version.PolicyVersion?.Document ?? ''))).toHaveProperty('Statement');
  await expect(test.iam.DeletePolicy({ PolicyArn: readOnly })).rejects.toMatchObject({
    code: 'AccessDenied',
    message: `User: arn:aws:iam::123456789012:root is not authorized to perform: iam:DeletePolicy on resource: policy ${readOnly}`,
  });
  await expect(test.iam.GetPolicy({ PolicyArn: 'arn:aws:iam::aws:nonsense' })).rejects.toMatchObject({
    code: 'InvalidInputException',
    message: 'ARN arn:aws:iam::aws:nonsense is not valid.',
  });
});

it('lists own policies, then those of AWS, by scope, use and path', async () => {
  for (const name of ['c', 'a', 'b'])
    await test.iam.CreatePolicy({ PolicyName: name, PolicyDocument: allow('s3:*'), Path: `/${name}/` });
  await test.iam.CreateUser({ UserName: 'ann', PermissionsBoundary: 'arn:aws:iam::123456789012:policy/a/a' });
  await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: 'arn:aws:iam::123456789012:policy/b/b' });
  await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: readOnly });
  const names = async (input: Parameters<typeof test.iam.ListPolicies>[0]) =>
    (await test.iam.ListPolicies(input)).Policies?.map(({ PolicyName }) => PolicyName);

  expect(await names({ Scope: 'Local' })).toEqual(['a', 'b', 'c']);
  expect(await names({ Scope: 'Local', PathPrefix: '/b/' })).toEqual(['b']);
  expect(await names({ OnlyAttached: true })).toEqual(['b', 'ReadOnlyAccess']);
  expect(await names({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(['a']);
  const all: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await test.iam.ListPolicies({ MaxItems: 2, Marker });
    all.push(...(page.Policies ?? []).map(({ Arn }) => Arn));
    ({ Marker } = page);
  } while (Marker !== undefined);
  const aws = (await test.iam.ListPolicies({ Scope: 'AWS', MaxItems: 1000 })).Policies ?? [];
  expect(all).toHaveLength(aws.length + 3);
  expect(new Set(all).size).toBe(all.length);
});

it('tells who uses a policy, and how', async () => {
  await createReader();
  const AssumeRolePolicyDocument =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}';
  await test.iam.CreateUser({ UserName: 'ann', PermissionsBoundary: arn });
  await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: arn });
  await test.iam.CreateGroup({ GroupName: 'staff', Path: '/x/' });
  await test.iam.AttachGroupPolicy({ GroupName: 'staff', PolicyArn: arn });
  await test.iam.CreateRole({ RoleName: 'deploy', AssumeRolePolicyDocument, PermissionsBoundary: arn });

  const who = async (filter: object) => {
    const {
      PolicyUsers = [],
      PolicyGroups = [],
      PolicyRoles = [],
    } = await test.iam.ListEntitiesForPolicy({ PolicyArn: arn, ...filter });
    return [
      ...PolicyUsers.map((user) => user.UserName),
      ...PolicyGroups.map((group) => group.GroupName),
      ...PolicyRoles.map((role) => role.RoleName),
    ];
  };
  expect(await who({})).toEqual(['ann', 'staff', 'deploy']);
  expect(await who({ EntityFilter: 'Role' })).toEqual(['deploy']);
  expect(await who({ PathPrefix: '/x/' })).toEqual(['staff']);
  expect(await who({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(['ann', 'deploy']);
  expect(await who({ PolicyUsageFilter: 'PermissionsPolicy' })).toEqual(['ann', 'staff']);
  await test.iam.DeleteRole({ RoleName: 'deploy' });
  expect(await who({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(['ann']);
  expect((await test.iam.GetPolicy({ PolicyArn: arn })).Policy).toMatchObject({
    AttachmentCount: 2,
    PermissionsBoundaryUsageCount: 1,
  });
});

it('tells which policies grant access to a service', async () => {
  await createReader();
  await test.iam.CreateUser({ UserName: 'ann' });
  await test.iam.CreateGroup({ GroupName: 'staff' });
  await test.iam.AddUserToGroup({ GroupName: 'staff', UserName: 'ann' });
  await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: arn });
  await test.iam.PutGroupPolicy({ GroupName: 'staff', PolicyName: 'queues', PolicyDocument: allow('sqs:*') });
  const answer = await test.iam.ListPoliciesGrantingServiceAccess({
    Arn: 'arn:aws:iam::123456789012:user/ann',
    ServiceNamespaces: ['s3', 'sqs', 'ec2'],
  });
  expect(answer.PoliciesGrantingServiceAccess).toEqual([
    { ServiceNamespace: 'ec2', Policies: [] },
    { ServiceNamespace: 's3', Policies: [{ PolicyName: 'reader', PolicyType: 'MANAGED', PolicyArn: arn }] },
    {
      ServiceNamespace: 'sqs',
      Policies: [{ PolicyName: 'queues', PolicyType: 'INLINE', EntityType: 'GROUP', EntityName: 'staff' }],
    },
  ]);
});

it('is as old as its latest version, whichever is the default', async () => {
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  });
  const { Policy } = await test.iam.CreatePolicy({ PolicyName: 'aged', PolicyDocument });
  const PolicyArn = Policy?.Arn ?? '';
  await test.clock.advance(60_000);
  await test.iam.CreatePolicyVersion({ PolicyArn, PolicyDocument });
  await test.clock.advance(60_000);
  await test.iam.SetDefaultPolicyVersion({ PolicyArn, VersionId: 'v2' });
  await test.iam.DeletePolicyVersion({ PolicyArn, VersionId: 'v1' });
  const described = await test.iam.GetPolicy({ PolicyArn });
  expect(described.Policy?.UpdateDate).toEqual(new Date('2026-01-02T03:05:05Z'));
});
