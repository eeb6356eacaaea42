/** Entities with all that decides what they may do, as GetAccountAuthorizationDetails shows them. */
import type * as Iam from '../../../generated/types/iam.ts';
import type { IamContext } from './context.ts';
import {
  describeGroup,
  describePolicy,
  describeRole,
  describeUser,
  describeVersion,
  listedAwsPolicy,
  listedInstanceProfile,
  type PolicyUsage,
} from './model/description.ts';
import { encodeDocument } from './model/document.ts';
import type { Group, PolicyHolder, Role, User } from './model/entity.ts';
import { type AwsManagedPolicy, type ManagedPolicy, parsePolicyArn } from './model/managed-policy.ts';
import { groupsOf } from './policy-holders.ts';
import { lastUsed } from './usage.ts';

export async function describeUserDetail(user: User, context: IamContext): Promise<Iam.UserDetail> {
  const { PasswordLastUsed: _unused, ...described } = describeUser(user);
  const groups = await groupsOf(user, context);
  return {
    ...described,
    Tags: user.tags,
    GroupList: groups.map(({ name }) => name),
    UserPolicyList: inlineOf(user),
    AttachedManagedPolicies: attachedOf(user),
  };
}

export async function describeGroupDetail(group: Group): Promise<Iam.GroupDetail> {
  return { ...describeGroup(group), GroupPolicyList: inlineOf(group), AttachedManagedPolicies: attachedOf(group) };
}

export async function describeRoleDetail(role: Role, context: IamContext): Promise<Iam.RoleDetail> {
  const described = describeRole(role, await lastUsed(context.request, role.id));
  const { Description: _text, MaxSessionDuration: _seconds, ...detail } = described;
  const { items } = await context.instanceProfiles.pageOfRole(role.id, { MaxItems: 1000 });
  return {
    ...detail,
    Tags: role.tags,
    InstanceProfileList: items.map((profile) => listedInstanceProfile(profile, role)),
    RolePolicyList: inlineOf(role),
    AttachedManagedPolicies: attachedOf(role),
  };
}

export async function describePolicyDetail(
  policy: ManagedPolicy,
  { policies }: IamContext,
): Promise<Iam.ManagedPolicyDetail> {
  const { Tags: _tags, ...detail } = describePolicy(policy);
  const versions = await policies.versions(policy);
  return { ...detail, PolicyVersionList: versions.map((row) => describeVersion(policy, row)) };
}

export function describeAwsPolicyDetail(policy: AwsManagedPolicy, usage: PolicyUsage): Iam.ManagedPolicyDetail {
  const version = {
    Document: encodeDocument(policy.document),
    VersionId: policy.versionId,
    IsDefaultVersion: true,
    CreateDate: new Date(policy.updatedAt),
  };
  return { ...listedAwsPolicy(policy, usage), PolicyVersionList: [version] };
}

function inlineOf({ inline }: PolicyHolder): Iam.PolicyDetail[] {
  return inline.map(({ name, document }) => ({ PolicyName: name, PolicyDocument: encodeDocument(document) }));
}

function attachedOf({ attached }: PolicyHolder): Iam.AttachedPolicy[] {
  return attached.map((PolicyArn) => ({ PolicyArn, PolicyName: parsePolicyArn(PolicyArn)?.name ?? PolicyArn }));
}
