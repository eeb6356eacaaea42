import type { RequestContext } from '../../platform/service.ts';
import { defineService } from '../../platform/service.ts';
import { access } from './access.ts';
import { createCredentialSource } from './credential-source.ts';
import { identityOperations } from './operations/identity.ts';
import { roleOperations } from './operations/roles.ts';
import { userOperations } from './operations/users.ts';
import { webIdentityOperations } from './operations/web-identity.ts';
import { removeExpiredSessions, sessions } from './store.ts';

export const sts = defineService({
  name: 'sts',
  operations: {
    ...identityOperations,
    ...roleOperations,
    ...userOperations,
    ...webIdentityOperations,
  },
  context: (request: RequestContext) => request,
  access,
  tables: [sessions],
  // It asks the identity provider for its keys, which no unit of work should wait for.
  unmanaged: ['AssumeRoleWithWebIdentity'],
  jobs: {
    removeExpired: {
      run: (_payload, { platform, clock }) => removeExpiredSessions(platform.storage, clock.now()),
    },
  },
  credentials: createCredentialSource,
});
