import type { AssumeRoleRequest, StsOperations } from '../../../../generated/types/sts.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Handlers, RequestContext } from '../../../platform/service.ts';
import { accessDenied, invalidInput, notAuthorized } from '../errors.ts';
import { takeMfaCode } from '../mfa.ts';
import { roleSessionSeconds } from '../model/duration.ts';
import { sessionTags, transitiveConditions } from '../model/session-tags.ts';
import { findRole } from '../role.ts';
import { readSessionPolicies } from '../session-policies.ts';
import { roleSessionPrincipal, sourceIdentityOf, startSession } from '../session.ts';

export const roleOperations = {
  async AssumeRole(input, context) {
    const { platform, principal, region } = context;
    if (input.ProvidedContexts?.length) {
      throw invalidInput('ProvidedContexts needs IAM Identity Center, which does not run here.');
    }
    const role = await findRole(platform, input.RoleArn, region);
    if (!role) throw notAuthorized(principal, 'sts:AssumeRole', input.RoleArn);
    const seconds = roleSessionSeconds(
      input.DurationSeconds,
      role.maxSessionSeconds,
      principal.kind === 'assumed-role',
    );
    await takeMfaCode(input, context);
    const tags = sessionTags(input.Tags, input.TransitiveTagKeys, principal);
    const policies = await readSessionPolicies(input, tags.tags, platform, { account: role.account, region });
    const sourceIdentity = nextSourceIdentity(input, principal);
    const session = roleSessionPrincipal(role, {
      sessionName: input.RoleSessionName,
      tags: tags.tags,
      sessionPolicies: policies.documents,
      // A session of a role never counts as authenticated by MFA, whatever its request showed.
      conditions: {
        ...transitiveConditions(tags),
        ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
      },
    });
    return {
      Credentials: startSession(context.unit, context, { principal: session, seconds }),
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      PackedPolicySize: policies.packedPercent,
      SourceIdentity: sourceIdentity,
    };
  },

  async AssumeRoot({ TargetPrincipal }) {
    throw accessDenied(
      `Root sessions need AWS Organizations with centralized root access, which does not run here: no account can start one for ${TargetPrincipal}.`,
    );
  },
} satisfies Partial<Handlers<StsOperations, RequestContext>>;

/** A source identity stays with all the sessions that a session starts, and cannot be changed. */
function nextSourceIdentity({ SourceIdentity }: AssumeRoleRequest, principal: Principal): string | undefined {
  const inherited = sourceIdentityOf(principal);
  if (inherited !== undefined && SourceIdentity !== undefined && SourceIdentity !== inherited) {
    throw accessDenied('The source identity of the calling session cannot be changed by role chaining.');
  }
  return inherited ?? SourceIdentity;
}
