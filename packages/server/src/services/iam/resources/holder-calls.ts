import type { HolderKind } from '../model/entity.ts';
import { everyItem, type IamCalls } from './answers.ts';

/** What can be done with the policies of a role, user or group of some name. */
export interface HolderCalls {
  attach: (iam: IamCalls, name: string, PolicyArn: string) => Promise<unknown>;
  detach: (iam: IamCalls, name: string, PolicyArn: string) => Promise<unknown>;
  attached: (iam: IamCalls, name: string) => Promise<string[]>;
  put: (iam: IamCalls, name: string, PolicyName: string, PolicyDocument: string) => Promise<unknown>;
  get: (iam: IamCalls, name: string, PolicyName: string) => Promise<{ PolicyDocument: string }>;
  remove: (iam: IamCalls, name: string, PolicyName: string) => Promise<unknown>;
  inline: (iam: IamCalls, name: string) => Promise<string[]>;
  /** The names of all there are. */
  names: (iam: IamCalls) => Promise<string[]>;
}

const roles: HolderCalls = {
  attach: (iam, RoleName, PolicyArn) => iam.AttachRolePolicy({ RoleName, PolicyArn }),
  detach: (iam, RoleName, PolicyArn) => iam.DetachRolePolicy({ RoleName, PolicyArn }),
  attached: (iam, RoleName) =>
    everyItem(
      (page) => iam.ListAttachedRolePolicies({ RoleName, ...page }),
      ({ AttachedPolicies }) => arnsOf(AttachedPolicies),
    ),
  put: (iam, RoleName, PolicyName, PolicyDocument) => iam.PutRolePolicy({ RoleName, PolicyName, PolicyDocument }),
  get: (iam, RoleName, PolicyName) => iam.GetRolePolicy({ RoleName, PolicyName }),
  remove: (iam, RoleName, PolicyName) => iam.DeleteRolePolicy({ RoleName, PolicyName }),
  inline: (iam, RoleName) =>
    everyItem(
      (page) => iam.ListRolePolicies({ RoleName, ...page }),
      ({ PolicyNames }) => PolicyNames,
    ),
  names: (iam) =>
    everyItem(
      (page) => iam.ListRoles(page),
      ({ Roles }) => Roles.map(({ RoleName }) => RoleName),
    ),
};

const users: HolderCalls = {
  attach: (iam, UserName, PolicyArn) => iam.AttachUserPolicy({ UserName, PolicyArn }),
  detach: (iam, UserName, PolicyArn) => iam.DetachUserPolicy({ UserName, PolicyArn }),
  attached: (iam, UserName) =>
    everyItem(
      (page) => iam.ListAttachedUserPolicies({ UserName, ...page }),
      ({ AttachedPolicies }) => arnsOf(AttachedPolicies),
    ),
  put: (iam, UserName, PolicyName, PolicyDocument) => iam.PutUserPolicy({ UserName, PolicyName, PolicyDocument }),
  get: (iam, UserName, PolicyName) => iam.GetUserPolicy({ UserName, PolicyName }),
  remove: (iam, UserName, PolicyName) => iam.DeleteUserPolicy({ UserName, PolicyName }),
  inline: (iam, UserName) =>
    everyItem(
      (page) => iam.ListUserPolicies({ UserName, ...page }),
      ({ PolicyNames }) => PolicyNames,
    ),
  names: (iam) =>
    everyItem(
      (page) => iam.ListUsers(page),
      ({ Users }) => Users.map(({ UserName }) => UserName),
    ),
};

const groups: HolderCalls = {
  attach: (iam, GroupName, PolicyArn) => iam.AttachGroupPolicy({ GroupName, PolicyArn }),
  detach: (iam, GroupName, PolicyArn) => iam.DetachGroupPolicy({ GroupName, PolicyArn }),
  attached: (iam, GroupName) =>
    everyItem(
      (page) => iam.ListAttachedGroupPolicies({ GroupName, ...page }),
      ({ AttachedPolicies }) => arnsOf(AttachedPolicies),
    ),
  put: (iam, GroupName, PolicyName, PolicyDocument) => iam.PutGroupPolicy({ GroupName, PolicyName, PolicyDocument }),
  get: (iam, GroupName, PolicyName) => iam.GetGroupPolicy({ GroupName, PolicyName }),
  remove: (iam, GroupName, PolicyName) => iam.DeleteGroupPolicy({ GroupName, PolicyName }),
  inline: (iam, GroupName) =>
    everyItem(
      (page) => iam.ListGroupPolicies({ GroupName, ...page }),
      ({ PolicyNames }) => PolicyNames,
    ),
  names: (iam) =>
    everyItem(
      (page) => iam.ListGroups(page),
      ({ Groups }) => Groups.map(({ GroupName }) => GroupName),
    ),
};

export const holderCalls: Readonly<Record<HolderKind, HolderCalls>> = { role: roles, user: users, group: groups };

function arnsOf(policies: readonly { PolicyArn?: string | undefined }[] = []): string[] {
  return policies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
}
