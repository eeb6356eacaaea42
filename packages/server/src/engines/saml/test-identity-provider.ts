import { generate } from 'selfsigned';
import { SignedXml } from 'xml-crypto';

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const signIn = 'https://signin.aws.amazon.com/saml';
export const issuer = 'https://idp.example.com/metadata';
const names = 'urn:oasis:names:tc:SAML:2.0';
const awsAttribute = 'https://aws.amazon.com/SAML/Attributes/';

export interface TestIdentityProvider {
  metadata: string;
  /** Signs the element of this name, and puts the signature behind its issuer. */
  sign(xml: string, element?: 'Assertion' | 'Response', more?: Partial<Algorithms>): string;
}

interface Algorithms {
  signature: string;
  digest: string;
}

const sha256: Algorithms = {
  signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
};

/** An identity provider with a key pair of its own, for tests. */
export async function createTestIdentityProvider(entityId = issuer): Promise<TestIdentityProvider> {
  const { private: privateKey, cert } = await generate([{ name: 'commonName', value: 'idp' }], { keySize: 2048 });
  const certificate = cert.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  return {
    metadata: metadataOf(entityId, certificate),
    sign(xml, element = 'Assertion', more = {}) {
      const { signature, digest } = { ...sha256, ...more };
      const signer = new SignedXml({
        privateKey,
        publicCert: cert,
        signatureAlgorithm: signature,
        canonicalizationAlgorithm: exclusive,
      });
      const xpath = `//*[local-name(.)='${element}']`;
      signer.addReference({ xpath, digestAlgorithm: digest, transforms: [enveloped, exclusive] });
      signer.computeSignature(xml, {
        prefix: 'ds',
        location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' },
      });
      return signer.getSignedXml();
    },
  };
}

export function metadataOf(entityId: string, certificate: string): string {
  return `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="${names}:metadata" entityID="${entityId}">
  <md:IDPSSODescriptor protocolSupportEnumeration="${names}:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
      <ds:X509Certificate>${certificate}</ds:X509Certificate>
    </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="${names}:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;
}

export interface ResponseText {
  now?: number;
  issuer?: string;
  nameId?: string;
  destination?: string;
  recipient?: string;
  audience?: string;
  status?: string;
  /** Milliseconds from `now`. */
  issued?: number;
  notBefore?: number;
  notOnOrAfter?: number;
  sessionEnds?: number;
  /** By name; AWS's without their prefix. */
  attributes?: Record<string, string[]>;
}

export function samlResponse(text: ResponseText = {}): string {
  const at = (ms: number) => new Date((text.now ?? 0) + ms).toISOString();
  const issued = at(text.issued ?? 0);
  const ends = at(text.notOnOrAfter ?? 300_000);
  const session = text.sessionEnds === undefined ? '' : ` SessionNotOnOrAfter="${at(text.sessionEnds)}"`;
  const nameId = text.nameId ?? `<NameID Format="${names}:nameid-format:persistent">ann</NameID>`;
  return `<samlp:Response xmlns:samlp="${names}:protocol" ID="_response" Version="2.0" IssueInstant="${issued}" Destination="${text.destination ?? signIn}">
  <Issuer xmlns="${names}:assertion">${text.issuer ?? issuer}</Issuer>
  <samlp:Status><samlp:StatusCode Value="${names}:status:${text.status ?? 'Success'}"/></samlp:Status>
  <Assertion xmlns="${names}:assertion" ID="_assertion" Version="2.0" IssueInstant="${issued}">
    <Issuer>${text.issuer ?? issuer}</Issuer>
    <Subject>${nameId}<SubjectConfirmation Method="${names}:cm:bearer">
      <SubjectConfirmationData NotOnOrAfter="${ends}" Recipient="${text.recipient ?? signIn}"/>
    </SubjectConfirmation></Subject>
    <Conditions NotBefore="${at(text.notBefore ?? 0)}" NotOnOrAfter="${ends}"><AudienceRestriction>
      <Audience>${text.audience ?? 'urn:amazon:webservices'}</Audience>
    </AudienceRestriction></Conditions>
    <AuthnStatement AuthnInstant="${issued}"${session}/>
    <AttributeStatement>${attributesText(text.attributes ?? {})}</AttributeStatement>
  </Assertion>
</samlp:Response>`;
}

function attributesText(attributes: Record<string, string[]>): string {
  return Object.entries(attributes)
    .map(([name, values]) => {
      const fullName = name.includes('//') || name.startsWith('urn:') ? name : `${awsAttribute}${name}`;
      return `<Attribute Name="${fullName}">${values.map((value) => `<AttributeValue>${value}</AttributeValue>`).join('')}</Attribute>`;
    })
    .join('');
}
