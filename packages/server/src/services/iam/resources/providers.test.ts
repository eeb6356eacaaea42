import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
const type = (name: string, ref: string) => new ResourceHarness(server, `AWS::IAM::${name}`, ref);

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
});
afterAll(() => server.stop());

const metadata = (entity: string) => `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entity}">
  <md:IDPSSODescriptor><ds:X509Certificate>MIIC${'A'.repeat(1000)}</ds:X509Certificate></md:IDPSSODescriptor>
</md:EntityDescriptor>`;

describe('AWS::IAM::OIDCProvider', () => {
  it('is created, read, changed, listed and deleted', async () => {
    const providers = type('OIDCProvider', 'Arn');
    const Url = 'https://token.example.com/ci';
    const created = await providers.create({
      Url,
      ClientIdList: ['a', 'b'],
      ThumbprintList: ['a'.repeat(40)],
      Tags: [{ Key: 'goes', Value: '1' }],
    });
    expect(created.physicalId).toBe('arn:aws:iam::000000000000:oidc-provider/token.example.com/ci');
    const desired = {
      Url,
      ClientIdList: ['b', 'c'],
      ThumbprintList: ['b'.repeat(40)],
      Tags: [{ Key: 'comes', Value: '1' }],
    };
    const updated = await providers.update(created, desired);
    expect(await providers.read(updated)).toEqual({ ...desired, Arn: created.physicalId });
    const identified = { physicalId: created.physicalId, properties: { Arn: created.physicalId } };
    expect(await providers.read(identified)).toMatchObject({ Url });
    expect(await providers.list()).toEqual([{ Arn: created.physicalId }]);
    await expect(providers.create({ Url })).rejects.toThrow(/already exists/);
    await providers.delete(updated);
    await providers.delete(updated);
    expect(await providers.read(updated)).toBeUndefined();
  });
});

describe('AWS::IAM::SAMLProvider', () => {
  it('is created, read, changed, listed and deleted', async () => {
    const providers = type('SAMLProvider', 'Arn');
    const created = await providers.create({ SamlMetadataDocument: metadata('https://a.example.com') });
    const Name = String(created.answered['Name']);
    expect(Name).toMatch(/^demo-Thing-[A-Z0-9]{12}$/);
    expect(created.answered).toMatchObject({
      Arn: `arn:aws:iam::000000000000:saml-provider/${Name}`,
      SamlProviderUUID: expect.stringMatching(/^[A-Z2-7]{22}$/),
    });
    const desired = {
      SamlMetadataDocument: metadata('https://b.example.com'),
      AssertionEncryptionMode: 'Allowed',
      Tags: [{ Key: 'team', Value: 'blue' }],
    };
    const updated = await providers.update(created, desired);
    expect(await providers.read(updated)).toEqual({ ...desired, ...created.answered });
    expect(await providers.list()).toEqual([{ Arn: created.physicalId }]);
    await providers.delete(updated);
    await providers.delete(updated);
    expect(await providers.read(updated)).toBeUndefined();
  });
});

describe('AWS::IAM::ServerCertificate', () => {
  it('is created, read, moved to another path, listed and deleted', async () => {
    const certificates = type('ServerCertificate', 'ServerCertificateName');
    const { private: PrivateKey, cert: CertificateBody } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const created = await certificates.create({ CertificateBody, PrivateKey });
    const desired = { CertificateBody, PrivateKey, Path: '/cloudfront/', Tags: [{ Key: 'a', Value: '1' }] };
    const updated = await certificates.update(created, desired);
    const name = created.physicalId;
    expect(updated.properties['Arn']).toBe(`arn:aws:iam::000000000000:server-certificate/cloudfront/${name}`);
    const { PrivateKey: _, ...shown } = desired;
    expect(await certificates.read(updated)).toEqual({
      ...shown,
      ServerCertificateName: name,
      Arn: updated.properties['Arn'],
    });
    expect(await certificates.list()).toEqual([{ ServerCertificateName: name }]);
    await certificates.delete(updated);
    await certificates.delete(updated);
    expect(await certificates.read(updated)).toBeUndefined();
  });
});

describe('AWS::IAM::ServiceLinkedRole', () => {
  it('has the name that its service gives it, and is deleted in time', async () => {
    const roles = type('ServiceLinkedRole', 'RoleName');
    const base = { AWSServiceName: 'autoscaling.amazonaws.com', CustomSuffix: 'web' };
    const created = await roles.create({ ...base, Description: 'Scales' });
    expect(created.physicalId).toBe('AWSServiceRoleForAutoScaling_web');
    const updated = await roles.update(created, { ...base, Description: 'Scales the web' });
    expect(await roles.read(updated)).toEqual({
      ...base,
      RoleName: created.physicalId,
      Description: 'Scales the web',
    });
    expect(await roles.list()).toEqual([{ RoleName: created.physicalId }]);
    await roles.delete(updated);
    await server.clock.advance(1000);
    expect(await roles.settle(updated, 'delete')).toEqual({ state: 'done' });
    await roles.delete(updated);
    expect(await roles.read(updated)).toBeUndefined();
  });
});

it('logs no error', () => expect(server.errors).toEqual([]));
