/** Rows as the API shows them. Lists leave out what only the Get operations tell: tags, boundaries, last use. */
import type * as Iam from '../../../../generated/types/iam.ts';
import type { LastUsed } from '../store/last-used.ts';
import { encodeDocument } from './document.ts';
import { entityArn, type Group, type InstanceProfile, type Role, type Tag, type User } from './entity.ts';
import { type AwsManagedPolicy, type ManagedPolicy, type PolicyVersionRow, versionId } from './managed-policy.ts';

export function listedUser(user: User): Iam.User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: entityArn('user', user),
    CreateDate: new Date(user.createdAt),
    ...(user.passwordLastUsed !== undefined && { PasswordLastUsed: new Date(user.passwordLastUsed) }),
  };
}

export function describeUser(user: User): Iam.User {
  return { ...listedUser(user), ...boundaryOf(user), ...tagsOf(user.tags) };
}

export function describeGroup(group: Group): Iam.Group {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: entityArn('group', group),
    CreateDate: new Date(group.createdAt),
  };
}

export function listedRole(role: Role): Iam.Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: entityArn('role', role),
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionDurationSeconds,
  };
}

/** Without its last use, which a role that was just made has none of. */
export function describeNewRole(role: Role): Iam.Role {
  return { ...listedRole(role), ...boundaryOf(role), ...tagsOf(role.tags) };
}

export function describeRole(role: Role, lastUsed?: LastUsed): Iam.Role {
  return { ...describeNewRole(role), RoleLastUsed: roleLastUsed(lastUsed) };
}

function roleLastUsed(lastUsed: LastUsed | undefined): Iam.RoleLastUsed {
  return lastUsed === undefined ? {} : { LastUsedDate: new Date(lastUsed.at), Region: lastUsed.region };
}

export function listedInstanceProfile(profile: InstanceProfile, role: Role | undefined): Iam.InstanceProfile {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: entityArn('instance-profile', profile),
    CreateDate: new Date(profile.createdAt),
    Roles: role === undefined ? [] : [listedRole(role)],
  };
}

export function describeInstanceProfile(profile: InstanceProfile, role: Role | undefined): Iam.InstanceProfile {
  return { ...listedInstanceProfile(profile, role), ...tagsOf(profile.tags) };
}

export function listedPolicy(policy: ManagedPolicy): Iam.Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: entityArn('policy', policy),
    Path: policy.path,
    DefaultVersionId: versionId(policy.defaultVersion),
    AttachmentCount: policy.attachments,
    PermissionsBoundaryUsageCount: policy.boundaries,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

export function describePolicy(policy: ManagedPolicy): Iam.Policy {
  const description = policy.description === undefined ? {} : { Description: policy.description };
  return { ...listedPolicy(policy), ...description, Tags: policy.tags };
}

export interface PolicyUsage {
  attachments: number;
  boundaries: number;
}

export function listedAwsPolicy(policy: AwsManagedPolicy, usage: PolicyUsage | undefined): Iam.Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.versionId,
    AttachmentCount: usage?.attachments ?? 0,
    PermissionsBoundaryUsageCount: usage?.boundaries ?? 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

export function describeAwsPolicy(policy: AwsManagedPolicy, usage: PolicyUsage): Iam.Policy {
  return { ...listedAwsPolicy(policy, usage), Description: policy.description, Tags: [] };
}

export function listedVersion(policy: ManagedPolicy, row: PolicyVersionRow): Iam.PolicyVersion {
  return {
    VersionId: versionId(row.version),
    IsDefaultVersion: row.version === policy.defaultVersion,
    CreateDate: new Date(row.createdAt),
  };
}

export function describeVersion(policy: ManagedPolicy, row: PolicyVersionRow): Iam.PolicyVersion {
  return { Document: encodeDocument(row.document), ...listedVersion(policy, row) };
}

function boundaryOf({ boundary }: { boundary?: string | undefined }): Pick<Iam.User, 'PermissionsBoundary'> {
  if (boundary === undefined) return {};
  return {
    PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary },
  };
}

/** An entity without tags has no such member. */
function tagsOf(tags: Tag[]): { Tags?: Tag[] } {
  return tags.length > 0 ? { Tags: tags } : {};
}
