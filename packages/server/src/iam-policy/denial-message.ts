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
  const on = `on resource: ${shownResource(action, resource)}`;
  const kind = ruling.decidedBy === 'root' ? 'identity-based policy' : ruling.decidedBy;
  if (ruling.outcome === 'explicitDeny') return `${attempt} ${on} with an explicit deny in ${NAMES[kind]}`;
  // STS says no more than this, so as not to tell strangers whether the role exists.
  if (kind === 'trust policy') return `${attempt} ${on}`;
  return `${attempt} ${on} because no ${kind} allows the ${shown} action`;
}

const named = /^arn:[^:]+:iam::\d*:(user|group|role|instance-profile|policy)\/(?:.*\/)?([^/]+)$/;
const byArn: ReadonlySet<string> = new Set([
  'iam:PassRole',
  'iam:CreateUser',
  'iam:CreateGroup',
  'iam:CreateRole',
  'iam:CreateInstanceProfile',
  'iam:CreateServiceLinkedRole',
]);

/** IAM calls what is there by its name, and only what is to be made, listed or passed by its ARN. */
function shownResource(action: string, resource: string): string {
  if (!action.startsWith('iam:') || byArn.has(action)) return resource;
  const [, type, name] = named.exec(resource) ?? [];
  if (type === undefined) return resource;
  if (type === 'policy') return `policy ${action === 'iam:CreatePolicy' ? name : resource}`;
  return `${type.replace('-', ' ')} ${name}`;
}
