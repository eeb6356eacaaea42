import type { IamContext, IamHandlers } from '../context.ts';
import { deleteConflict, noSuchEntity, quotaExceeded } from '../errors.ts';
import { describeInstanceProfile, listedInstanceProfile } from '../model/description.ts';
import type { InstanceProfile, Role } from '../model/entity.ts';
import type { Page } from '../model/page.ts';
import { newTags } from '../model/tags.ts';

const rolesPerInstanceProfile = 1;

export const instanceProfileOperations = {
  async CreateInstanceProfile({ InstanceProfileName, Path = '/', Tags }, { account, instanceProfiles, now, request }) {
    const profile: InstanceProfile = {
      account,
      name: InstanceProfileName,
      path: Path,
      id: request.platform.ids.uniqueId('AIPA'),
      createdAt: now,
      tags: newTags(Tags, 'TagsPerInstanceProfile', request),
    };
    await instanceProfiles.create(profile);
    return { InstanceProfile: describeInstanceProfile(profile, undefined) };
  },

  async GetInstanceProfile({ InstanceProfileName }, context) {
    const profile = await context.instanceProfiles.require(InstanceProfileName);
    return { InstanceProfile: describeInstanceProfile(profile, await roleOf(profile, context)) };
  },

  async ListInstanceProfiles(input, context) {
    return listed(await context.instanceProfiles.page(input), context);
  },

  async ListInstanceProfilesForRole({ RoleName, ...page }, context) {
    const role = await context.roles.require(RoleName);
    return listed(await context.instanceProfiles.pageOfRole(role.id, page), context);
  },

  async AddRoleToInstanceProfile({ InstanceProfileName, RoleName }, { instanceProfiles, roles }) {
    const profile = await instanceProfiles.require(InstanceProfileName);
    const role = await roles.requireOwn(RoleName);
    if (profile.role !== undefined) throw quotaExceeded('InstanceSessionsPerInstanceProfile', rolesPerInstanceProfile);
    instanceProfiles.update({ ...profile, role: role.id });
    roles.update({ ...role, instanceProfiles: role.instanceProfiles + 1 });
  },

  async RemoveRoleFromInstanceProfile({ InstanceProfileName, RoleName }, { instanceProfiles, roles }) {
    const profile = await instanceProfiles.require(InstanceProfileName);
    const role = await roles.requireOwn(RoleName);
    if (profile.role !== role.id) throw noSuchEntity('role', RoleName);
    instanceProfiles.update({ ...profile, role: undefined });
    roles.update({ ...role, instanceProfiles: role.instanceProfiles - 1 });
  },

  async DeleteInstanceProfile({ InstanceProfileName }, { instanceProfiles }) {
    const profile = await instanceProfiles.require(InstanceProfileName);
    if (profile.role !== undefined) throw deleteConflict('remove roles from instance profile');
    instanceProfiles.delete(profile);
  },
} satisfies Partial<IamHandlers>;

async function roleOf(profile: InstanceProfile, { roles }: IamContext): Promise<Role | undefined> {
  return profile.role === undefined ? undefined : roles.findById(profile.role);
}

async function listed({ items, end }: Page<InstanceProfile>, context: IamContext) {
  const describe = async (profile: InstanceProfile) => listedInstanceProfile(profile, await roleOf(profile, context));
  return { InstanceProfiles: await Promise.all(items.map(describe)), ...end };
}
