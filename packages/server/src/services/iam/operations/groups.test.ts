import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(() => (test = openTestAccount()));
afterEach(() => test.close());

it('creates, renames and deletes a group', async () => {
  const { Group } = await test.iam.CreateGroup({ GroupName: 'staff' });
  expect(Group).toEqual({
    Path: '/',
    GroupName: 'staff',
    GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/),
    Arn: 'arn:aws:iam::123456789012:group/staff',
    CreateDate: new Date('2026-01-02T03:04:05Z'),
  });
  await expect(test.iam.CreateGroup({ GroupName: 'Staff' })).rejects.toMatchObject({
    code: 'EntityAlreadyExistsException',
    message: 'Group with name Staff already exists.',
  });
  await test.iam.UpdateGroup({ GroupName: 'staff', NewGroupName: 'crew', NewPath: '/ship/' });
  expect((await test.iam.ListGroups({ PathPrefix: '/ship/' })).Groups).toMatchObject([
    { GroupName: 'crew', GroupId: Group.GroupId },
  ]);
  await test.iam.DeleteGroup({ GroupName: 'crew' });
  await expect(test.iam.GetGroup({ GroupName: 'crew' })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: 'The group with name crew cannot be found.',
  });
});

it('tells the members of a group and the groups of a user', async () => {
  for (const name of ['a', 'b', 'c']) await test.iam.CreateGroup({ GroupName: name });
  for (const name of ['ann', 'bob', 'cas']) {
    await test.iam.CreateUser({ UserName: name });
    await test.iam.AddUserToGroup({ GroupName: 'b', UserName: name });
    await test.iam.AddUserToGroup({ GroupName: 'b', UserName: name });
  }
  await test.iam.AddUserToGroup({ GroupName: 'a', UserName: 'ann' });

  const first = await test.iam.GetGroup({ GroupName: 'b', MaxItems: 2 });
  const second = await test.iam.GetGroup({ GroupName: 'b', MaxItems: 2, Marker: first.Marker });
  expect(first.IsTruncated).toBe(true);
  expect(second.IsTruncated).toBe(false);
  expect([...first.Users, ...second.Users].map(({ UserName }) => UserName).sort()).toEqual(['ann', 'bob', 'cas']);
  const page = await test.iam.ListGroupsForUser({ UserName: 'ann', MaxItems: 1 });
  expect(page).toMatchObject({ Groups: [{ GroupName: 'a' }], IsTruncated: true });
  expect(await test.iam.ListGroupsForUser({ UserName: 'ann', Marker: page.Marker })).toMatchObject({
    Groups: [{ GroupName: 'b' }],
  });

  await test.iam.RemoveUserFromGroup({ GroupName: 'b', UserName: 'bob' });
  await test.iam.RemoveUserFromGroup({ GroupName: 'b', UserName: 'bob' });
  expect((await test.iam.GetGroup({ GroupName: 'b' })).Users).toHaveLength(2);
});

it('refuses to delete a group with members', async () => {
  await test.iam.CreateGroup({ GroupName: 'staff' });
  await test.iam.CreateUser({ UserName: 'ann' });
  await test.iam.AddUserToGroup({ GroupName: 'staff', UserName: 'ann' });
  await expect(test.iam.DeleteGroup({ GroupName: 'staff' })).rejects.toMatchObject({
    code: 'DeleteConflictException',
    message: 'Cannot delete entity, must remove users from group first.',
  });
});

it('lets a user be in ten groups', async () => {
  await test.iam.CreateUser({ UserName: 'ann' });
  for (let number = 1; number <= 11; number++) await test.iam.CreateGroup({ GroupName: `g${number}` });
  for (let number = 1; number <= 10; number++)
    await test.iam.AddUserToGroup({ GroupName: `g${number}`, UserName: 'ann' });
  await expect(test.iam.AddUserToGroup({ GroupName: 'g11', UserName: 'ann' })).rejects.toMatchObject({
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for GroupsPerUser: 10',
  });
});
