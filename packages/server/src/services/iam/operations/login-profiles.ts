import type * as Iam from '../../../../generated/types/iam.ts';
import { namedUserOrCaller } from '../caller.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError } from '../errors.ts';
import type { User } from '../model/entity.ts';
import { hashPassword, isPassword, rememberedPasswords, requireNew, requireStrong } from '../model/password.ts';
import { readAccountSettings } from '../store/account-settings.ts';
import type { LoginProfile } from '../store/user-credentials.ts';

export const loginProfileOperations = {
  async CreateLoginProfile({ UserName, Password, PasswordResetRequired = false }, context) {
    const { account, credentials, now } = context;
    const user = await requireUser(context, UserName);
    if (Password === undefined) throw new IamError('ValidationError', 'A password is required for an IAM user');
    if (await credentials.loginProfiles.find(user.id, 'login')) {
      throw new IamError('EntityAlreadyExistsException', `Login Profile for user ${user.name} already exists.`);
    }
    const { passwordPolicy } = await readAccountSettings(context.request.unit, account);
    requireStrong(Password, passwordPolicy, user.name);
    const profile: LoginProfile = {
      account,
      owner: user.id,
      id: 'login',
      createdAt: now,
      changedAt: now,
      resetRequired: PasswordResetRequired,
      password: await hashPassword(Password, context.request.platform.ids),
      history: [],
    };
    credentials.loginProfiles.put(profile);
    context.users.count(user, 'loginProfile', 1);
    return { LoginProfile: describeProfile(user, profile) };
  },

  async GetLoginProfile({ UserName }, context) {
    const user = await requireUser(context, UserName);
    return { LoginProfile: describeProfile(user, await requireProfile(context, user)) };
  },

  async UpdateLoginProfile({ UserName, Password, PasswordResetRequired }, context) {
    const user = await context.users.require(UserName);
    const profile = await requireProfile(context, user);
    const changed = Password === undefined ? profile : await withPassword(context, user, profile, Password);
    context.credentials.loginProfiles.put({
      ...changed,
      resetRequired: PasswordResetRequired ?? profile.resetRequired,
    });
  },

  async DeleteLoginProfile({ UserName }, context) {
    const user = await requireUser(context, UserName);
    context.credentials.loginProfiles.delete(await requireProfile(context, user));
    context.users.count(user, 'loginProfile', -1);
  },

  async ChangePassword({ OldPassword, NewPassword }, context) {
    const { principal } = context.request;
    if (principal.kind !== 'user' || principal.name === undefined) {
      throw new IamError('InvalidUserTypeException', 'Only IAM Users can change their own password');
    }
    const user = await context.users.require(principal.name);
    const profile = await requireProfile(context, user);
    if (!(await isPassword(OldPassword, profile.password))) {
      throw new IamError('AccessDenied', 'The old password was incorrect.', { status: 403 });
    }
    const changed = await withPassword(context, user, profile, NewPassword);
    context.credentials.loginProfiles.put({ ...changed, resetRequired: false });
  },
} satisfies Partial<IamHandlers>;

async function withPassword(
  { account, now, request }: IamContext,
  user: User,
  profile: LoginProfile,
  password: string,
): Promise<LoginProfile> {
  const { passwordPolicy } = await readAccountSettings(request.unit, account);
  requireStrong(password, passwordPolicy, user.name);
  const history = [profile.password, ...profile.history].slice(0, rememberedPasswords);
  await requireNew(password, passwordPolicy, history);
  return { ...profile, password: await hashPassword(password, request.platform.ids), changedAt: now, history };
}

async function requireUser(context: IamContext, userName: string | undefined): Promise<User> {
  const user = await namedUserOrCaller(context, userName);
  if (user === undefined) throw noProfile('root');
  return user;
}

async function requireProfile({ credentials }: IamContext, user: User): Promise<LoginProfile> {
  const profile = await credentials.loginProfiles.find(user.id, 'login');
  if (profile === undefined) throw noProfile(user.name);
  return profile;
}

function noProfile(userName: string): IamError {
  return new IamError('NoSuchEntityException', `Login Profile for User ${userName} cannot be found.`);
}

function describeProfile(user: User, profile: LoginProfile): Iam.LoginProfile {
  return {
    UserName: user.name,
    CreateDate: new Date(profile.createdAt),
    PasswordResetRequired: profile.resetRequired,
  };
}
