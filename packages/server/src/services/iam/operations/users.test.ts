import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(() => (test = openTestAccount()));
afterEach(() => test.close());

const boundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

it('creates a user and answers it by name', async () => {
  const input = {
    UserName: 'Ann',
    Path: '/team/',
    PermissionsBoundary: boundary,
    Tags: [
      { Key: 'b', Value: '1' },
      { Key: 'a', Value: '2' },
    ],
  };
  const created = await test.iam.CreateUser(input);
  expect(created.User).toEqual({
    Path: '/team/',
    UserName: 'Ann',
    UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    Arn: 'arn:aws:iam::123456789012:user/team/Ann',
    CreateDate: new Date('2026-01-02T03:04:05Z'),
    PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary },
    Tags: [
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '1' },
    ],
  });
  expect(await test.iam.GetUser({ UserName: 'ANN' })).toEqual({ User: created.User });
});

it('knows names without regard to case', async () => {
  await test.iam.CreateUser({ UserName: 'Ann' });
  await expect(test.iam.CreateUser({ UserName: 'ann', Path: '/other/' })).rejects.toMatchObject({
    code: 'EntityAlreadyExistsException',
    message: 'User with name ann already exists.',
  });
});

it('refuses a boundary that does not exist, and keeps nothing of the user', async () => {
  const input = { UserName: 'ann', PermissionsBoundary: 'arn:aws:iam::123456789012:policy/none' };
  await expect(test.iam.CreateUser(input)).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: 'Scope ARN: arn:aws:iam::123456789012:policy/none does not exist or is not attachable.',
  });
  await expect(test.iam.GetUser({ UserName: 'ann' })).rejects.toMatchObject({
    message: 'The user with name ann cannot be found.',
  });
});

it('answers GetUser without a name with the caller', async () => {
  await test.iam.CreateUser({ UserName: 'ann' });
  const { User: ann } = await test.iam.GetUser({ UserName: 'ann' });
  const caller = { account: '123456789012', arn: ann.Arn, userId: ann.UserId };
  expect(await test.as({ ...caller, kind: 'user', name: 'ann' }).GetUser({})).toEqual({ User: ann });
  expect((await test.iam.GetUser({})).User).toMatchObject({
    UserId: '123456789012',
    Arn: 'arn:aws:iam::123456789012:root',
  });
  await expect(test.as({ ...caller, kind: 'assumed-role', name: 'session' }).GetUser({})).rejects.toMatchObject({
    code: 'ValidationError',
    message: 'Must specify userName when calling with non-User credentials',
  });
});

it('lists users by page, whole and under a path', async () => {
  for (const name of ['eve', 'Bob', 'ann', 'dan', 'Cas']) {
    await test.iam.CreateUser({ UserName: name, Path: name === 'dan' ? '/' : `/team/${name}/` });
  }
  expect(await pages(undefined, 2)).toEqual([['ann', 'Bob'], ['Cas', 'dan'], ['eve']]);
  expect(await pages('/team/', 2)).toEqual([
    ['Bob', 'Cas'],
    ['ann', 'eve'],
  ]);
  expect(await pages('/team/a', 2)).toEqual([['ann']]);
});

async function pages(PathPrefix: string | undefined, MaxItems: number): Promise<(string | undefined)[][]> {
  const found = [];
  let Marker: string | undefined;
  do {
    const page = await test.iam.ListUsers({ PathPrefix, MaxItems, Marker });
    found.push(page.Users.map((user) => user.UserName));
    expect(page.IsTruncated).toBe(page.Marker !== undefined);
    ({ Marker } = page);
  } while (Marker !== undefined);
  return found;
}

it('refuses a marker of another list', async () => {
  for (const UserName of ['ann', 'bob']) await test.iam.CreateUser({ UserName });
  const { Marker } = await test.iam.ListUsers({ MaxItems: 1 });
  for (const request of [{ Marker: 'nonsense' }, { Marker, PathPrefix: '/x/' }]) {
    await expect(test.iam.ListUsers(request)).rejects.toMatchObject({ code: 'ValidationError' });
  }
});

it('keeps id, keys, groups and policies of a user who is renamed', async () => {
  const { User: ann } = await test.iam.CreateUser({ UserName: 'ann' });
  const { AccessKey } = await test.iam.CreateAccessKey({ UserName: 'ann' });
  await test.iam.CreateGroup({ GroupName: 'staff' });
  await test.iam.AddUserToGroup({ GroupName: 'staff', UserName: 'ann' });
  await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: boundary });

  await test.iam.UpdateUser({ UserName: 'ann', NewUserName: 'anna', NewPath: '/new/' });
  await expect(test.iam.GetUser({ UserName: 'ann' })).rejects.toMatchObject({ code: 'NoSuchEntityException' });
  const { User: anna } = await test.iam.GetUser({ UserName: 'anna' });
  expect(anna).toEqual({ ...ann, UserName: 'anna', Path: '/new/', Arn: 'arn:aws:iam::123456789012:user/new/anna' });
  const keys = await test.iam.ListAccessKeys({ UserName: 'anna' });
  expect(keys.AccessKeyMetadata).toMatchObject([{ UserName: 'anna', AccessKeyId: AccessKey.AccessKeyId }]);
  expect((await test.iam.GetGroup({ GroupName: 'staff' })).Users).toMatchObject([{ UserName: 'anna' }]);
  expect((await test.iam.ListEntitiesForPolicy({ PolicyArn: boundary })).PolicyUsers).toEqual([
    { UserName: 'anna', UserId: ann?.UserId },
  ]);
});

it('refuses a new name that is taken, but not another spelling of the own', async () => {
  await test.iam.CreateUser({ UserName: 'ann' });
  await test.iam.CreateUser({ UserName: 'bob' });
  await expect(test.iam.UpdateUser({ UserName: 'ann', NewUserName: 'BOB' })).rejects.toMatchObject({
    code: 'EntityAlreadyExistsException',
  });
  await test.iam.UpdateUser({ UserName: 'ann', NewUserName: 'ANN' });
  expect((await test.iam.GetUser({ UserName: 'ann' })).User.UserName).toBe('ANN');
});

it('deletes a user only when nothing hangs on it', async () => {
  await test.iam.CreateUser({ UserName: 'ann', PermissionsBoundary: boundary });
  await test.iam.CreateGroup({ GroupName: 'staff' });
  await test.iam.AddUserToGroup({ GroupName: 'staff', UserName: 'ann' });
  await test.iam.AttachUserPolicy({ UserName: 'ann', PolicyArn: boundary });
  await test.iam.PutUserPolicy({ UserName: 'ann', PolicyName: 'own', PolicyDocument: allowNothing });
  const { AccessKey } = await test.iam.CreateAccessKey({ UserName: 'ann' });

  await refused('must remove users from group first.');
  await test.iam.RemoveUserFromGroup({ GroupName: 'staff', UserName: 'ann' });
  await refused('must detach all policies first.');
  await test.iam.DetachUserPolicy({ UserName: 'ann', PolicyArn: boundary });
  await refused('must delete policies first.');
  await test.iam.DeleteUserPolicy({ UserName: 'ann', PolicyName: 'own' });
  await refused('must delete access keys first.');
  await test.iam.DeleteAccessKey({ UserName: 'ann', AccessKeyId: AccessKey.AccessKeyId });
  await test.iam.DeleteUser({ UserName: 'ann' });
  expect((await test.iam.ListUsers({})).Users).toEqual([]);
  const { Policy } = await test.iam.GetPolicy({ PolicyArn: boundary });
  expect(Policy).toMatchObject({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 0 });
});

const allowNothing = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';

async function refused(what: string): Promise<void> {
  await expect(test.iam.DeleteUser({ UserName: 'ann' })).rejects.toMatchObject({
    code: 'DeleteConflictException',
    message: `Cannot delete entity, ${what}`,
  });
}

it('never leaves a key behind when a user is deleted at the same time', async () => {
  for (let round = 0; round < 20; round++) {
    await test.iam.CreateUser({ UserName: 'ann' });
    const [key, deletion] = await Promise.allSettled([
      test.iam.CreateAccessKey({ UserName: 'ann' }),
      test.iam.DeleteUser({ UserName: 'ann' }),
    ]);
    expect([key.status, deletion.status].filter((status) => status === 'fulfilled')).toHaveLength(1);
    if (key.status === 'fulfilled') {
      await test.iam.DeleteAccessKey({ UserName: 'ann', AccessKeyId: key.value.AccessKey.AccessKeyId });
      await test.iam.DeleteUser({ UserName: 'ann' });
    }
  }
});

it('gives a name to one of several who want it at the same time', async () => {
  await test.iam.CreateUser({ UserName: 'old' });
  const outcomes = await Promise.allSettled([
    test.iam.CreateUser({ UserName: 'ann' }),
    test.iam.CreateUser({ UserName: 'Ann' }),
    test.iam.UpdateUser({ UserName: 'old', NewUserName: 'ANN' }),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
