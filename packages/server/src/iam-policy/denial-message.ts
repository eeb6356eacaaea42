import type { Principal } from '../platform/identity.ts';
import type { Ruling } from './decide.ts';
import type { PolicyKind } from './policy.ts';

const NAMES: Readonly<Record<PolicyKind, string>> = {
  'identity-based policy': 'an identity-based policy',
  'resource-based policy': 'a resource-based policy',
  'permissions boundary': 'a permissions boundary',
  'session policy': 'a session policy',
  'service control policy': 'a service control policy',
  'trust policy': 'the role trust policy',
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function denialMessage(
  ruling: Ruling,
  { principal, action, resource }: { principal: Principal; action: string; resource: string },
): string {
  const user = principal.kind === 'anonymous' ? 'anonymous' : (principal.service ?? principal.arn);
  const attempt = `User: ${user} is not authorized to perform: ${action}`;
  const kind = ruling.decidedBy === 'root' ? 'identity-based policy' : ruling.decidedBy;
  const reason =
    ruling.outcome === 'explicitDeny'
      ? `with an explicit deny in ${NAMES[kind]}`
      : `because no ${kind === 'trust policy' ? 'role trust policy' : kind} allows the ${action} action`;
  // AWS leaves out the resource where a trust policy decides.
  return kind === 'trust policy' ? `${attempt} ${reason}` : `${attempt} on resource: ${resource} ${reason}`;
}
