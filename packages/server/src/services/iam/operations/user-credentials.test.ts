import { generateKeyPairSync } from 'node:crypto';
import { generate } from 'selfsigned';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { account, openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
let certificate: { cert: string; private: string };
beforeAll(async () => {
  certificate = await generate([{ name: 'commonName', value: 'example.com' }], {
    notBeforeDate: new Date('2026-01-01'),
    notAfterDate: new Date('2027-01-01'),
  });
});
beforeEach(async () => {
  test = openTestAccount();
  await test.iam.CreateUser({ UserName: 'ann' });
});
afterEach(() => test.close());

it('keeps SSH public keys in both of their forms', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { SSHPublicKey: key } = await test.iam.UploadSSHPublicKey({ UserName: 'ann', SSHPublicKeyBody: pem });
  expect(key?.SSHPublicKeyId).toMatch(/^APKA/);
  expect(key?.Fingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
  const get = async (Encoding: 'SSH' | 'PEM') => {
    const input = { UserName: 'ann', SSHPublicKeyId: key?.SSHPublicKeyId ?? '', Encoding };
    return (await test.iam.GetSSHPublicKey(input)).SSHPublicKey?.SSHPublicKeyBody ?? '';
  };
  expect(await get('PEM')).toBe(pem);
  const openSsh = await get('SSH');
  expect(openSsh).toMatch(/^ssh-rsa AAAAB3NzaC1yc2E/);
  const again = { UserName: 'ann', SSHPublicKeyBody: `${openSsh} ann@laptop` };
  await expect(test.iam.UploadSSHPublicKey(again)).rejects.toMatchObject({ code: 'DuplicateSSHPublicKeyException' });
  const unknown = { UserName: 'ann', SSHPublicKeyBody: 'ssh-ed25519 AAAA' };
  await expect(test.iam.UploadSSHPublicKey(unknown)).rejects.toMatchObject({
    code: 'UnrecognizedPublicKeyEncodingException',
  });
});

it('keeps at most two signing certificates of a user', async () => {
  const CertificateBody = certificate.cert;
  const { Certificate } = await test.iam.UploadSigningCertificate({ UserName: 'ann', CertificateBody });
  await expect(test.iam.UploadSigningCertificate({ UserName: 'ann', CertificateBody })).rejects.toMatchObject({
    code: 'DuplicateCertificateException',
  });
  const broken = { UserName: 'ann', CertificateBody: 'x' };
  await expect(test.iam.UploadSigningCertificate(broken)).rejects.toMatchObject({
    code: 'MalformedCertificateException',
  });
  const { CertificateId } = Certificate;
  await test.iam.UpdateSigningCertificate({ UserName: 'ann', CertificateId, Status: 'Inactive' });
  const { Certificates } = await test.iam.ListSigningCertificates({ UserName: 'ann' });
  expect(Certificates.map(({ Status }) => Status)).toEqual(['Inactive']);
  await test.iam.DeleteSigningCertificate({ UserName: 'ann', CertificateId });
  await test.iam.DeleteUser({ UserName: 'ann' });
});

it('gives service-specific credentials, two for each service', async () => {
  const input = { UserName: 'ann', ServiceName: 'codecommit.amazonaws.com' };
  const { ServiceSpecificCredential: first } = await test.iam.CreateServiceSpecificCredential(input);
  const { ServiceSpecificCredential: second } = await test.iam.CreateServiceSpecificCredential(input);
  expect(first?.ServiceUserName).toBe(`ann-at-${account}`);
  expect(second?.ServiceUserName).toBe(`ann+1-at-${account}`);
  await expect(test.iam.CreateServiceSpecificCredential(input)).rejects.toMatchObject({
    code: 'LimitExceededException',
  });
  await expect(
    test.iam.CreateServiceSpecificCredential({ UserName: 'ann', ServiceName: 's3.amazonaws.com' }),
  ).rejects.toMatchObject({ code: 'ServiceNotSupportedException' });
  const id = { ServiceSpecificCredentialId: first?.ServiceSpecificCredentialId ?? '', UserName: 'ann' };
  const { ServiceSpecificCredential: renewed } = await test.iam.ResetServiceSpecificCredential(id);
  expect(renewed?.ServicePassword).not.toBe(first?.ServicePassword);
  const { ServiceSpecificCredentials: listed } = await test.iam.ListServiceSpecificCredentials({ AllUsers: true });
  expect(listed).toHaveLength(2);
  expect(listed?.[0]).not.toHaveProperty('ServicePassword');
});

it('takes a server certificate with its own key only', async () => {
  const { private: PrivateKey, cert: CertificateBody } = certificate;
  const upload = { ServerCertificateName: 'web', Path: '/cloudfront/', CertificateBody, PrivateKey };
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  await expect(test.iam.UploadServerCertificate({ ...upload, PrivateKey: other.toString() })).rejects.toMatchObject({
    code: 'KeyPairMismatchException',
  });
  const { ServerCertificateMetadata } = await test.iam.UploadServerCertificate(upload);
  expect(ServerCertificateMetadata).toMatchObject({
    Arn: `arn:aws:iam::${account}:server-certificate/cloudfront/web`,
    ServerCertificateId: expect.stringMatching(/^ASCA/),
    Expiration: new Date('2027-01-01'),
  });
  await test.iam.UpdateServerCertificate({ ServerCertificateName: 'web', NewServerCertificateName: 'site' });
  await expect(test.iam.GetServerCertificate({ ServerCertificateName: 'web' })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: 'The Server Certificate with name web cannot be found.',
  });
  const { ServerCertificate } = await test.iam.GetServerCertificate({ ServerCertificateName: 'site' });
  expect(JSON.stringify(ServerCertificate)).not.toContain('PRIVATE KEY');
});
