import type { IamOperations } from '../../../generated/types/iam.ts';
import type { Handlers, RequestContext } from '../../platform/service.ts';
import { wholeSeconds } from './model/whole-seconds.ts';
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
  /** Milliseconds since 1970, as IAM counts: in whole seconds. */
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

/** Stores are made when a handler asks for them: most need one of the nine. */
export function iamContext(request: RequestContext): IamContext {
  return new LazyIamContext(request);
}

class LazyIamContext implements IamContext {
  readonly request: RequestContext;

  constructor(request: RequestContext) {
    this.request = request;
  }

  get account(): string {
    return this.request.account;
  }

  get now(): number {
    return wholeSeconds(this.request.clock.now());
  }

  get users(): UserStore {
    return new UserStore(this.request.unit, this.account);
  }

  get groups(): GroupStore {
    return new GroupStore(this.request.unit, this.account);
  }

  get memberships(): MembershipStore {
    return new MembershipStore(this.request.unit, this.account);
  }

  get roles(): RoleStore {
    return new RoleStore(this.request.unit, this.account);
  }

  get instanceProfiles(): InstanceProfileStore {
    return new InstanceProfileStore(this.request.unit, this.account);
  }

  get policies(): PolicyStore {
    return new PolicyStore(this.request.unit, this.account);
  }

  get attachments(): AttachmentStore {
    return new AttachmentStore(this.request.unit, this.account);
  }

  get accessKeys(): AccessKeyStore {
    return new AccessKeyStore(this.request.unit, this.account);
  }

  get credentials(): UserCredentialStores {
    return new UserCredentialStores(this.request.unit, this.account);
  }
}
