import type { IamOperations } from '../../../generated/types/iam.ts';
import type { Handlers, RequestContext } from '../../platform/service.ts';
import { AccessKeyStore } from './store/access-keys.ts';
import { AttachmentStore } from './store/attachments.ts';
import { GroupStore } from './store/groups.ts';
import { InstanceProfileStore } from './store/instance-profiles.ts';
import { MembershipStore } from './store/memberships.ts';
import { PolicyStore } from './store/policies.ts';
import { RoleStore } from './store/roles.ts';
import { UserCredentialStores } from './store/user-credentials.ts';
import { UserStore } from './store/users.ts';

/** What IAM's handlers get: the stores of the caller's account over the request's unit. */
export interface IamContext {
  readonly request: RequestContext;
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly users: UserStore;
  readonly groups: GroupStore;
  readonly memberships: MembershipStore;
  readonly roles: RoleStore;
  readonly instanceProfiles: InstanceProfileStore;
  readonly policies: PolicyStore;
  readonly attachments: AttachmentStore;
  readonly accessKeys: AccessKeyStore;
  readonly credentials: UserCredentialStores;
}

export type IamHandlers = Handlers<IamOperations, IamContext>;

export function iamContext(request: RequestContext): IamContext {
  const { account, unit } = request;
  return {
    request,
    account,
    now: request.clock.now(),
    users: new UserStore(unit, account),
    groups: new GroupStore(unit, account),
    memberships: new MembershipStore(unit, account),
    roles: new RoleStore(unit, account),
    instanceProfiles: new InstanceProfileStore(unit, account),
    policies: new PolicyStore(unit, account),
    attachments: new AttachmentStore(unit, account),
    accessKeys: new AccessKeyStore(unit, account),
    get credentials() {
      return new UserCredentialStores(unit, account);
    },
  };
}
