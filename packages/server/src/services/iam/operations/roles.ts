import type { IamHandlers } from '../context.ts';
import { deleteConflict } from '../errors.ts';
import { describeNewRole, describeRole, listedRole } from '../model/description.ts';
import type { Role } from '../model/entity.ts';
import { newTags } from '../model/tags.ts';
import { releasePolicy, usePolicy } from '../policy-use.ts';
import { deleteLastUsed } from '../store/last-used.ts';
import { putTrusts } from '../store/trusts.ts';
import { checkTrustPolicy, updateTrusts } from '../trust-policy.ts';
import { lastUsed } from '../usage.ts';

const defaultSessionDurationSeconds = 3600;

export const roleOperations = {
  async CreateRole(input, context) {
    const { RoleName, Path = '/', AssumeRolePolicyDocument, PermissionsBoundary } = input;
    const trusts = await checkTrustPolicy(AssumeRolePolicyDocument, context);
    const role: Role = {
      kind: 'role',
      account: context.account,
      name: RoleName,
      path: Path,
      id: context.request.platform.ids.uniqueId('AROA'),
      createdAt: context.now,
      tags: newTags(input.Tags, 'TagsPerRole', context.request),
      attached: [],
      inline: [],
      trustPolicy: AssumeRolePolicyDocument,
      trusts,
      description: input.Description,
      maxSessionDurationSeconds: input.MaxSessionDuration ?? defaultSessionDurationSeconds,
      boundary: PermissionsBoundary,
      instanceProfiles: 0,
    };
    await context.roles.create(role);
    putTrusts(context.request.unit, role);
    if (PermissionsBoundary !== undefined) await usePolicy(context, PermissionsBoundary, role, 'boundary');
    return { Role: describeNewRole(role) };
  },

  async GetRole({ RoleName }, { roles, request }) {
    const role = await roles.require(RoleName);
    return { Role: describeRole(role, await lastUsed(request, role.id)) };
  },

  async ListRoles(input, { roles }) {
    const { items, end } = await roles.page(input);
    return { Roles: items.map(listedRole), ...end };
  },

  async UpdateRole({ RoleName, Description, MaxSessionDuration }, { roles }) {
    const role = await roles.require(RoleName);
    if (MaxSessionDuration !== undefined) roles.requireModifiable(role);
    roles.update({
      ...role,
      description: Description ?? role.description,
      maxSessionDurationSeconds: MaxSessionDuration ?? role.maxSessionDurationSeconds,
    });
    return {};
  },

  async UpdateRoleDescription({ RoleName, Description }, { roles, request }) {
    const role = { ...(await roles.require(RoleName)), description: Description };
    roles.update(role);
    return { Role: describeRole(role, await lastUsed(request, role.id)) };
  },

  async UpdateAssumeRolePolicy({ RoleName, PolicyDocument }, context) {
    const role = await context.roles.requireOwn(RoleName);
    const trusts = await checkTrustPolicy(PolicyDocument, context);
    const changed = { ...role, trustPolicy: PolicyDocument, trusts };
    putTrusts(context.request.unit, changed, role);
    context.roles.update(changed);
  },

  async DeleteRole({ RoleName }, context) {
    const role = await context.roles.requireOwn(RoleName);
    if (role.instanceProfiles > 0) throw deleteConflict('remove roles from instance profile');
    if (role.attached.length > 0) throw deleteConflict('detach all policies');
    if (role.inline.length > 0) throw deleteConflict('delete policies');
    if (role.boundary !== undefined) await releasePolicy(context, role.boundary, role, 'boundary');
    deleteLastUsed(context.request.unit, context.account, role.id);
    await updateTrusts(context, role, role.id);
    putTrusts(context.request.unit, { ...role, trusts: [] }, role);
    context.roles.delete(role);
  },
} satisfies Partial<IamHandlers>;
