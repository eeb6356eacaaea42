import type { Reader, Table, Unit } from '../../../platform/storage/storage.ts';
import type { PasswordPolicy } from '../model/password.ts';

export interface AccountSettings {
  account: string;
  passwordPolicy?: PasswordPolicy | undefined;
  alias?: string | undefined;
  /** Version of the tokens that STS's global endpoint gives: v1Token is the default. */
  globalEndpointTokenVersion?: 'v1Token' | 'v2Token' | undefined;
}

export const accountSettingsTable: Table<AccountSettings, never> = {
  name: 'iam.accountSettings',
  key: (row) => [row.account],
  indexes: {},
};

/** Aliases are unique among all accounts. */
export interface AccountAlias {
  alias: string;
  account: string;
}

export const accountAliasesTable: Table<AccountAlias, never> = {
  name: 'iam.accountAliases',
  key: (row) => [row.alias],
  indexes: {},
};

export async function readAccountSettings(reader: Reader, account: string): Promise<AccountSettings> {
  return (await reader.get(accountSettingsTable, [account])) ?? { account };
}

export function putAccountSettings(unit: Unit, settings: AccountSettings): void {
  unit.put(accountSettingsTable, settings);
}
