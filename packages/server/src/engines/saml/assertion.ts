import { SamlError } from './saml-error.ts';
import type { XmlElement } from './xml-document.ts';
import { childOf, childrenOf, instantOf, requireChild } from './xml-tree.ts';

/** What an assertion says; times in milliseconds. */
export interface Assertion {
  issuer: string;
  issuedAt: number;
  nameId: { value: string; format: string } | undefined;
  /** Of the one bearer confirmation. */
  recipient: string;
  /** From when, -Infinity for always, and until when: of the assertion and of its confirmation together. */
  notBefore: number;
  notOnOrAfter: number;
  /** One of each list has to be the reader. */
  audiences: string[][];
  sessionEndsAt: number | undefined;
  attributes: ReadonlyMap<string, readonly string[]>;
}

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const unspecifiedFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

export function readAssertion(assertion: XmlElement): Assertion {
  const subject = childOf(assertion, 'Subject');
  const nameId = subject && childOf(subject, 'NameID');
  const confirmation = readConfirmation(subject);
  const conditions = childOf(assertion, 'Conditions');
  const issuedAt = instantOf(assertion, 'IssueInstant');
  if (issuedAt === undefined) throw new SamlError('Assertion must have an IssueInstant');
  const starts = [confirmation.notBefore, conditions && instantOf(conditions, 'NotBefore')];
  const ends = [confirmation.notOnOrAfter, conditions && instantOf(conditions, 'NotOnOrAfter')];
  const sessionEnds = childrenOf(assertion, 'AuthnStatement').map((it) => instantOf(it, 'SessionNotOnOrAfter'));
  return {
    issuer: requireChild(assertion, 'Issuer').text,
    issuedAt,
    nameId: nameId && { value: nameId.text, format: nameId.attributes.get('Format') ?? unspecifiedFormat },
    recipient: confirmation.recipient,
    notBefore: Math.max(...known(starts), -Infinity),
    notOnOrAfter: Math.min(...known(ends)),
    audiences: (conditions ? childrenOf(conditions, 'AudienceRestriction') : []).map((restriction) =>
      childrenOf(restriction, 'Audience').map(({ text }) => text),
    ),
    sessionEndsAt: known(sessionEnds).sort((a, b) => a - b)[0],
    attributes: readAttributes(assertion),
  };
}

/** The value of the response's status: what the provider says of the authentication. */
export function statusOf(response: XmlElement): string {
  return requireChild(requireChild(response, 'Status'), 'StatusCode').attributes.get('Value') ?? '';
}

function readConfirmation(subject: XmlElement | undefined) {
  const confirmation = subject && childOf(subject, 'SubjectConfirmation');
  const data = confirmation && childOf(confirmation, 'SubjectConfirmationData');
  const recipient = data?.attributes.get('Recipient');
  const notOnOrAfter = data && instantOf(data, 'NotOnOrAfter');
  if (
    !data ||
    confirmation.attributes.get('Method') !== bearer ||
    recipient === undefined ||
    notOnOrAfter === undefined
  ) {
    throw new SamlError(
      'Subject must have one bearer SubjectConfirmation, with a SubjectConfirmationData that has Recipient and NotOnOrAfter',
    );
  }
  return { recipient, notOnOrAfter, notBefore: instantOf(data, 'NotBefore') };
}

function readAttributes(assertion: XmlElement): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, string[]>();
  for (const attribute of childrenOf(assertion, 'AttributeStatement').flatMap((it) => childrenOf(it, 'Attribute'))) {
    const name = attribute.attributes.get('Name') ?? '';
    const values = childrenOf(attribute, 'AttributeValue').map(({ text }) => text);
    attributes.set(name, [...(attributes.get(name) ?? []), ...values]);
  }
  return attributes;
}

function known(instants: readonly (number | undefined)[]): number[] {
  return instants.filter((instant) => instant !== undefined);
}
