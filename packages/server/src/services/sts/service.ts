import type { RequestContext } from '../../platform/service.ts';
import { defineService } from '../../platform/service.ts';
import { access } from './access.ts';
import { createCredentialSource } from './credential-source.ts';
import { identityOperations } from './operations/identity.ts';
import { roleOperations } from './operations/roles.ts';
import { samlOperations } from './operations/saml.ts';
import { userOperations } from './operations/users.ts';
import { webIdentityOperations } from './operations/web-identity.ts';
import { removeExpiredSessions, sessions } from './store.ts';

export const sts = defineService({
  name: 'sts',
  operations: {
    ...identityOperations,
    ...roleOperations,
    ...samlOperations,
    ...userOperations,
    ...webIdentityOperations,
  },
  context: (request: RequestContext) => request,
  access,
  tables: [sessions],
  // They verify signatures, for one with keys that an identity provider serves: no unit of work should wait for it.
  unmanaged: ['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'],
  realism: { AssumeRoot: 'refused', GetDelegatedAccessToken: 'refused', GetWebIdentityToken: 'refused' },
  jobs: {
    removeExpired: {
      run: (_payload, { platform, clock }) => removeExpiredSessions(platform.storage, clock.now()),
    },
  },
  credentials: createCredentialSource,
});
