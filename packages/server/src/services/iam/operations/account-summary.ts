import { mfaDevices } from '../../../engines/mfa/devices.ts';
import type { Table } from '../../../platform/storage/storage.ts';
import type { IamHandlers } from '../context.ts';
import { readAccountSettings } from '../store/account-settings.ts';
import { groupsTable } from '../store/groups.ts';
import { oidcProvidersTable, samlProvidersTable } from '../store/identity-providers.ts';
import { instanceProfilesTable } from '../store/instance-profiles.ts';
import { policiesTable, policyVersionsTable } from '../store/policies.ts';
import { rolesTable } from '../store/roles.ts';
import { serverCertificatesTable } from '../store/server-certificates.ts';
import { usersTable } from '../store/users.ts';

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 *
 * What one entity may hold or be long is enforced. How many users, groups, roles, profiles, policies and server
 * certificates an account may hold is only reported: AWS raises these on request, and a cloud of one's own that tests
 * fill with roles has nobody to ask.
 */
const quotas = {
  UsersQuota: 5000,
  GroupsQuota: 300,
  RolesQuota: 1000,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  ServerCertificatesQuota: 20,
  PolicyVersionsInUseQuota: 10_000,
  VersionsPerPolicyQuota: 5,
  PolicySizeQuota: 6144,
  AssumeRolePolicySizeQuota: 2048,
  UserPolicySizeQuota: 2048,
  GroupPolicySizeQuota: 5120,
  RolePolicySizeQuota: 10_240,
  AttachedPoliciesPerUserQuota: 10,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  GroupsPerUserQuota: 10,
  AccessKeysPerUserQuota: 2,
  SigningCertificatesPerUserQuota: 2,
};

export const accountSummaryOperations = {
  async GetAccountSummary(_input, { account, request, accessKeys, credentials }) {
    const { unit } = request;
    const count = <Row>(table: Table<Row, never>) => unit.count(table, { prefix: [account] });
    const settings = await readAccountSettings(unit, account);
    const rootMfa = await unit.count(mfaDevices, { index: 'byUser', prefix: [account, account] });
    const rootKeys = await accessKeys.ofOwner(account);
    const rootCertificates = await credentials.signingCertificates.ofOwner(account);
    return {
      SummaryMap: {
        Users: await count(usersTable),
        Groups: await count(groupsTable),
        Roles: await count(rolesTable),
        InstanceProfiles: await count(instanceProfilesTable),
        Policies: await count(policiesTable),
        PolicyVersionsInUse: await count(policyVersionsTable),
        ServerCertificates: await count(serverCertificatesTable),
        Providers: (await count(oidcProvidersTable)) + (await count(samlProvidersTable)),
        MFADevices: await count(mfaDevices),
        MFADevicesInUse: await unit.count(mfaDevices, { index: 'byAssignment', prefix: [account, 'Assigned'] }),
        AccountMFAEnabled: Number(rootMfa > 0),
        AccountAccessKeysPresent: Number(rootKeys.length > 0),
        AccountSigningCertificatesPresent: Number(rootCertificates.length > 0),
        // Root users sign in with their keys here, never with a password.
        AccountPasswordPresent: 0,
        GlobalEndpointTokenVersion: settings.globalEndpointTokenVersion === 'v2Token' ? 2 : 1,
        ...quotas,
      },
    };
  },
} satisfies Partial<IamHandlers>;
