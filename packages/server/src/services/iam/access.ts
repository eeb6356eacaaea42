import type { IamOperations } from '../../../generated/types/iam.ts';
import type { AccessRules } from '../../platform/service.ts';
import { credentialAccess } from './access/credentials.ts';
import { groupAccess } from './access/groups.ts';
import { instanceProfileAccess } from './access/instance-profiles.ts';
import { policyAccess } from './access/policies.ts';
import { providerAccess } from './access/providers.ts';
import { roleAccess } from './access/roles.ts';
import { userAccess } from './access/users.ts';

/** Operations that are not here are allowed on `*`, as in the service authorization reference. */
export const access = {
  ...userAccess,
  ...groupAccess,
  ...roleAccess,
  ...instanceProfileAccess,
  ...policyAccess,
  ...credentialAccess,
  ...providerAccess,
} satisfies AccessRules<IamOperations>;
