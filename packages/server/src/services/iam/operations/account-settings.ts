import type * as Iam from '../../../../generated/types/iam.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError } from '../errors.ts';
import type { PasswordPolicy } from '../model/password.ts';
import {
  type AccountSettings,
  accountAliasesTable,
  putAccountSettings,
  readAccountSettings,
} from '../store/account-settings.ts';

export const accountSettingsOperations = {
  async UpdateAccountPasswordPolicy(input, context) {
    // What is not given goes back to its default, not to what was set before.
    const passwordPolicy: PasswordPolicy = {
      minimumLength: input.MinimumPasswordLength ?? 6,
      requireSymbols: input.RequireSymbols ?? false,
      requireNumbers: input.RequireNumbers ?? false,
      requireUppercase: input.RequireUppercaseCharacters ?? false,
      requireLowercase: input.RequireLowercaseCharacters ?? false,
      usersMayChange: input.AllowUsersToChangePassword ?? false,
      maxAgeDays: input.MaxPasswordAge ?? 0,
      reusePrevention: input.PasswordReusePrevention ?? 0,
      hardExpiry: input.HardExpiry ?? false,
    };
    await change(context, { passwordPolicy });
  },

  async GetAccountPasswordPolicy(_input, context) {
    const policy = await requirePasswordPolicy(context);
    return { PasswordPolicy: describePasswordPolicy(policy) };
  },

  async DeleteAccountPasswordPolicy(_input, context) {
    await requirePasswordPolicy(context);
    await change(context, { passwordPolicy: undefined });
  },

  async CreateAccountAlias({ AccountAlias }, context) {
    const { account, request } = context;
    const existing = await request.unit.get(accountAliasesTable, [AccountAlias]);
    if (existing) {
      throw new IamError('EntityAlreadyExistsException', `The account alias ${AccountAlias} already exists.`);
    }
    const { alias } = await readAccountSettings(request.unit, account);
    // An account has one alias: a new one takes the place of the old.
    if (alias !== undefined) request.unit.delete(accountAliasesTable, [alias]);
    request.unit.put(accountAliasesTable, { alias: AccountAlias, account });
    await change(context, { alias: AccountAlias });
  },

  async DeleteAccountAlias({ AccountAlias }, context) {
    const { account, request } = context;
    const { alias } = await readAccountSettings(request.unit, account);
    if (alias !== AccountAlias) {
      throw new IamError('NoSuchEntityException', `The account alias ${AccountAlias} cannot be found.`);
    }
    request.unit.delete(accountAliasesTable, [AccountAlias]);
    await change(context, { alias: undefined });
  },

  async ListAccountAliases(_input, { account, request }) {
    const { alias } = await readAccountSettings(request.unit, account);
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
  },

  async SetSecurityTokenServicePreferences({ GlobalEndpointTokenVersion }, context) {
    await change(context, { globalEndpointTokenVersion: GlobalEndpointTokenVersion });
  },
} satisfies Partial<IamHandlers>;

async function change({ account, request }: IamContext, changes: Partial<AccountSettings>): Promise<void> {
  const settings = await readAccountSettings(request.unit, account);
  putAccountSettings(request.unit, { ...settings, ...changes });
}

async function requirePasswordPolicy({ account, request }: IamContext): Promise<PasswordPolicy> {
  const { passwordPolicy } = await readAccountSettings(request.unit, account);
  if (passwordPolicy === undefined) {
    const message = `The Password Policy with domain name ${account} cannot be found.`;
    throw new IamError('NoSuchEntityException', message);
  }
  return passwordPolicy;
}

function describePasswordPolicy(policy: PasswordPolicy): Iam.PasswordPolicy {
  return {
    MinimumPasswordLength: policy.minimumLength,
    RequireSymbols: policy.requireSymbols,
    RequireNumbers: policy.requireNumbers,
    RequireUppercaseCharacters: policy.requireUppercase,
    RequireLowercaseCharacters: policy.requireLowercase,
    AllowUsersToChangePassword: policy.usersMayChange,
    ExpirePasswords: policy.maxAgeDays > 0,
    ...(policy.maxAgeDays > 0 && { MaxPasswordAge: policy.maxAgeDays }),
    ...(policy.reusePrevention > 0 && { PasswordReusePrevention: policy.reusePrevention }),
    HardExpiry: policy.hardExpiry,
  };
}
