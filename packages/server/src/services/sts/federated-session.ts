import type { AssumedRoleUser, Credentials } from '../../../generated/types/sts.ts';
import { evaluate } from '../../iam-policy/evaluate.ts';
import { createPolicyCache } from '../../iam-policy/policy-cache.ts';
import type { Principal } from '../../platform/identity.ts';
import type { RequestContext } from '../../platform/service.ts';
import { accessDenied } from './errors.ts';
import { roleSessionSeconds } from './model/duration.ts';
import { sessionTags, transitiveConditions } from './model/session-tags.ts';
import { findRole, trustPolicyOf } from './role.ts';
import type { AssumableRole } from './role.ts';
import { readSessionPolicies } from './session-policies.ts';
import type { SessionPolicyInput } from './session-policies.ts';
import { roleSessionPrincipal, startSession } from './session.ts';

type Conditions = Record<string, string | string[]>;

/** Who an identity provider says the caller is. */
export interface FederatedIdentity {
  action: 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';
  sessionName: string;
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity?: string | undefined;
  /** Condition keys of this request and of the session that it starts. */
  conditions: Conditions;
  /** Condition keys of this request only. */
  trustConditions?: Conditions;
  /** The session lasts no longer than this, without an error. */
  atMostSeconds?: number;
}

interface FederatedInput extends SessionPolicyInput {
  RoleArn: string;
  DurationSeconds?: number | undefined;
}

interface FederatedSession {
  Credentials: Credentials;
  AssumedRoleUser: AssumedRoleUser;
  PackedPolicySize: number | undefined;
}

/** Starts a session of the role, if its trust policy trusts this identity. */
export async function startFederatedSession(
  input: FederatedInput,
  identity: FederatedIdentity,
  context: RequestContext,
): Promise<FederatedSession> {
  const { platform, region } = context;
  const { sessionName, sourceIdentity, atMostSeconds = Infinity } = identity;
  const role = await findRole(platform, input.RoleArn, region);
  if (!role || !isTrusted(role, identity, context)) throw accessDenied(`Not authorized to perform ${identity.action}`);
  const seconds = roleSessionSeconds(input.DurationSeconds, role.maxSessionSeconds, false);
  const tagList = Object.entries(identity.tags).map(([Key, Value]) => ({ Key, Value }));
  const tags = sessionTags(tagList, identity.transitiveTagKeys);
  const policies = await readSessionPolicies(input, tags.tags, platform, { account: role.account, region });
  const principal = roleSessionPrincipal(role, {
    sessionName,
    tags: tags.tags,
    sessionPolicies: policies.documents,
    conditions: {
      ...identity.conditions,
      ...transitiveConditions(tags),
      ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
    },
  });
  const Credentials = await context.transact(async (unit) =>
    startSession(unit, context, { principal, seconds: Math.min(seconds, atMostSeconds) }),
  );
  return {
    Credentials,
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    PackedPolicySize: policies.packedPercent,
  };
}

/** The role's trust policy decides alone: the caller has no identity of their own yet. */
function isTrusted(role: AssumableRole, identity: FederatedIdentity, context: RequestContext): boolean {
  const principal: Principal = { kind: 'anonymous', account: 'anonymous', arn: '*', userId: 'anonymous' };
  const { tags, transitiveTagKeys, sourceIdentity } = identity;
  const tagKeys = Object.keys(tags);
  const conditions: Conditions = {
    ...context.conditions,
    ...identity.conditions,
    ...identity.trustConditions,
    'sts:RoleSessionName': identity.sessionName,
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(tagKeys.length > 0 && { 'aws:TagKeys': tagKeys }),
    ...(transitiveTagKeys.length > 0 && { 'sts:TransitiveTagKeys': transitiveTagKeys }),
  };
  const actions = [
    identity.action,
    ...(tagKeys.length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  return actions.every((action) => {
    const request = { action, resource: role.arn, principal, context: conditions, resourceAccount: role.account };
    const decision = evaluate(request, { identity: [], resource: trustPolicyOf(role) }, createPolicyCache(1));
    return decision.outcome === 'allowed';
  });
}
