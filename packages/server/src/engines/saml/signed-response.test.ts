import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { readAssertion } from './assertion.ts';
import { parseProviderMetadata } from './metadata.ts';
import { verifySignedResponse } from './signed-response.ts';
import { createTestIdentityProvider, issuer, metadataOf, samlResponse } from './test-identity-provider.ts';
import type { TestIdentityProvider } from './test-identity-provider.ts';

const xmldsig = 'http://www.w3.org/2000/09/xmldsig#';
let idp: TestIdentityProvider;
let stranger: TestIdentityProvider;
beforeAll(async () => {
  [idp, stranger] = await Promise.all([createTestIdentityProvider(), createTestIdentityProvider()]);
});

function believed(xml: string, metadata = idp.metadata) {
  const { assertion } = verifySignedResponse(xml, parseProviderMetadata(metadata).signingKeys);
  return readAssertion(assertion);
}

const invalid = 'Response signature invalid';
const part = (xml: string, name: string) => new RegExp(`<(ds:)?${name}[ >][^]*</(ds:)?${name}>`).exec(xml)?.[0] ?? '';

it('believes an assertion whose own signature, or that of its response, is by a key of the provider', () => {
  const plain = samlResponse();
  const both = idp.sign(idp.sign(plain), 'Response');
  for (const xml of [idp.sign(plain), idp.sign(plain, 'Response'), both]) {
    expect(believed(xml)).toMatchObject({ issuer, nameId: { value: 'ann' } });
  }
  const sha1 = { signature: `${xmldsig}rsa-sha1`, digest: `${xmldsig}sha1` };
  expect(believed(idp.sign(plain, 'Assertion', sha1))).toMatchObject({ nameId: { value: 'ann' } });
});

it('refuses what nobody signed, somebody else signed, or somebody changed', () => {
  const signed = idp.sign(samlResponse());
  expect(() => believed(samlResponse())).toThrow(invalid);
  expect(() => believed(stranger.sign(samlResponse()))).toThrow(invalid);
  expect(() => believed(signed.replace('>ann<', '>bob<'))).toThrow(invalid);
  expect(() => believed(signed.replace(/(<ds:SignatureValue>.{9})./, '$1*'))).toThrow(invalid);
  expect(() => believed(signed, metadataOf(issuer, 'MIIC'))).toThrow(invalid);
  const half = idp.sign(stranger.sign(samlResponse()), 'Response');
  expect(() => believed(half)).toThrow(invalid);
  const hmac = signed.replaceAll(/http:[^"]*#rsa-sha256/g, `${xmldsig}hmac-sha1`);
  expect(() => believed(hmac)).toThrow(invalid);
});

it('reads a name with a comment in it as it was signed: whole', () => {
  const signed = idp.sign(samlResponse({ nameId: '<NameID>ann@example.com.evil.org</NameID>' }));
  const split = signed.replace('ann@example.com', 'ann@example.com<!-- -->');
  expect(believed(split).nameId?.value).toBe('ann@example.com.evil.org');
});

it('refuses a signature that covers something else than the assertion it reads', () => {
  const signed = idp.sign(samlResponse());
  const original = part(signed, 'Assertion');
  const signature = part(original, 'Signature');
  const forged = original.replace('>ann<', '>root<').replace('"_assertion"', '"_forged"').replace(signature, '');
  const withObject = signature.replace('</ds:Signature>', `<ds:Object>${original}</ds:Object></ds:Signature>`);
  const wrapped = [
    // The forged one before, behind and around the original.
    signed.replace(original, forged + original),
    signed.replace(original, original + forged),
    signed.replace(original, forged.replace('</Assertion>', `${original}</Assertion>`)),
    // The original inside of the signature that the forged one shows.
    signed.replace(original, forged.replace('</Issuer>', `</Issuer>${withObject}`)),
    signed.replace(original, `<samlp:Extensions>${original}</samlp:Extensions>${forged}`),
  ];
  for (const xml of wrapped) {
    expect(xml).toContain('>root<');
    expect(() => believed(xml)).toThrow('exactly one assertion');
  }
  // The forged one shows the original's signature, whose reference has gone, or is somewhere else.
  const moved = signed.replace(original, forged.replace('</Issuer>', `</Issuer>${signature}`));
  expect(() => believed(moved)).toThrow(invalid);
  const sameId = signed.replace(original, original.replace('>ann<', '>root<'));
  expect(() => believed(sameId.replace('ID="_response"', 'ID="_assertion"'))).toThrow(invalid);
  const elsewhere = signed.replace(signature, '').replace('<samlp:Status>', `${signature}<samlp:Status>`);
  expect(() => believed(elsewhere)).toThrow(invalid);
});

it('refuses document types, depth, encryption and what is no response', () => {
  const signed = idp.sign(samlResponse());
  const refused: [string, string][] = [
    [`<!DOCTYPE a [<!ENTITY b "c">]>${signed}`, 'with a document type'],
    [`${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`, '100 elements deep'],
    ['<a><b></a>', 'not well-formed'],
    ['<a/><b/>', 'not well-formed'],
    ['a', 'not well-formed'],
    [signed.replace(' xmlns:samlp=', ' xmlns:other='), 'Invalid SAML response'],
    ['<a/>', 'Invalid SAML response'],
    [part(signed, 'Assertion'), 'Invalid SAML response'],
    [signed.replace(part(signed, 'Assertion'), ''), 'exactly one assertion'],
    [
      signed.replaceAll('Assertion ', 'EncryptedAssertion ').replaceAll('</Assertion', '</EncryptedAssertion'),
      'EncryptedAssertion is not supported',
    ],
    [signed.replaceAll('NameID', 'EncryptedID'), 'EncryptedID is not supported'],
  ];
  for (const [xml, message] of refused) expect(() => believed(xml)).toThrow(message);
});

it('verifies ECDSA signatures', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const signed = idp.sign(samlResponse()).replace('#rsa-sha256', '#ecdsa-sha384');
  const signedInfo = part(signed, 'SignedInfo').replace('<ds:SignedInfo>', `<ds:SignedInfo xmlns:ds="${xmldsig}">`);
  // With end tags for empty elements, what the library writes is canonical already.
  const canonical = signedInfo.replaceAll(/<(ds:\w+)([^<>]*)\/>/g, '<$1$2></$1>');
  const value = sign('sha384', Buffer.from(canonical), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const xml = signed.replace(/(<ds:SignatureValue>)[^<]*/, `$1${value.toString('base64')}`);
  const { assertion } = verifySignedResponse(xml, [publicKey]);
  expect(readAssertion(assertion).nameId?.value).toBe('ann');
  const { signingKeys } = parseProviderMetadata(idp.metadata);
  expect(() => verifySignedResponse(xml, signingKeys)).toThrow(invalid);
});
