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
  // SQS is the one that writes its actions in lower case.
  const shown = action.startsWith('sqs:') ? action.toLowerCase() : action;
  const attempt = `User: ${user} is not authorized to perform: ${shown}`;
  const on = `on resource: ${resource}`;
  const kind = ruling.decidedBy === 'root' ? 'identity-based policy' : ruling.decidedBy;
  if (ruling.outcome === 'explicitDeny') return `${attempt} ${on} with an explicit deny in ${NAMES[kind]}`;
  // STS says no more than this, so as not to tell strangers whether the role exists.
  if (kind === 'trust policy') return `${attempt} ${on}`;
  return `${attempt} ${on} because no ${kind} allows the ${shown} action`;
}
