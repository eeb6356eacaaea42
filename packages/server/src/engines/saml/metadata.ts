import { X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SamlError } from './saml-error.ts';
import { parseXml } from './xml-document.ts';
import type { XmlElement } from './xml-document.ts';
import { childrenOf, descendantsOf } from './xml-tree.ts';

export interface ProviderMetadata {
  entityId: string;
  /** Of the certificates that sign; whether they have expired does not matter, to AWS neither. */
  signingKeys: KeyObject[];
}

export function parseProviderMetadata(document: string): ProviderMetadata {
  const root = rootOf(document);
  const keys = childrenOf(root, 'IDPSSODescriptor').flatMap((role) => childrenOf(role, 'KeyDescriptor'));
  return {
    entityId: root.attributes.get('entityID') ?? '',
    signingKeys: keys
      .filter(({ attributes }) => attributes.get('use') === undefined || attributes.get('use') === 'signing')
      .flatMap((key) => descendantsOf(key, 'X509Certificate'))
      .flatMap((certificate) => publicKeyOf(certificate.text) ?? []),
  };
}

function rootOf(document: string): XmlElement {
  try {
    return parseXml(document);
  } catch (cause) {
    throw new SamlError('Could not parse metadata', { cause });
  }
}

function publicKeyOf(certificate: string): KeyObject | undefined {
  try {
    return new X509Certificate(Buffer.from(certificate, 'base64')).publicKey;
  } catch {
    // A certificate that cannot be read has signed nothing.
    return undefined;
  }
}
