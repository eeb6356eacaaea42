import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(async () => {
  test = openTestAccount();
  await test.iam.CreateUser({ UserName: 'ann' });
});
afterEach(() => test.close());

const document = (size = 0) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'x'.repeat(size), Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  });
const own = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;

it('attaches a policy once and lists it by path', async () => {
  await test.iam.CreatePolicy({ PolicyName: 'dev', Path: '/dev/', PolicyDocument: document() });
  for (const PolicyArn of [own('dev/dev'), 'arn:aws:iam::aws:policy/ReadOnlyAccess', own('dev/dev')]) {
    await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn });
  }
  expect(await test.iam.ListAttachedUserPolicies({ UserName: 'ann' })).toEqual({
    AttachedPolicies: [
      { PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      { PolicyName: 'dev', PolicyArn: own('dev/dev') },
    ],
    IsTruncated: false,
  });
  const inPath = await test.iam.ListAttachedUserPolicies({ UserName: 'ann', PathPrefix: '/dev/' });
  expect(inPath.AttachedPolicies).toHaveLength(1);
  expect((await test.iam.GetPolicy({ PolicyArn: own('dev/dev') })).Policy?.AttachmentCount).toBe(1);
});

it('refuses policies that are not there', async () => {
  const attach = (PolicyArn: string) => test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn });
  await expect(attach(own('none'))).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: `Policy ${own('none')} does not exist or is not attachable.`,
  });
  await expect(attach('arn:aws:s3:::not-a-policy')).rejects.toMatchObject({ code: 'InvalidInputException' });
  await expect(attach('arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy')).rejects.toMatchObject({
    code: 'PolicyNotAttachableException',
    message: 'Cannot attach a Service Role Policy to a Customer Role.',
  });
  await expect(test.iam.DetachUserPolicy({ UserName: 'ann', PolicyArn: own('none') })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: `Policy ${own('none')} was not found.`,
  });
});

it('attaches ten at most', async () => {
  for (let number = 0; number <= 10; number++)
    await test.iam.CreatePolicy({ PolicyName: `p${number}`, PolicyDocument: document() });
  for (let number = 0; number < 10; number++)
    await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: own(`p${number}`) });
  await expect(test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: own('p10') })).rejects.toMatchObject({
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for PoliciesPerUser: 10',
  });
  expect((await test.iam.GetPolicy({ PolicyArn: own('p10') })).Policy?.AttachmentCount).toBe(0);
});

it('keeps inline policies by name', async () => {
  const put = (PolicyName: string, size = 0) =>
    test.iam.PutUserPolicy({ UserName: 'ann', PolicyName, PolicyDocument: document(size) });
  await put('b');
  await put('a');
  await put('a', 5);
  expect(await test.iam.ListUserPolicies({ UserName: 'ann' })).toEqual({ PolicyNames: ['a', 'b'], IsTruncated: false });
  const answer = await test.iam.GetUserPolicy({ UserName: 'ann', PolicyName: 'a' });
  expect(answer).toMatchObject({ UserName: 'ann', PolicyName: 'a' });
  expect(decodeURIComponent(answer.PolicyDocument)).toBe(document(5));
  await expect(put('c', 2000)).rejects.toMatchObject({
    code: 'LimitExceededException',
    message: 'Maximum policy size of 2048 bytes exceeded for user ann',
  });
  await expect(
    test.iam.PutUserPolicy({ UserName: 'ann', PolicyName: 'c', PolicyDocument: '[]' }),
  ).rejects.toMatchObject({
    code: 'MalformedPolicyDocumentException',
  });
  await test.iam.DeleteUserPolicy({ UserName: 'ann', PolicyName: 'a' });
  await expect(test.iam.GetUserPolicy({ UserName: 'ann', PolicyName: 'a' })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: 'The user policy with name a cannot be found.',
  });
});

it('replaces and removes a boundary', async () => {
  await test.iam.CreatePolicy({ PolicyName: 'one', PolicyDocument: document() });
  await test.iam.CreatePolicy({ PolicyName: 'two', PolicyDocument: document() });
  const counts = async () =>
    Promise.all(
      ['one', 'two'].map(
        async (name) => (await test.iam.GetPolicy({ PolicyArn: own(name) })).Policy?.PermissionsBoundaryUsageCount,
      ),
    );
  await test.iam.PutUserPermissionsBoundary({ UserName: 'ann', PermissionsBoundary: own('one') });
  await test.iam.PutUserPermissionsBoundary({ UserName: 'ann', PermissionsBoundary: own('two') });
  expect(await counts()).toEqual([0, 1]);
  expect((await test.iam.GetUser({ UserName: 'ann' })).User.PermissionsBoundary?.PermissionsBoundaryArn).toBe(
    own('two'),
  );
  await test.iam.DeleteUserPermissionsBoundary({ UserName: 'ann' });
  expect(await counts()).toEqual([0, 0]);
});

it('tags without regard to case', async () => {
  const tags = async () => (await test.iam.ListUserTags({ UserName: 'ann' })).Tags;
  await test.iam.TagUser({
    UserName: 'ann',
    Tags: [
      { Key: 'Team', Value: 'a' },
      { Key: 'Cost', Value: '1' },
    ],
  });
  await test.iam.TagUser({ UserName: 'ann', Tags: [{ Key: 'team', Value: 'b' }] });
  expect(await tags()).toEqual([
    { Key: 'Cost', Value: '1' },
    { Key: 'team', Value: 'b' },
  ]);
  const duplicates = [
    { Key: 'x', Value: '1' },
    { Key: 'X', Value: '2' },
  ];
  await expect(test.iam.TagUser({ UserName: 'ann', Tags: duplicates })).rejects.toMatchObject({
    code: 'InvalidInputException',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  });
  const many = Array.from({ length: 49 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  await expect(test.iam.TagUser({ UserName: 'ann', Tags: many })).rejects.toMatchObject({
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for TagsPerUser: 50',
  });
  await test.iam.UntagUser({ UserName: 'ann', TagKeys: ['TEAM', 'absent'] });
  expect(await tags()).toEqual([{ Key: 'Cost', Value: '1' }]);
});
