import type * as Iam from '../../../../generated/types/iam.ts';
import { namedUserOrCaller } from '../caller.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { deleteConflict } from '../errors.ts';
import { describeUser, listedUser } from '../model/description.ts';
import { entityArn, type User, type UserDependent } from '../model/entity.ts';
import { newTags } from '../model/tags.ts';
import { releasePolicy, usePolicy } from '../policy-use.ts';
import { updateTrusts } from '../trust-policy.ts';

export const userOperations = {
  async CreateUser({ UserName, Path = '/', PermissionsBoundary, Tags }, context) {
    const user: User = {
      kind: 'user',
      account: context.account,
      name: UserName,
      path: Path,
      id: context.request.platform.ids.uniqueId('AIDA'),
      createdAt: context.now,
      tags: newTags(Tags, 'TagsPerUser', context.request),
      attached: [],
      inline: [],
      groups: [],
      dependents: {},
      boundary: PermissionsBoundary,
    };
    await context.users.create(user);
    if (PermissionsBoundary !== undefined) await usePolicy(context, PermissionsBoundary, user, 'boundary');
    return { User: describeUser(user) };
  },

  async GetUser({ UserName }, context) {
    const user = await namedUserOrCaller(context, UserName);
    return { User: user === undefined ? rootUser(context) : describeUser(user) };
  },

  async ListUsers(input, { users }) {
    const { items, end } = await users.page(input);
    return { Users: items.map(listedUser), ...end };
  },

  async UpdateUser({ UserName, NewUserName, NewPath }, context) {
    const { users, accessKeys } = context;
    const user = await users.require(UserName);
    const renamed = await users.rename(user, NewUserName ?? user.name, NewPath ?? user.path);
    await accessKeys.refreshUser(renamed);
    await updateTrusts(context, user, entityArn('user', renamed));
  },

  async DeleteUser({ UserName }, context) {
    const user = await context.users.require(UserName);
    requireDeletable(user);
    if (user.boundary !== undefined) await releasePolicy(context, user.boundary, user, 'boundary');
    await updateTrusts(context, user, user.id);
    context.users.delete(user);
  },
} satisfies Partial<IamHandlers>;

const dependentConflicts: Record<UserDependent, string> = {
  loginProfile: 'delete login profile',
  accessKeys: 'delete access keys',
  mfaDevices: 'delete MFA device',
  signingCertificates: 'delete signing certificates',
  sshPublicKeys: 'remove referenced objects',
  serviceSpecificCredentials: 'remove referenced objects',
};

function requireDeletable(user: User): void {
  if (user.groups.length > 0) throw deleteConflict('remove users from group');
  if (user.attached.length > 0) throw deleteConflict('detach all policies');
  if (user.inline.length > 0) throw deleteConflict('delete policies');
  for (const [dependent, whatMustBeDone] of Object.entries(dependentConflicts)) {
    if ((user.dependents[dependent as UserDependent] ?? 0) > 0) throw deleteConflict(whatMustBeDone);
  }
}

/** The root user has no name and no path, although the model requires them. */
function rootUser({ account }: IamContext): Iam.User {
  const user: Pick<Iam.User, 'UserId' | 'Arn' | 'CreateDate'> = {
    UserId: account,
    Arn: `arn:aws:iam::${account}:root`,
    CreateDate: new Date(0),
  };
  return user as Iam.User;
}
