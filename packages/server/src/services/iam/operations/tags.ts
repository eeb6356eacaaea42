import type { IamHandlers } from '../context.ts';
import { awsManagedPolicies } from '../model/aws-managed-policies.ts';
import type { Tag } from '../model/entity.ts';
import { type PageRequest, pageOfList } from '../model/page.ts';
import { mergeTags, removeTags } from '../model/tags.ts';
import { requireOwnPolicy } from '../policy-use.ts';

export const tagOperations = {
  async TagUser({ UserName, Tags }, { users, accessKeys }) {
    const user = await users.require(UserName);
    const tagged = { ...user, tags: mergeTags(user.tags, Tags, 'TagsPerUser') };
    users.update(tagged);
    await accessKeys.refreshUser(tagged);
  },
  async TagRole({ RoleName, Tags }, { roles }) {
    const role = await roles.require(RoleName);
    roles.update({ ...role, tags: mergeTags(role.tags, Tags, 'TagsPerRole') });
  },
  async TagPolicy({ PolicyArn, Tags }, context) {
    const policy = await requireOwnPolicy(context, PolicyArn, 'TagPolicy');
    context.policies.update({ ...policy, tags: mergeTags(policy.tags, Tags, 'TagsPerPolicy') });
  },
  async TagInstanceProfile({ InstanceProfileName, Tags }, { instanceProfiles }) {
    const profile = await instanceProfiles.require(InstanceProfileName);
    instanceProfiles.update({ ...profile, tags: mergeTags(profile.tags, Tags, 'TagsPerInstanceProfile') });
  },

  async UntagUser({ UserName, TagKeys }, { users, accessKeys }) {
    const user = await users.require(UserName);
    const untagged = { ...user, tags: removeTags(user.tags, TagKeys) };
    users.update(untagged);
    await accessKeys.refreshUser(untagged);
  },
  async UntagRole({ RoleName, TagKeys }, { roles }) {
    const role = await roles.require(RoleName);
    roles.update({ ...role, tags: removeTags(role.tags, TagKeys) });
  },
  async UntagPolicy({ PolicyArn, TagKeys }, context) {
    const policy = await requireOwnPolicy(context, PolicyArn, 'UntagPolicy');
    context.policies.update({ ...policy, tags: removeTags(policy.tags, TagKeys) });
  },
  async UntagInstanceProfile({ InstanceProfileName, TagKeys }, { instanceProfiles }) {
    const profile = await instanceProfiles.require(InstanceProfileName);
    instanceProfiles.update({ ...profile, tags: removeTags(profile.tags, TagKeys) });
  },

  async ListUserTags({ UserName, ...request }, { users }) {
    const user = await users.require(UserName);
    return listTags(user, request);
  },
  async ListRoleTags({ RoleName, ...request }, { roles }) {
    return listTags(await roles.require(RoleName), request);
  },
  async ListPolicyTags({ PolicyArn, ...request }, { policies }) {
    const awsPolicy = awsManagedPolicies.get(PolicyArn);
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
