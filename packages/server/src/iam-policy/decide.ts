import type { Principal } from '../platform/identity.ts';
import type { Outcome, PolicyKind } from './policy.ts';
import type { Grant } from './principals.ts';

/** What the policies of one kind say together. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Strongest way in which an allowing statement names the caller. */
  readonly grant?: Grant;
}

export interface ResourceVerdict extends Verdict {
  readonly kind: 'resource-based policy' | 'trust policy';
  readonly authoritative: boolean;
}

/** Absent where no policy of that kind applies, so that it does not limit. */
export interface Verdicts {
  organization?: Verdict;
  resource?: ResourceVerdict;
  identity?: Verdict;
  boundary?: Verdict;
  session?: Verdict;
}

export interface Ruling {
  outcome: Outcome;
  /** The kind of policy that the outcome is due to. */
  decidedBy: PolicyKind | 'root';
}

interface Request {
  principal: Principal;
  resourceAccount: string;
}

export function decide(request: Request, verdicts: Verdicts): Ruling {
  const denied = explicitDeny(verdicts);
  if (denied) return { outcome: 'explicitDeny', decidedBy: denied };
  const { resource, organization } = verdicts;
  if (organization && organization.outcome !== 'allowed') return implicitDeny('service control policy');
  const { kind, account } = request.principal;
  const sameAccount = account === request.resourceAccount;
  if (kind === 'service' || kind === 'anonymous') return ruleByResource(resource);
  if (kind === 'root') {
    // The key policy of a KMS key binds even the root user; other resource policies can only deny.
    return sameAccount && !resource?.authoritative ? allow('root') : ruleByResource(resource);
  }
  return sameAccount ? ruleWithinAccount(verdicts) : ruleAcrossAccounts(verdicts);
}

function explicitDeny({ organization, resource, identity, boundary, session }: Verdicts): PolicyKind | undefined {
  if (organization?.outcome === 'explicitDeny') return 'service control policy';
  if (resource?.outcome === 'explicitDeny') return resource.kind;
  if (identity?.outcome === 'explicitDeny') return 'identity-based policy';
  if (boundary?.outcome === 'explicitDeny') return 'permissions boundary';
  return session?.outcome === 'explicitDeny' ? 'session policy' : undefined;
}

function ruleByResource(resource: ResourceVerdict | undefined): Ruling {
  const kind = resource?.kind ?? 'resource-based policy';
  return resource?.grant ? allow(kind) : implicitDeny(kind);
}

/**
 * A resource policy that names the user or the session stands alone; one that names the role replaces the identity
 * policies only, so boundary and session policies still limit it; one that names the account merely delegates to it.
 */
function ruleWithinAccount(verdicts: Verdicts): Ruling {
  const { resource } = verdicts;
  if (resource?.grant === 'direct') return allow(resource.kind);
  if (resource?.grant === 'role') return limit(verdicts) ?? allow(resource.kind);
  if (resource?.authoritative && !resource.grant) return implicitDeny(resource.kind);
  return limitIdentity(verdicts) ?? allow('identity-based policy');
}

function ruleAcrossAccounts(verdicts: Verdicts): Ruling {
  return limitIdentity(verdicts) ?? ruleByResource(verdicts.resource);
}

function limitIdentity(verdicts: Verdicts): Ruling | undefined {
  return verdicts.identity?.outcome === 'allowed' ? limit(verdicts) : implicitDeny('identity-based policy');
}

function limit({ boundary, session }: Verdicts): Ruling | undefined {
  if (boundary && boundary.outcome !== 'allowed') return implicitDeny('permissions boundary');
  return session && session.outcome !== 'allowed' ? implicitDeny('session policy') : undefined;
}

function allow(decidedBy: Ruling['decidedBy']): Ruling {
  return { outcome: 'allowed', decidedBy };
}

function implicitDeny(decidedBy: PolicyKind): Ruling {
  return { outcome: 'implicitDeny', decidedBy };
}
