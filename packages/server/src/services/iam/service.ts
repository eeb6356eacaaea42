import { mfaDevices } from '../../engines/mfa/devices.ts';
import { defineService } from '../../platform/service.ts';
import { access } from './access.ts';
import { iamContext } from './context.ts';
import { writeCredentialReport } from './credential-report.ts';
import { accessKeyOperations } from './operations/access-keys.ts';
import { attachmentOperations } from './operations/attachments.ts';
import { boundaryOperations } from './operations/permissions-boundaries.ts';
import { groupOperations } from './operations/groups.ts';
import { inlinePolicyOperations } from './operations/inline-policies.ts';
import { instanceProfileOperations } from './operations/instance-profiles.ts';
import { policyOperations } from './operations/policies.ts';
import { policyUsageOperations } from './operations/policy-usage.ts';
import { policyVersionOperations } from './operations/policy-versions.ts';
import { roleOperations } from './operations/roles.ts';
import { tagOperations } from './operations/tags.ts';
import { userOperations } from './operations/users.ts';
import { accountSettingsOperations } from './operations/account-settings.ts';
import { accountSummaryOperations } from './operations/account-summary.ts';
import { authorizationDetailsOperations } from './operations/authorization-details.ts';
import { credentialReportOperations } from './operations/credential-reports.ts';
import { lastAccessedOperations } from './operations/last-accessed.ts';
import { loginProfileOperations } from './operations/login-profiles.ts';
import { mfaDeviceOperations } from './operations/mfa-devices.ts';
import { oidcProviderOperations } from './operations/oidc-providers.ts';
import { organizationOperations } from './operations/organizations.ts';
import { samlProviderOperations } from './operations/saml-providers.ts';
import { serverCertificateOperations } from './operations/server-certificates.ts';
import { serviceLinkedRoleOperations } from './operations/service-linked-roles.ts';
import { serviceSpecificCredentialOperations } from './operations/service-specific-credentials.ts';
import { signingCertificateOperations } from './operations/signing-certificates.ts';
import { simulationOperations } from './operations/simulation.ts';
import { sshPublicKeyOperations } from './operations/ssh-public-keys.ts';
import { resourceTypes } from './resources/resource-types.ts';
import { credentialSource } from './credentials.ts';
import { policySource } from './principal-policies.ts';
import { accessKeysTable } from './store/access-keys.ts';
import { attachmentsTable, awsPolicyUsageTable } from './store/attachments.ts';
import { groupsTable } from './store/groups.ts';
import { instanceProfilesTable } from './store/instance-profiles.ts';
import { lastUsedTable } from './store/last-used.ts';
import { membershipsTable } from './store/memberships.ts';
import { policiesTable, policyVersionsTable } from './store/policies.ts';
import { rolesTable } from './store/roles.ts';
import { trustsTable } from './store/trusts.ts';
import { usersTable } from './store/users.ts';
import { deleteServiceLinkedRole } from './service-linked-role-deletion.ts';
import { accessReportsTable } from './store/access-reports.ts';
import { accountAliasesTable, accountSettingsTable } from './store/account-settings.ts';
import { credentialReportsTable } from './store/credential-reports.ts';
import { deletionTasksTable } from './store/deletion-tasks.ts';
import { oidcProvidersTable, samlProvidersTable } from './store/identity-providers.ts';
import { serverCertificatesTable } from './store/server-certificates.ts';
import {
  loginProfilesTable,
  serviceSpecificCredentialsTable,
  signingCertificatesTable,
  sshPublicKeysTable,
} from './store/user-credentials.ts';

export const iam = defineService({
  name: 'iam',
  context: iamContext,
  access,
  operations: {
    ...userOperations,
    ...accessKeyOperations,
    ...groupOperations,
    ...roleOperations,
    ...instanceProfileOperations,
    ...policyOperations,
    ...policyVersionOperations,
    ...policyUsageOperations,
    ...attachmentOperations,
    ...inlinePolicyOperations,
    ...boundaryOperations,
    ...tagOperations,
    ...accountSettingsOperations,
    ...accountSummaryOperations,
    ...authorizationDetailsOperations,
    ...credentialReportOperations,
    ...lastAccessedOperations,
    ...loginProfileOperations,
    ...mfaDeviceOperations,
    ...oidcProviderOperations,
    ...organizationOperations,
    ...samlProviderOperations,
    ...serverCertificateOperations,
    ...serviceLinkedRoleOperations,
    ...serviceSpecificCredentialOperations,
    ...signingCertificateOperations,
    ...simulationOperations,
    ...sshPublicKeyOperations,
  },
  tables: [
    usersTable,
    accessKeysTable,
    groupsTable,
    membershipsTable,
    rolesTable,
    trustsTable,
    instanceProfilesTable,
    policiesTable,
    policyVersionsTable,
    attachmentsTable,
    awsPolicyUsageTable,
    lastUsedTable,
    accessReportsTable,
    accountAliasesTable,
    accountSettingsTable,
    credentialReportsTable,
    deletionTasksTable,
    loginProfilesTable,
    mfaDevices,
    oidcProvidersTable,
    samlProvidersTable,
    serverCertificatesTable,
    serviceSpecificCredentialsTable,
    signingCertificatesTable,
    sshPublicKeysTable,
  ],
  resourceTypes,
  jobs: {
    credentialReport: { run: writeCredentialReport },
    deleteServiceLinkedRole: { run: deleteServiceLinkedRole },
  },
  credentials: credentialSource,
  policies: policySource,
});
