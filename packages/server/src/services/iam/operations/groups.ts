import type { IamHandlers } from '../context.ts';
import { deleteConflict, quotaExceeded } from '../errors.ts';
import { describeGroup, listedUser } from '../model/description.ts';
import type { Group } from '../model/entity.ts';
import { pageOfList } from '../model/page.ts';

const groupsPerUser = 10;

export const groupOperations = {
  async CreateGroup({ GroupName, Path = '/' }, { account, groups, now, request }) {
    const group: Group = {
      kind: 'group',
      account,
      name: GroupName,
      path: Path,
      id: request.platform.ids.uniqueId('AGPA'),
      createdAt: now,
      attached: [],
      inline: [],
      members: 0,
    };
    await groups.create(group);
    return { Group: describeGroup(group) };
  },

  async GetGroup({ GroupName, ...page }, { groups, memberships, users }) {
    const group = await groups.require(GroupName);
    const { items, end } = await memberships.page(group.id, page);
    const members = await Promise.all(items.map(({ user }) => users.findById(user)));
    return {
      Group: describeGroup(group),
      Users: members.filter((user) => user !== undefined).map(listedUser),
      ...end,
    };
  },

  async ListGroups(input, { groups }) {
    const { items, end } = await groups.page(input);
    return { Groups: items.map(describeGroup), ...end };
  },

  async ListGroupsForUser({ UserName, ...request }, { groups, users }) {
    const user = await users.require(UserName);
    const rows = await Promise.all(user.groups.map((id) => groups.findById(id)));
    const found = rows.filter((group) => group !== undefined);
    const { items, end } = pageOfList(`groups of ${user.id}`, found, request, ({ name }) => name);
    return { Groups: items.map(describeGroup), ...end };
  },

  async UpdateGroup({ GroupName, NewGroupName, NewPath }, { groups }) {
    const group = await groups.require(GroupName);
    await groups.rename(group, NewGroupName ?? group.name, NewPath ?? group.path);
  },

  async DeleteGroup({ GroupName }, { groups }) {
    const group = await groups.require(GroupName);
    if (group.members > 0) throw deleteConflict('remove users from group');
    if (group.attached.length > 0) throw deleteConflict('detach all policies');
    if (group.inline.length > 0) throw deleteConflict('delete policies');
    groups.delete(group);
  },

  async AddUserToGroup({ GroupName, UserName }, { groups, users, memberships }) {
    const group = await groups.require(GroupName);
    const user = await users.require(UserName);
    if (user.groups.includes(group.id)) return;
    if (user.groups.length >= groupsPerUser) throw quotaExceeded('GroupsPerUser', groupsPerUser);
    groups.update({ ...group, members: group.members + 1 });
    users.update({ ...user, groups: [...user.groups, group.id] });
    memberships.add(group.id, user.id);
  },

  async RemoveUserFromGroup({ GroupName, UserName }, { groups, users, memberships }) {
    const group = await groups.require(GroupName);
    const user = await users.require(UserName);
    if (!user.groups.includes(group.id)) return;
    groups.update({ ...group, members: group.members - 1 });
    users.update({ ...user, groups: user.groups.filter((id) => id !== group.id) });
    memberships.remove(group.id, user.id);
  },
} satisfies Partial<IamHandlers>;
