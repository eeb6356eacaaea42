import { defineService } from '../../platform/service.ts';
import { access } from './access.ts';
import { iamContext } from './context.ts';
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
import { usersTable } from './store/users.ts';

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
  },
  tables: [
    usersTable,
    accessKeysTable,
    groupsTable,
    membershipsTable,
    rolesTable,
    instanceProfilesTable,
    policiesTable,
    policyVersionsTable,
    attachmentsTable,
    awsPolicyUsageTable,
    lastUsedTable,
  ],
  credentials: credentialSource,
  policies: policySource,
});
