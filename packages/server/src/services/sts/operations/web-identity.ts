import type { StsOperations } from '../../../../generated/types/sts.ts';
import type { Handlers, RequestContext } from '../../../platform/service.ts';
import { StsError } from '../errors.ts';
import { startFederatedSession } from '../federated-session.ts';
import { fetchSigningKeys, requireProvider } from '../identity-provider.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { parseRoleArn } from '../model/role-arn.ts';
import { parseWebToken, requireCurrent, requireSignature } from '../model/web-token.ts';
import type { WebClaims } from '../model/web-token.ts';

export const webIdentityOperations = {
  async AssumeRoleWithWebIdentity(input, context) {
    if (input.ProviderId !== undefined) {
      throw new StsError(
        'InvalidParameterValue',
        `ProviderId ${input.ProviderId} is for OAuth 2.0 access tokens, which do not work here: send an OpenID Connect ID token.`,
      );
    }
    const token = parseWebToken(input.WebIdentityToken);
    const { claims } = token;
    const provider = await requireProvider(claims, parseRoleArn(input.RoleArn).account, context);
    requireCurrent(claims, context.clock.now());
    requireSignature(token, await fetchSigningKeys(claims.iss, context.signal));

    const { tags, transitiveTagKeys, sourceIdentity } = claims;
    const identity = {
      action: 'sts:AssumeRoleWithWebIdentity',
      sessionName: input.RoleSessionName,
      tags,
      transitiveTagKeys,
      sourceIdentity,
      conditions: tokenConditions(provider, claims),
    } as const;
    return {
      ...(await startFederatedSession(input, identity, context)),
      SubjectFromWebIdentityToken: claims.sub,
      Provider: provider.arn,
      Audience: provider.audience,
      SourceIdentity: sourceIdentity,
    };
  },
} satisfies Partial<Handlers<StsOperations, RequestContext>>;

/** What the token says, as condition keys. */
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
