import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidToken } from '../errors.ts';

/** What an account has set for its SMS in a region. */
interface SmsSettings extends Scope {
  attributes: Record<string, string>;
}

/** A number that verified, or is asked to verify, that it belongs to the account. */
export interface SandboxNumber extends Scope {
  phoneNumber: string;
  status: 'Pending' | 'Verified';
  oneTimePassword: string;
}

interface OptedOutNumber extends Scope {
  phoneNumber: string;
}

export const smsSettingsTable = defineTable<SmsSettings>()({
  name: 'sns.sms-settings',
  key: ({ account, region }) => [account, region],
});

export const sandboxNumbersTable = defineTable<SandboxNumber>()({
  name: 'sns.sandbox-numbers',
  key: ({ account, region, phoneNumber }) => [account, region, phoneNumber],
});

export const optedOutNumbersTable = defineTable<OptedOutNumber>()({
  name: 'sns.opted-out-numbers',
  key: ({ account, region, phoneNumber }) => [account, region, phoneNumber],
});

export async function smsAttributes(reader: Reader, { account, region }: Scope): Promise<Record<string, string>> {
  return (await reader.get(smsSettingsTable, [account, region]))?.attributes ?? {};
}

export function saveSmsAttributes(unit: Unit, { account, region }: Scope, attributes: Record<string, string>): void {
  unit.put(smsSettingsTable, { account, region, attributes });
}

export function findSandboxNumber(
  reader: Reader,
  { account, region }: Scope,
  phoneNumber: string,
): Promise<SandboxNumber | undefined> {
  return reader.get(sandboxNumbersTable, [account, region, phoneNumber]);
}

export function saveSandboxNumber(unit: Unit, number: SandboxNumber): void {
  unit.put(sandboxNumbersTable, number);
}

export function deleteSandboxNumber(unit: Unit, { account, region, phoneNumber }: SandboxNumber): void {
  unit.delete(sandboxNumbersTable, [account, region, phoneNumber]);
}

export function countSandboxNumbers(reader: Reader, { account, region }: Scope): Promise<number> {
  return reader.count(sandboxNumbersTable, { prefix: [account, region] });
}

export function listSandboxNumbers(
  reader: Reader,
  { account, region }: Scope,
  limit: number,
  token: string | undefined,
): Promise<Page<SandboxNumber>> {
  const range = { prefix: [account, region] };
  const kind = 'ListSMSSandboxPhoneNumbers';
  return paginate({ reader, table: sandboxNumbersTable, range, limit, kind, token, invalidToken });
}

export async function isOptedOut(reader: Reader, { account, region }: Scope, phoneNumber: string): Promise<boolean> {
  return (await reader.get(optedOutNumbersTable, [account, region, phoneNumber])) !== undefined;
}

export function optIn(unit: Unit, { account, region }: Scope, phoneNumber: string): void {
  unit.delete(optedOutNumbersTable, [account, region, phoneNumber]);
}

export function listOptedOut(
  reader: Reader,
  { account, region }: Scope,
  limit: number,
  token: string | undefined,
): Promise<Page<OptedOutNumber>> {
  const range = { prefix: [account, region] };
  const kind = 'ListPhoneNumbersOptedOut';
  return paginate({ reader, table: optedOutNumbersTable, range, limit, kind, token, invalidToken });
}
