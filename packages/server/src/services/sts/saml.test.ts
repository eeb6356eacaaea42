import { createHash } from 'node:crypto';
import { CreateRoleCommand, CreateSAMLProviderCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, AssumeRoleWithSAMLCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AssumeRoleWithSAMLCommandInput, Credentials } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestIdentityProvider, issuer, samlResponse, signIn } from '../../engines/saml/test-identity-provider.ts';
import type { ResponseText, TestIdentityProvider } from '../../engines/saml/test-identity-provider.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const account = '000000000000';
const affiliation = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.1';
const PrincipalArn = `arn:aws:iam::${account}:saml-provider/idp`;
const minuteMs = 60_000;
let server: TestServer;
let idp: TestIdentityProvider;
let iam: IAMClient;
let roleArn: string;

beforeAll(async () => {
  server = await startTestServer({ auth: 'iam', account, clock: 'virtual' });
  idp = await createTestIdentityProvider();
  iam = new IAMClient(server.client);
  await iam.send(new CreateSAMLProviderCommand({ Name: 'idp', SAMLMetadataDocument: idp.metadata }));
  roleArn = await createRole('staff', ['sts:AssumeRoleWithSAML'], {
    StringEquals: { 'saml:aud': signIn, 'saml:iss': issuer, 'saml:doc': `${account}/idp` },
  });
});
afterAll(() => server.stop());

async function createRole(RoleName: string, Action: string[], Condition: object, MaxSessionDuration = 7200) {
  const trust = { Effect: 'Allow', Principal: { Federated: PrincipalArn }, Action, Condition };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const command = new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, MaxSessionDuration });
  return (await iam.send(command)).Role?.Arn ?? '';
}

function signed({ attributes, ...text }: ResponseText = {}, role = roleArn): string {
  const given = { Role: [`${role},${PrincipalArn}`], RoleSessionName: ['ann@example.com'], ...attributes };
  return idp.sign(samlResponse({ now: server.clock.now(), ...text, attributes: given }));
}

function assume(xml: string, more: Partial<AssumeRoleWithSAMLCommandInput> = {}) {
  const SAMLAssertion = Buffer.from(xml).toString('base64');
  const command = new AssumeRoleWithSAMLCommand({ RoleArn: roleArn, PrincipalArn, SAMLAssertion, ...more });
  return new STSClient(server.client).send(command);
}

function stsOf({ AccessKeyId = '', SecretAccessKey = '', SessionToken = '' }: Partial<Credentials> = {}) {
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return new STSClient({ ...server.client, credentials });
}

// An expiration is a whole second.
const secondsOf = (keys: Credentials | undefined) =>
  Math.ceil(((keys?.Expiration?.getTime() ?? 0) - server.clock.now()) / 1000);

it('gives a role to whom the identity provider vouches for', async () => {
  const { Credentials: keys, $metadata, ...answer } = await assume(signed());
  const arn = `arn:aws:sts::${account}:assumed-role/staff/ann@example.com`;
  expect(answer).toEqual({
    AssumedRoleUser: { Arn: arn, AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:ann@example\.com$/) },
    Audience: signIn,
    Issuer: issuer,
    NameQualifier: createHash('sha1').update(`${issuer}${account}/idp`).digest('base64'),
    Subject: 'ann',
    SubjectType: 'persistent',
  });
  expect((await stsOf(keys).send(new GetCallerIdentityCommand({}))).Arn).toBe(arn);
  const emailFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
  const mail = await assume(signed({ nameId: `<NameID Format="${emailFormat}">a@b.c</NameID>`, audience: signIn }));
  expect(mail).toMatchObject({ Subject: 'a@b.c', SubjectType: emailFormat });
  const regional = 'https://eu-west-1.signin.aws.amazon.com/saml';
  await expect(assume(signed({ recipient: regional }))).rejects.toMatchObject({ name: 'AccessDenied' });
});

it('refuses a response that is not believed, not for AWS, or over', async () => {
  const good = signed();
  const refused: [string, string, string][] = [
    [samlResponse({ now: server.clock.now() }), 'InvalidIdentityTokenException', 'Response signature invalid'],
    [good.replace('>ann<', '>bob<'), 'InvalidIdentityTokenException', 'Response signature invalid'],
    [good.replaceAll('NameID', 'EncryptedID'), 'InvalidIdentityTokenException', 'EncryptedID is not supported'],
    [signed({ issuer: 'https://x' }), 'InvalidIdentityTokenException', 'Issuer not present in specified provider'],
    [signed({ audience: 'https://x' }), 'InvalidIdentityTokenException', 'does not contain the required audience'],
    [signed({ recipient: 'https://x' }), 'InvalidIdentityTokenException', 'Invalid recipient'],
    [signed({ destination: 'https://x' }), 'InvalidIdentityTokenException', 'Invalid destination'],
    [signed({ status: 'AuthnFailed' }), 'IDPRejectedClaimException', 'status:AuthnFailed'],
    [signed({ issued: -5 * minuteMs - 1 }), 'ExpiredTokenException', 'redeemed within 5 minutes of issuance'],
    [signed({ notOnOrAfter: 0 }), 'ExpiredTokenException', 'expired at'],
    [signed({ notBefore: 6 * minuteMs }), 'InvalidIdentityTokenException', 'not valid before'],
    [signed({ attributes: { RoleSessionName: [] } }), 'InvalidIdentityTokenException', 'RoleSessionName is required'],
    [signed({ attributes: { RoleSessionName: ['a b'] } }), 'InvalidIdentityTokenException', 'must match'],
    [signed({ nameId: '' }), 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML'],
    [signed({}, `${roleArn}2`), 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML'],
  ];
  for (const [xml, name, message] of refused) {
    await expect(assume(xml), `${name}: ${message}`).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  }
  const other = assume(good, { PrincipalArn: `${PrincipalArn}2` });
  await expect(other).rejects.toMatchObject({ message: "Specified provider doesn't exist" });
  const noBase64 = assume(good, { SAMLAssertion: '<a/>' });
  await expect(noBase64).rejects.toMatchObject({ message: 'Invalid base64 SAMLResponse' });
  const missing = `arn:aws:iam::${account}:role/missing`;
  await expect(assume(signed({}, missing), { RoleArn: missing })).rejects.toMatchObject({ name: 'AccessDenied' });
  expect((await assume(signed({ issued: -5 * minuteMs, notBefore: 5 * minuteMs }))).Credentials).toBeDefined();
});

it('lets the session last as long as the shortest of those who limit it', async () => {
  const seconds = async (text: ResponseText, DurationSeconds?: number) =>
    secondsOf((await assume(signed(text), { DurationSeconds })).Credentials);
  expect(await seconds({})).toBe(3600);
  expect(await seconds({}, 7200)).toBe(7200);
  expect(await seconds({ attributes: { SessionDuration: ['1800'] } })).toBe(1800);
  expect(await seconds({ attributes: { SessionDuration: ['7200'] } })).toBe(3600);
  expect(await seconds({ sessionEnds: 20 * minuteMs }, 7200)).toBe(1200);
  await expect(seconds({}, 7201)).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(seconds({ attributes: { SessionDuration: ['60'] } })).rejects.toMatchObject({
    name: 'InvalidIdentityTokenException',
  });
});

it('asks the trust policy for tags, source identity and attributes, and carries them on', async () => {
  const attributes = {
    'PrincipalTag:team': ['red'],
    TransitiveTagKeys: ['team'],
    SourceIdentity: ['ann'],
    [affiliation]: ['member', 'staff'],
  };
  await expect(assume(signed({ attributes }))).rejects.toMatchObject({ name: 'AccessDenied' });
  const actions = ['sts:AssumeRoleWithSAML', 'sts:TagSession', 'sts:SetSourceIdentity'];
  const RoleArn = await createRole('tagged', actions, {
    StringEquals: { 'aws:RequestTag/team': 'red', 'saml:sub_type': 'persistent', 'saml:sub': 'ann' },
    'ForAnyValue:StringEquals': { 'saml:eduPersonAffiliation': 'staff' },
  });
  const guest = { ...attributes, [affiliation]: ['guest'] };
  await expect(assume(signed({ attributes: guest }, RoleArn), { RoleArn })).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  const session = await assume(signed({ attributes }, RoleArn), { RoleArn });
  expect(session).toMatchObject({ SourceIdentity: 'ann', PackedPolicySize: expect.any(Number) });

  const Statement = [
    { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], Resource: '*' },
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'tagged', PolicyName: 'chain', PolicyDocument }));
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: RoleArn },
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red', 'saml:sub': 'ann' } },
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const next = await iam.send(new CreateRoleCommand({ RoleName: 'next', AssumeRolePolicyDocument }));
  const chained = await stsOf(session.Credentials).send(
    new AssumeRoleCommand({ RoleArn: next.Role?.Arn ?? '', RoleSessionName: 'next' }),
  );
  expect(chained.SourceIdentity).toBe('ann');
  expect(server.errors).toEqual([]);
});
