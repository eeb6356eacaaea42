import { mfaDevices } from '../../engines/mfa/devices.ts';
import type { JobContext } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { entityArn, type User } from './model/entity.ts';
import { wholeSeconds } from './model/whole-seconds.ts';
import { AccessKeyStore } from './store/access-keys.ts';
import { readAccountSettings } from './store/account-settings.ts';
import { credentialReportsTable } from './store/credential-reports.ts';
import { readLastUsed } from './store/last-used.ts';
import { UserCredentialStores } from './store/user-credentials.ts';
import { UserStore } from './store/users.ts';

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];
const none = 'N/A';
const dayMs = 86_400_000;
const batchSize = 200;

/** The job behind GenerateCredentialReport. */
export async function writeCredentialReport(
  _payload: unknown,
  { platform, clock, account }: JobContext,
): Promise<void> {
  await platform.storage.transact(async (unit) => {
    const report = await unit.get(credentialReportsTable, [account]);
    const csv = await credentialReport(unit, account);
    unit.put(credentialReportsTable, {
      requestedAt: clock.now(),
      ...report,
      account,
      generatedAt: wholeSeconds(clock.now()),
      csv,
    });
  });
}

async function credentialReport(unit: Unit, account: string): Promise<string> {
  const rows = [columns, await rootRow(unit, account)];
  const users = new UserStore(unit, account);
  for (let after: string | undefined; ;) {
    const batch = await users.listAfter(after, batchSize);
    for (const user of batch) rows.push(await userRow(unit, user));
    after = batch.at(-1)?.name;
    if (batch.length < batchSize) break;
  }
  return rows.map((row) => row.map(quoted).join(',')).join('\n');
}

async function rootRow(unit: Unit, account: string): Promise<string[]> {
  const mfa = await unit.count(mfaDevices, { index: 'byUser', prefix: [account, account] });
  return [
    '<root_account>',
    `arn:aws:iam::${account}:root`,
    time(0),
    'not_supported',
    'no_information',
    'not_supported',
    'not_supported',
    String(mfa > 0),
    ...(await keyColumns(unit, account, account)),
    ...(await certificateColumns(unit, account, account)),
  ];
}

async function userRow(unit: Unit, user: User): Promise<string[]> {
  return [
    user.name,
    entityArn('user', user),
    time(user.createdAt),
    ...(await passwordColumns(unit, user)),
    String((user.dependents.mfaDevices ?? 0) > 0),
    ...(await keyColumns(unit, user.account, user.id)),
    ...(await certificateColumns(unit, user.account, user.id)),
  ];
}

async function passwordColumns(unit: Unit, user: User): Promise<string[]> {
  const profile = await new UserCredentialStores(unit, user.account).loginProfiles.find(user.id, 'login');
  if (profile === undefined) return ['false', none, none, none];
  const { passwordPolicy } = await readAccountSettings(unit, user.account);
  const maxAgeDays = passwordPolicy?.maxAgeDays ?? 0;
  return [
    'true',
    user.passwordLastUsed === undefined ? 'no_information' : time(user.passwordLastUsed),
    time(profile.changedAt),
    maxAgeDays > 0 ? time(profile.changedAt + maxAgeDays * dayMs) : none,
  ];
}

async function keyColumns(unit: Unit, account: string, owner: string): Promise<string[]> {
  const keys = await new AccessKeyStore(unit, account).ofOwner(owner);
  keys.sort((a, b) => a.createdAt - b.createdAt);
  const cells = [0, 1].map(async (index) => {
    const key = keys[index];
    if (key === undefined) return ['false', none, none, none, none];
    const use = await readLastUsed(unit, account, key.accessKeyId);
    return [
      String(key.status === 'Active'),
      time(key.createdAt),
      use === undefined ? none : time(use.at),
      use?.region ?? none,
      use?.service ?? none,
    ];
  });
  return (await Promise.all(cells)).flat();
}

async function certificateColumns(unit: Unit, account: string, owner: string): Promise<string[]> {
  const certificates = await new UserCredentialStores(unit, account).signingCertificates.ofOwner(owner);
  certificates.sort((a, b) => a.createdAt - b.createdAt);
  return [0, 1].flatMap((index) => {
    const certificate = certificates[index];
    return certificate === undefined
      ? ['false', none]
      : [String(certificate.status === 'Active'), time(certificate.createdAt)];
  });
}

/** Names of users and paths may have commas in them. */
function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function time(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');
}
