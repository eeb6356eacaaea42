import type { Principal } from '../platform/identity.ts';

/** The entries of a Principal or NotPrincipal element. */
export interface PrincipalSet {
  readonly everyone: boolean;
  readonly accounts: ReadonlySet<string>;
  /** ARNs, and the unique ids that AWS shows in place of the ARN of a deleted user or role. */
  readonly identities: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly federated: ReadonlySet<string>;
  readonly canonicalUsers: ReadonlySet<string>;
}

export interface Caller {
  readonly principal: Principal;
  /** Provider that vouched for the caller of AssumeRoleWithSAML or AssumeRoleWithWebIdentity. */
  readonly federatedProvider?: string | undefined;
  readonly canonicalUserId?: string | undefined;
}

/**
 * How a principal element names the caller, which decides what else may still limit the grant:
 * `account` only delegates to the account's own policies, `role` is limited by boundary and session policies.
 */
export type Grant = 'direct' | 'role' | 'account';

export interface PrincipalElement {
  readonly AWS: readonly string[];
  readonly Service: readonly string[];
  readonly Federated: readonly string[];
  readonly CanonicalUser: readonly string[];
}

export function compilePrincipals(element: PrincipalElement): PrincipalSet {
  const accounts = new Set<string>();
  const identities = new Set<string>();
  for (const entry of element.AWS) {
    const account = accountOf(entry);
    if (account === undefined) identities.add(entry);
    else accounts.add(account);
  }
  return {
    everyone: element.AWS.includes('*'),
    accounts,
    identities,
    services: new Set(element.Service),
    federated: new Set(element.Federated),
    canonicalUsers: new Set(element.CanonicalUser),
  };
}

export function grantTo(set: PrincipalSet, caller: Caller): Grant | undefined {
  const { principal } = caller;
  if (set.everyone || isNamed(set, caller)) return 'direct';
  if (principal.kind === 'service' || principal.kind === 'anonymous') return undefined;
  if (principal.roleArn !== undefined && set.identities.has(principal.roleArn)) return 'role';
  if (principal.kind === 'assumed-role' && set.identities.has(roleIdOf(principal))) return 'role';
  return set.accounts.has(principal.account) ? 'account' : undefined;
}

/**
 * Whether a NotPrincipal element spares the caller. Every principal behind the request has to be listed: the account,
 * the role, and the session. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isSpared(set: PrincipalSet, caller: Caller): boolean {
  if (set.everyone) return true;
  const { principal } = caller;
  if (principal.kind === 'service' || principal.kind === 'anonymous') return isNamed(set, caller);
  if (!set.accounts.has(principal.account)) return false;
  if (principal.kind === 'root') return true;
  const roleListed =
    principal.roleArn === undefined || set.identities.has(principal.roleArn) || set.identities.has(roleIdOf(principal));
  return roleListed && isNamed(set, caller);
}

function isNamed(set: PrincipalSet, { principal, federatedProvider, canonicalUserId }: Caller): boolean {
  if (federatedProvider !== undefined && set.federated.has(federatedProvider)) return true;
  if (principal.kind === 'anonymous') return false;
  if (principal.kind === 'service') return principal.service !== undefined && set.services.has(principal.service);
  if (canonicalUserId !== undefined && set.canonicalUsers.has(canonicalUserId)) return true;
  return set.identities.has(principal.arn) || set.identities.has(principal.userId) || set.federated.has(principal.arn);
}

/** `AROA...` of `AROA...:session`. */
function roleIdOf({ userId }: Principal): string {
  return userId.split(':', 1)[0] ?? '';
}

function accountOf(entry: string): string | undefined {
  return /^(?:arn:[^:]*:iam::(\d{12}):root|(\d{12}))$/.exec(entry)?.slice(1).find(Boolean);
}
