import type { IamHandlers } from '../context.ts';
import { awsManagedPolicies } from '../model/aws-managed-policies.ts';
import type { Tag } from '../model/entity.ts';
import { type PageRequest, pageOfList } from '../model/page.ts';
import { mergeTags, removeTags } from '../model/tags.ts';
import { requireOwnPolicy } from '../policy-use.ts';

export const tagOperations = {
  async TagUser({ UserName, Tags }, { users, accessKeys, request }) {
    const user = await users.require(UserName);
    const tagged = { ...user, tags: mergeTags(user.tags, Tags, 'TagsPerUser', request) };
    users.update(tagged);
    await accessKeys.refreshUser(tagged);
  },
  async TagRole({ RoleName, Tags }, { roles, request }) {
    const role = await roles.require(RoleName);
    roles.update({ ...role, tags: mergeTags(role.tags, Tags, 'TagsPerRole', request) });
  },
  async TagPolicy({ PolicyArn, Tags }, context) {
    const policy = await requireOwnPolicy(context, PolicyArn, 'TagPolicy');
    context.policies.update({ ...policy, tags: mergeTags(policy.tags, Tags, 'TagsPerPolicy', context.request) });
  },
  async TagInstanceProfile({ InstanceProfileName, Tags }, { instanceProfiles, request }) {
    const profile = await instanceProfiles.require(InstanceProfileName);
    instanceProfiles.update({ ...profile, tags: mergeTags(profile.tags, Tags, 'TagsPerInstanceProfile', request) });
  },

  async UntagUser({ UserName, TagKeys }, { users, accessKeys, request }) {
    const user = await users.require(UserName);
    const untagged = { ...user, tags: removeTags(user.tags, TagKeys, request) };
    users.update(untagged);
    await accessKeys.refreshUser(untagged);
  },
  async UntagRole({ RoleName, TagKeys }, { roles, request }) {
    const role = await roles.require(RoleName);
    roles.update({ ...role, tags: removeTags(role.tags, TagKeys, request) });
  },
  async UntagPolicy({ PolicyArn, TagKeys }, context) {
    const policy = await requireOwnPolicy(context, PolicyArn, 'UntagPolicy');
    context.policies.update({ ...policy, tags: removeTags(policy.tags, TagKeys, context.request) });
  },
  async UntagInstanceProfile({ InstanceProfileName, TagKeys }, { instanceProfiles, request }) {
    const profile = await instanceProfiles.require(InstanceProfileName);
    instanceProfiles.update({ ...profile, tags: removeTags(profile.tags, TagKeys, request) });
  },

  async ListUserTags({ UserName, ...request }, { users }) {
    const user = await users.require(UserName);
    return listTags(user, request);
  },
  async ListRoleTags({ RoleName, ...request }, { roles }) {
    return listTags(await roles.require(RoleName), request);
  },
  async ListPolicyTags({ PolicyArn, ...request }, { policies }) {
    const awsPolicy = awsManagedPolicies().get(PolicyArn);
    return listTags(awsPolicy ? { id: PolicyArn, tags: [] } : await policies.requireByArn(PolicyArn), request);
  },
  async ListInstanceProfileTags({ InstanceProfileName, ...request }, { instanceProfiles }) {
    return listTags(await instanceProfiles.require(InstanceProfileName), request);
  },
} satisfies Partial<IamHandlers>;

function listTags({ id, tags }: { id: string; tags: Tag[] }, request: PageRequest) {
  const { items, end } = pageOfList(`tags of ${id}`, tags, request, ({ Key }) => Key);
  return { Tags: items, ...end };
}
