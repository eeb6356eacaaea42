import type { StsOperations } from '../../../../generated/types/sts.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Handlers, RequestContext } from '../../../platform/service.ts';
import { accessDenied } from '../errors.ts';
import { takeMfaCode } from '../mfa.ts';
import { userSessionSeconds } from '../model/duration.ts';
import { emptySessionPolicy, federatedSessionLimit, userSessionLimit } from '../model/session-policy.ts';
import { sessionTags, withSessionTags } from '../model/session-tags.ts';
import { readSessionPolicies } from '../session-policies.ts';
import { isTemporary, startSession } from '../session.ts';

/** Sessions that a user, or the root user, starts in their own name. */
export const userOperations = {
  async GetSessionToken(input, context) {
    const principal = requireLongTerm(context.principal, 'GetSessionToken');
    const mfaAt = await takeMfaCode(input, context);
    return {
      Credentials: startSession(context.unit, context, {
        principal: { ...principal, sessionPolicies: [userSessionLimit(mfaAt !== undefined)] },
        seconds: userSessionSeconds(input.DurationSeconds, principal),
        mfaAt,
      }),
    };
  },

  async GetFederationToken(input, context) {
    const { platform, account, region } = context;
    const owner = requireLongTerm(context.principal, 'GetFederationToken');
    const { tags } = sessionTags(input.Tags);
    const policies = await readSessionPolicies(input, tags, platform, { account, region });
    const principal: Principal = {
      kind: 'federated-user',
      account,
      arn: `arn:aws:sts::${account}:federated-user/${input.Name}`,
      userId: `${account}:${input.Name}`,
      name: input.Name,
      userArn: owner.arn,
      tags: withSessionTags(owner.tags, tags),
      // Without session policies a federated user may do nothing but what resource policies allow.
      sessionPolicies: [...(policies.documents ?? [emptySessionPolicy]), federatedSessionLimit],
    };
    return {
      Credentials: startSession(context.unit, context, {
        principal,
        seconds: userSessionSeconds(input.DurationSeconds, owner),
      }),
      FederatedUser: { FederatedUserId: principal.userId, Arn: principal.arn },
      PackedPolicySize: policies.packedPercent,
    };
  },
} satisfies Partial<Handlers<StsOperations, RequestContext>>;

function requireLongTerm(principal: Principal, operation: string): Principal {
  if ((principal.kind !== 'user' && principal.kind !== 'root') || isTemporary(principal)) {
    throw accessDenied(`Cannot call ${operation} with session credentials`);
  }
  return principal;
}
