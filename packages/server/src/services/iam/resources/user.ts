import { ownTags } from '../../../platform/resource-handler.ts';
import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import {
  formerProperties,
  isChanged,
  listChanges,
  presentProperties,
  unlessGone,
} from '../../../platform/resource-steps.ts';
import { everyItem, gone, type IamCalls, newTags, tagsOf, updateTags } from './answers.ts';
import { holderCalls } from './holder-calls.ts';
import { HolderPolicies } from './holder-policies.ts';

interface UserProperties {
  UserName: string;
  Groups?: string[];
  LoginProfile?: { Password: string; PasswordResetRequired?: boolean };
  Path?: string;
  PermissionsBoundary?: string;
}

const longestName = 64;

/** AWS::IAM::User */
export const userResource: ResourceHandler = {
  async create(desired, context) {
    const { iam } = context.call;
    const { Path, PermissionsBoundary, ...named } = propertiesOf(desired);
    const UserName = named.UserName ?? context.generatedName({ maxLength: longestName });
    const { Tags, more } = newTags(desired['Tags'], context);
    const { User } = await iam.CreateUser({ UserName, Path, PermissionsBoundary, Tags });
    if (more.length > 0) await iam.TagUser({ UserName, Tags: more });
    await changeBelongings(UserName, {}, desired, context);
    return { UserName, Arn: User?.Arn };
  },

  async read(existing, context) {
    const { iam } = context.call;
    const { UserName } = propertiesOf(existing.properties);
    const { User } = (await unlessGone(iam.GetUser({ UserName }), gone)) ?? {};
    if (!User) return undefined;
    const Groups = await groupsOf(UserName, iam);
    const login = await unlessGone(iam.GetLoginProfile({ UserName }), gone);
    return presentProperties({
      UserName: User.UserName,
      Arn: User.Arn,
      Path: User.Path,
      PermissionsBoundary: User.PermissionsBoundary?.PermissionsBoundaryArn,
      Groups: Groups.length > 0 ? Groups : undefined,
      LoginProfile: login && { PasswordResetRequired: login.LoginProfile.PasswordResetRequired },
      ...(await new HolderPolicies('user', UserName, context.call).read()),
      Tags: ownTags(tagsOf(User.Tags), { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { UserName } = propertiesOf(existing.properties);
    const { Path = '/', PermissionsBoundary } = propertiesOf(desired);
    const former = await formerProperties(userResource, existing, context);
    if (isChanged('Path', former, desired)) await iam.UpdateUser({ UserName, NewPath: Path });
    if (isChanged('PermissionsBoundary', former, desired)) {
      if (PermissionsBoundary === undefined) await iam.DeleteUserPermissionsBoundary({ UserName });
      else await iam.PutUserPermissionsBoundary({ UserName, PermissionsBoundary });
    }
    await changeBelongings(UserName, former, desired, context);
    const { User } = await iam.GetUser({ UserName });
    await updateTags(
      User.Tags,
      { existing, desired: desired['Tags'], context },
      {
        tag: (Tags) => iam.TagUser({ UserName, Tags }),
        untag: (TagKeys) => iam.UntagUser({ UserName, TagKeys }),
      },
    );
    return { Arn: User.Arn };
  },

  /** With access keys or policies that are not the template's, the user stays: IAM says why. */
  async delete(existing, context) {
    const { iam } = context.call;
    const { UserName } = propertiesOf(existing.properties);
    if (!(await unlessGone(iam.GetUser({ UserName }), gone))) return;
    const former = await formerProperties(userResource, existing, context);
    await changeBelongings(UserName, former, {}, context);
    await iam.DeleteUser({ UserName });
  },

  async list(context) {
    const names = await holderCalls.user.names(context.call.iam);
    return names.map((UserName) => ({ UserName }));
  },
};

function propertiesOf(properties: ResourceProperties): UserProperties {
  return properties as unknown as UserProperties;
}

function groupsOf(UserName: string, iam: IamCalls): Promise<string[]> {
  return everyItem(
    (page) => iam.ListGroupsForUser({ UserName, ...page }),
    ({ Groups }) => Groups.map(({ GroupName }) => GroupName),
  );
}

/** Groups, password and policies. */
async function changeBelongings(
  UserName: string,
  former: ResourceProperties,
  desired: ResourceProperties,
  { call }: ResourceContext,
): Promise<void> {
  const { iam } = call;
  const groups = listChanges(propertiesOf(former).Groups, propertiesOf(desired).Groups);
  for (const GroupName of groups.removed) await unlessGone(iam.RemoveUserFromGroup({ GroupName, UserName }), gone);
  for (const GroupName of groups.added) await iam.AddUserToGroup({ GroupName, UserName });
  await new HolderPolicies('user', UserName, call).change(former, desired);
  if (!isChanged('LoginProfile', former, desired)) return;
  const { LoginProfile } = propertiesOf(desired);
  if (LoginProfile === undefined) await unlessGone(iam.DeleteLoginProfile({ UserName }), gone);
  else if (former['LoginProfile'] === undefined) await iam.CreateLoginProfile({ UserName, ...LoginProfile });
  else await iam.UpdateLoginProfile({ UserName, PasswordResetRequired: false, ...LoginProfile });
}
