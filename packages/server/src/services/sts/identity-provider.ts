import type { RequestContext } from '../../platform/service.ts';
import { StsError } from './errors.ts';
import { iamOf, absentAsUndefined } from './role.ts';
import { invalidToken } from './model/web-token.ts';
import type { SigningKey, WebClaims } from './model/web-token.ts';

const answerWithinMs = 5_000;

export interface IdentityProvider {
  arn: string;
  /** The issuer without its scheme: the prefix of its condition keys. */
  host: string;
  /** The client that the token is for, as the trust policy sees it. */
  audience: string;
}

/** The OIDC provider in IAM that vouches for a token; AWS's errors where there is none, or the audience is not its. */
export async function requireProvider(
  claims: WebClaims,
  account: string,
  context: RequestContext,
): Promise<IdentityProvider> {
  const host = claims.iss.replace(/^https?:\/\//, '').replace(/\/$/, '');
  const arn = `arn:aws:iam::${account}:oidc-provider/${host}`;
  const iam = iamOf(context.platform, account, context.region);
  const provider = await absentAsUndefined(iam.GetOpenIDConnectProvider({ OpenIDConnectProviderArn: arn }));
  if (!provider) throw invalidToken(`No OpenIDConnect provider found in your account for ${claims.iss}`);
  const clients = new Set(provider.ClientIDList);
  const audience = (claims.azp === undefined ? claims.aud : [claims.azp]).find((client) => clients.has(client));
  if (audience === undefined) throw invalidToken('Incorrect token audience');
  return { arn, host, audience };
}

/** Reads the issuer's public keys, by OpenID Connect Discovery. */
export async function fetchSigningKeys(issuer: string, signal: AbortSignal): Promise<SigningKey[]> {
  const discovery = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, signal);
  const { jwks_uri: keysUrl } = discovery as { jwks_uri?: unknown };
  if (typeof keysUrl !== 'string') throw communicationError(`${issuer} names no jwks_uri`);
  const { keys } = (await fetchJson(keysUrl, signal)) as { keys?: unknown };
  if (!Array.isArray(keys)) throw communicationError(`${keysUrl} lists no keys`);
  return keys as SigningKey[];
}

async function fetchJson(address: string, signal: AbortSignal): Promise<object> {
  const url = URL.parse(address);
  // Plain HTTP is for providers on this machine, which AWS could not reach at all.
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))) {
    throw communicationError(`${address} is not an HTTPS address`);
  }
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]) });
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    return (await answer.json()) as object;
  } catch (cause) {
    throw communicationError(`${address} cannot be read`, cause);
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function communicationError(reason: string, cause?: unknown): StsError {
  return new StsError(
    'IDPCommunicationErrorException',
    `Couldn't retrieve verification key from your identity provider: ${reason}`,
    { cause },
  );
}
