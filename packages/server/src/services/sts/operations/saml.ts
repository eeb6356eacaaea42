import { createHash } from 'node:crypto';
import type { StsOperations } from '../../../../generated/types/sts.ts';
import { readAssertion, statusOf } from '../../../engines/saml/assertion.ts';
import type { Assertion } from '../../../engines/saml/assertion.ts';
import { SamlError } from '../../../engines/saml/saml-error.ts';
import type { Handlers, RequestContext } from '../../../platform/service.ts';
import { accessDenied, StsError } from '../errors.ts';
import { startFederatedSession } from '../federated-session.ts';
import { attributeConditions } from '../model/saml-condition-keys.ts';
import { offersRole, readClaims, requireForAws, requireRedeemable, subjectType } from '../model/saml-token.ts';
import { invalidToken } from '../model/web-token.ts';
import { requireSamlProvider } from '../saml-provider.ts';
import type { SamlProvider } from '../saml-provider.ts';

const action = 'sts:AssumeRoleWithSAML';
const success = 'urn:oasis:names:tc:SAML:2.0:status:Success';

export const samlOperations = {
  async AssumeRoleWithSAML(input, context) {
    const provider = await requireSamlProvider(input.PrincipalArn, context);
    const assertion = await believedAssertion(decodeResponse(input.SAMLAssertion), provider);
    const now = context.clock.now();
    requireRedeemable(assertion, now);
    const { nameId } = assertion;
    if (!nameId || !offersRole(assertion, input.RoleArn, provider.arn)) {
      throw accessDenied(`Not authorized to perform ${action}`);
    }
    const { sessionSeconds = Infinity, ...claims } = readClaims(assertion);
    const subject = {
      'saml:namequalifier': nameQualifier(assertion.issuer, provider),
      'saml:sub': nameId.value,
      'saml:sub_type': subjectType(nameId.format),
    };
    const identity = {
      ...claims,
      action,
      conditions: { 'aws:FederatedProvider': provider.arn, ...subject },
      trustConditions: {
        ...attributeConditions(assertion.attributes),
        'saml:aud': assertion.recipient,
        'saml:doc': `${provider.account}/${provider.name}`,
        'saml:iss': assertion.issuer,
      },
      atMostSeconds: Math.min(sessionSeconds, ((assertion.sessionEndsAt ?? Infinity) - now) / 1000),
    } as const;
    return {
      ...(await startFederatedSession(input, identity, context)),
      Subject: nameId.value,
      SubjectType: subject['saml:sub_type'],
      Issuer: assertion.issuer,
      Audience: assertion.recipient,
      NameQualifier: subject['saml:namequalifier'],
      SourceIdentity: claims.sourceIdentity,
    };
  },
} satisfies Partial<Handlers<StsOperations, RequestContext>>;

/** What the provider signed, for AWS, of a user who is signed in. */
async function believedAssertion(xml: string, provider: SamlProvider): Promise<Assertion> {
  const { verifySignedResponse } = await import('../../../engines/saml/signed-response.ts');
  try {
    const signed = verifySignedResponse(xml, provider.signingKeys);
    const assertion = readAssertion(signed.assertion);
    if (assertion.issuer !== provider.entityId) throw invalidToken('Issuer not present in specified provider');
    const status = statusOf(signed.response);
    if (status !== success) {
      throw new StsError('IDPRejectedClaimException', `The identity provider did not authenticate the user: ${status}`);
    }
    requireForAws(assertion, signed.response.attributes.get('Destination'));
    return assertion;
  } catch (error) {
    throw error instanceof SamlError ? invalidToken(error.message) : error;
  }
}

function decodeResponse(base64: string): string {
  try {
    if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) throw new Error('not base64');
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw invalidToken('Invalid base64 SAMLResponse');
  }
}

function nameQualifier(issuer: string, { account, name }: SamlProvider): string {
  return createHash('sha1').update(`${issuer}${account}/${name}`).digest('base64');
}
