import type { Assertion } from '../../../engines/saml/assertion.ts';
import { StsError } from '../errors.ts';
import { invalidToken } from './web-token.ts';

/** What AWS reads of an assertion's attributes. */
export interface SamlClaims {
  sessionName: string;
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity?: string;
  sessionSeconds?: number;
}

const attribute = 'https://aws.amazon.com/SAML/Attributes/';
const tagAttribute = `${attribute}PrincipalTag:`;
const redeemWithinMs = 5 * 60_000;
const identifier = /^[\w+=,.@-]{2,64}$/;

/** AWS's sign-in addresses: of the world, of a region, with or without the id of the SAML provider. */
const signInAddress =
  /^https:\/\/(?:[a-z0-9-]+\.)?signin\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)\/(?:static\/)?saml(?:\/acs\/[\w-]+)?$/;
const serviceAudience = /^urn:amazon:webservices(?::[a-z0-9-]+)?$/;

/** The response has to be meant for AWS, wherever it says for whom it is. */
export function requireForAws(assertion: Assertion, destination: string | undefined): void {
  if (destination !== undefined && destination !== '' && !signInAddress.test(destination)) {
    throw invalidToken(`Invalid destination of the SAML response: ${destination}`);
  }
  if (!signInAddress.test(assertion.recipient)) {
    throw invalidToken(`Invalid recipient of the SAML assertion: ${assertion.recipient}`);
  }
  const isForAws = (audience: string) => serviceAudience.test(audience) || signInAddress.test(audience);
  const { audiences } = assertion;
  if (audiences.length === 0 || !audiences.every((restriction) => restriction.some(isForAws))) {
    throw invalidToken('Response does not contain the required audience.');
  }
}

/** An assertion is good for five minutes, however long it says; clocks may differ as much. */
export function requireRedeemable(assertion: Assertion, nowMs: number): void {
  const { issuedAt, notBefore, notOnOrAfter, sessionEndsAt = Infinity } = assertion;
  if (nowMs > issuedAt + redeemWithinMs) {
    throw new StsError('ExpiredTokenException', 'Token must be redeemed within 5 minutes of issuance');
  }
  const end = Math.min(notOnOrAfter, sessionEndsAt);
  if (nowMs >= end) {
    throw new StsError('ExpiredTokenException', `The SAML assertion expired at ${new Date(end).toISOString()}`);
  }
  const start = Math.max(issuedAt, notBefore);
  if (nowMs < start - redeemWithinMs) {
    throw invalidToken(`The SAML assertion is not valid before ${new Date(start).toISOString()}`);
  }
}

/** Whether the provider lets this user have the role through it: `role,provider`, in either order. */
export function offersRole({ attributes }: Assertion, roleArn: string, providerArn: string): boolean {
  return (attributes.get(`${attribute}Role`) ?? []).some((value) => {
    const pair = value.split(',').map((arn) => arn.trim());
    return pair.length === 2 && pair.includes(roleArn) && pair.includes(providerArn);
  });
}

export function readClaims({ attributes }: Assertion): SamlClaims {
  const first = (name: string) => attributes.get(`${attribute}${name}`)?.[0];
  const sessionName = first('RoleSessionName');
  if (!sessionName) throw invalidToken('RoleSessionName is required in AuthnResponse');
  if (!identifier.test(sessionName)) {
    throw invalidToken('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}');
  }
  const sourceIdentity = first('SourceIdentity');
  if (sourceIdentity !== undefined && (!identifier.test(sourceIdentity) || sourceIdentity.startsWith('aws:'))) {
    throw invalidToken('Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"');
  }
  const sessionSeconds = durationOf(first('SessionDuration'));
  const tags = [...attributes].filter(([name]) => name.startsWith(tagAttribute));
  return {
    sessionName,
    tags: Object.fromEntries(tags.map(([name, values]) => [name.slice(tagAttribute.length), values[0] ?? ''])),
    transitiveTagKeys: [...(attributes.get(`${attribute}TransitiveTagKeys`) ?? [])],
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(sessionSeconds !== undefined && { sessionSeconds }),
  };
}

/** As SubjectType and in conditions: without the prefix of SAML 2.0. */
export function subjectType(format: string): string {
  return format.replace('urn:oasis:names:tc:SAML:2.0:nameid-format:', '');
}

function durationOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < 900 || seconds > 43_200) {
    throw invalidToken('SessionDuration in AuthnResponse must be a number of seconds from 900 to 43200');
  }
  return seconds;
}
