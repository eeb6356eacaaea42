/**
 * Verifies the signatures of a SAML response, of the response or of its assertion. Whoever reads further sees the
 * canonical form that was signed and nothing else, so that content wrapped around it is never believed.
 */
import type { KeyObject } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import type { DomDocument, DomElement } from './dom-parser.js';
import { SamlError } from './saml-error.ts';
import { addAlgorithms } from './signature-algorithms.ts';
import { elementsIn, parseDocument, parseXml, toElement } from './xml-document.ts';
import type { XmlElement } from './xml-document.ts';
import { requireChild } from './xml-tree.ts';

const protocolNamespace = 'urn:oasis:names:tc:SAML:2.0:protocol';
const assertionNamespace = 'urn:oasis:names:tc:SAML:2.0:assertion';
const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#';

/** By reference to XML Signature, in their order; a signature of SAML has no Object. */
const signatureParts = /^SignedInfo SignatureValue( KeyInfo)?$/;

export interface SignedResponse {
  /** As it came where only the assertion is signed: good to refuse a response, never to believe it. */
  response: XmlElement;
  /** As it was signed. */
  assertion: XmlElement;
}

const invalidSignature = 'Response signature invalid';

export function verifySignedResponse(xml: string, keys: readonly KeyObject[]): SignedResponse {
  const document = parseDocument(xml);
  const root = document.documentElement;
  if (!isNamed(root, protocolNamespace, 'Response')) throw new SamlError('Invalid SAML response');
  refuseEncrypted(document);
  const assertion = onlyAssertion(document, root);
  const signatures = { response: signatureOf(root), assertion: signatureOf(assertion) };
  const expected = [signatures.response, signatures.assertion].filter((signature) => signature !== undefined);
  const all = document.getElementsByTagNameNS(signatureNamespace, 'Signature');
  if (expected.length === 0 || all.length !== expected.length) throw new SamlError(invalidSignature);

  const signedAssertion = signatures.assertion && verified(xml, assertion, signatures.assertion, keys);
  const signedResponse = signatures.response && verified(xml, root, signatures.response, keys);
  if (signedResponse) return { response: signedResponse, assertion: requireChild(signedResponse, 'Assertion') };
  if (signedAssertion) return { response: toElement(root), assertion: signedAssertion };
  throw new SamlError(invalidSignature);
}

/** The canonical form of what a signature by one of the keys covers, which must be the signature's parent. */
function verified(xml: string, signed: DomElement, signature: DomElement, keys: readonly KeyObject[]): XmlElement {
  const uri = `#${signed.getAttribute('ID')}`;
  for (const publicCert of keys) {
    // The key of the signature's own KeyInfo is anybody's: only the provider's keys count.
    const verifier = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
    addAlgorithms(verifier);
    if (!isValid(verifier, signature, xml)) continue;
    const references = verifier.getReferences();
    const [canonical, ...more] = verifier.getSignedReferences();
    if (canonical === undefined || more.length > 0 || references.length !== 1 || references[0]?.uri !== uri) break;
    const element = parseXml(canonical);
    if (element.name !== signed.localName || `#${element.attributes.get('ID') ?? ''}` !== uri) break;
    return element;
  }
  throw new SamlError(invalidSignature);
}

/** The library throws for some signatures that are not valid, and answers false for others. */
function isValid(verifier: SignedXml, signature: DomElement, xml: string): boolean {
  try {
    verifier.loadSignature(signature);
    return verifier.checkSignature(xml);
  } catch {
    return false;
  }
}

function refuseEncrypted(document: DomDocument): void {
  for (const name of ['EncryptedAssertion', 'EncryptedID', 'EncryptedAttribute']) {
    if (document.getElementsByTagNameNS('*', name).length > 0) {
      throw new SamlError(`${name} is not supported: the SAML response must not be encrypted`);
    }
  }
}

function onlyAssertion(document: DomDocument, root: DomElement): DomElement {
  const [assertion, ...more] = Array.from(document.getElementsByTagNameNS('*', 'Assertion'));
  if (!assertion || more.length > 0) throw new SamlError('The SAML response must contain exactly one assertion');
  if (!isNamed(assertion, assertionNamespace, 'Assertion') || assertion.parentNode !== root) {
    throw new SamlError('The assertion must be a child of the SAML response');
  }
  return assertion;
}

function signatureOf(element: DomElement): DomElement | undefined {
  const [signature, ...more] = elementsIn(element).filter((child) => isNamed(child, signatureNamespace, 'Signature'));
  if (!signature) return undefined;
  const parts = elementsIn(signature);
  const isPlain = parts.every(({ namespaceURI }) => namespaceURI === signatureNamespace);
  const names = parts.map(({ localName }) => localName).join(' ');
  if (more.length > 0 || !isPlain || !signatureParts.test(names)) throw new SamlError(invalidSignature);
  return signature;
}

function isNamed(element: DomElement, namespace: string, name: string): boolean {
  return element.namespaceURI === namespace && element.localName === name;
}
