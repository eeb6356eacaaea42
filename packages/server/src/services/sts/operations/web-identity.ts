import type { StsOperations } from '../../../../generated/types/sts.ts';
import { evaluate } from '../../../iam-policy/evaluate.ts';
import { createPolicyCache } from '../../../iam-policy/policy-cache.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Handlers, RequestContext } from '../../../platform/service.ts';
import { accessDenied, StsError } from '../errors.ts';
import { fetchSigningKeys, requireProvider } from '../identity-provider.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { roleSessionSeconds } from '../model/duration.ts';
import { parseRoleArn } from '../model/role-arn.ts';
import { sessionTags, transitiveConditions } from '../model/session-tags.ts';
import { parseWebToken, requireCurrent, requireSignature } from '../model/web-token.ts';
import type { WebClaims } from '../model/web-token.ts';
import { findRole, trustPolicyOf } from '../role.ts';
import type { AssumableRole } from '../role.ts';
import { readSessionPolicies } from '../session-policies.ts';
import { roleSessionPrincipal, startSession } from '../session.ts';

export const webIdentityOperations = {
  async AssumeRoleWithWebIdentity(input, context) {
    const { platform, region } = context;
    if (input.ProviderId !== undefined) {
      throw new StsError(
        'InvalidParameterValue',
        `ProviderId ${input.ProviderId} is for OAuth 2.0 access tokens, which do not work here: send an OpenID Connect ID token.`,
      );
    }
    const token = parseWebToken(input.WebIdentityToken);
    const { account } = parseRoleArn(input.RoleArn);
    const provider = await requireProvider(token.claims, account, context);
    requireCurrent(token.claims, context.clock.now());
    requireSignature(token, await fetchSigningKeys(token.claims.iss, context.signal));

    const role = await findRole(platform, input.RoleArn, region);
    if (!role) throw accessDenied(notAuthorized);
    requireTrusted(role, provider, token.claims, input.RoleSessionName, context);
    const seconds = roleSessionSeconds(input.DurationSeconds, role.maxSessionSeconds, false);
    const tags = sessionTags(tagList(token.claims.tags), token.claims.transitiveTagKeys);
    const policies = await readSessionPolicies(input, tags.tags, platform, { account, region });
    const { sourceIdentity } = token.claims;
    const session = roleSessionPrincipal(role, {
      sessionName: input.RoleSessionName,
      tags: tags.tags,
      sessionPolicies: policies.documents,
      conditions: {
        ...tokenConditions(provider, token.claims),
        ...transitiveConditions(tags),
        ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
      },
    });
    const Credentials = await context.transact(async (unit) =>
      startSession(unit, context, { principal: session, seconds }),
    );
    return {
      Credentials,
      SubjectFromWebIdentityToken: token.claims.sub,
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      PackedPolicySize: policies.packedPercent,
      Provider: provider.arn,
      Audience: provider.audience,
      SourceIdentity: sourceIdentity,
    };
  },

  async AssumeRoleWithSAML() {
    throw new StsError(
      'NotImplemented',
      'AssumeRoleWithSAML is not available: Madang does not verify XML signatures, and would have to believe any assertion.',
      { status: 501 },
    );
  },
} satisfies Partial<Handlers<StsOperations, RequestContext>>;

const notAuthorized = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';

/** The role's trust policy decides alone: the caller has no identity of their own yet. */
function requireTrusted(
  role: AssumableRole,
  provider: IdentityProvider,
  claims: WebClaims,
  sessionName: string,
  context: RequestContext,
): void {
  const principal: Principal = { kind: 'anonymous', account: 'anonymous', arn: '*', userId: 'anonymous' };
  const { tags, sourceIdentity } = claims;
  const conditions = {
    ...context.conditions,
    ...tokenConditions(provider, claims),
    'sts:RoleSessionName': sessionName,
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(Object.keys(tags).length > 0 && { 'aws:TagKeys': Object.keys(tags) }),
  };
  const actions = [
    'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  for (const action of actions) {
    const request = { action, resource: role.arn, principal, context: conditions, resourceAccount: role.account };
    const decision = evaluate(request, { identity: [], resource: trustPolicyOf(role) }, createPolicyCache(1));
    if (decision.outcome !== 'allowed') throw accessDenied(notAuthorized);
  }
}

/** What the token says, as condition keys of this request and of the session that it starts. */
function tokenConditions(provider: IdentityProvider, claims: WebClaims): Record<string, string | string[]> {
  const { host, arn, audience } = provider;
  const [original] = claims.aud;
  return {
    'aws:FederatedProvider': arn,
    [`${host}:aud`]: audience,
    [`${host}:sub`]: claims.sub,
    ...(claims.azp !== undefined && original !== undefined && { [`${host}:oaud`]: original }),
    ...(claims.amr && { [`${host}:amr`]: claims.amr }),
  };
}

function tagList(tags: Record<string, string>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
