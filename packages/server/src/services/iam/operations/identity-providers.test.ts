import { afterEach, beforeEach, expect, it } from 'vitest';
import { account, openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(() => (test = openTestAccount()));
afterEach(() => test.close());

function metadata(end: string): string {
  return `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"${end}>
  <md:IDPSSODescriptor><ds:X509Certificate>MIIC</ds:X509Certificate></md:IDPSSODescriptor>
</md:EntityDescriptor>`;
}

it('keeps OIDC providers by their address', async () => {
  const Url = 'https://token.example.com/ci';
  const thumbprint = 'a'.repeat(40);
  const input = { Url, ClientIDList: ['app', 'app'], ThumbprintList: [thumbprint] };
  const { OpenIDConnectProviderArn: arn = '' } = await test.iam.CreateOpenIDConnectProvider(input);
  expect(arn).toBe(`arn:aws:iam::${account}:oidc-provider/token.example.com/ci`);
  await expect(test.iam.CreateOpenIDConnectProvider(input)).rejects.toMatchObject({
    code: 'EntityAlreadyExistsException',
    message: `Provider with url ${Url} already exists.`,
  });
  const provider = { OpenIDConnectProviderArn: arn };
  await test.iam.AddClientIDToOpenIDConnectProvider({ ...provider, ClientID: 'web' });
  await test.iam.RemoveClientIDFromOpenIDConnectProvider({ ...provider, ClientID: 'app' });
  await test.iam.TagOpenIDConnectProvider({ ...provider, Tags: [{ Key: 'team', Value: 'red' }] });
  expect(await test.iam.GetOpenIDConnectProvider(provider)).toEqual({
    Url: 'token.example.com/ci',
    ClientIDList: ['web'],
    ThumbprintList: [thumbprint],
    CreateDate: new Date(test.clock.now()),
    Tags: [{ Key: 'team', Value: 'red' }],
  });
  await test.iam.DeleteOpenIDConnectProvider(provider);
  await test.iam.DeleteOpenIDConnectProvider(provider);
  await expect(test.iam.GetOpenIDConnectProvider(provider)).rejects.toMatchObject({ code: 'NoSuchEntityException' });
});

it('takes plain HTTP of this machine only', async () => {
  await expect(test.iam.CreateOpenIDConnectProvider({ Url: 'http://example.com' })).rejects.toMatchObject({
    code: 'InvalidInputException',
  });
  const { OpenIDConnectProviderArn } = await test.iam.CreateOpenIDConnectProvider({ Url: 'http://localhost:8080' });
  expect(OpenIDConnectProviderArn).toBe(`arn:aws:iam::${account}:oidc-provider/localhost:8080`);
});

it('keeps SAML providers with their metadata', async () => {
  const broken = { Name: 'idp', SAMLMetadataDocument: '<EntityDescriptor/>' };
  await expect(test.iam.CreateSAMLProvider(broken)).rejects.toMatchObject({ message: 'Could not parse metadata' });
  const created = await test.iam.CreateSAMLProvider({ Name: 'idp', SAMLMetadataDocument: metadata('') });
  expect(created.SAMLProviderArn).toBe(`arn:aws:iam::${account}:saml-provider/idp`);
  const provider = { SAMLProviderArn: created.SAMLProviderArn ?? '' };
  const SAMLMetadataDocument = metadata(' validUntil="2030-01-01T00:00:00Z"');
  await test.iam.UpdateSAMLProvider({ ...provider, SAMLMetadataDocument });
  const answer = await test.iam.GetSAMLProvider(provider);
  expect(answer).toMatchObject({ SAMLMetadataDocument, ValidUntil: new Date('2030-01-01') });
  await test.iam.DeleteSAMLProvider(provider);
  expect((await test.iam.ListSAMLProviders({})).SAMLProviderList).toEqual([]);
});
