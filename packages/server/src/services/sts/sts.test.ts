import * as Iam from '@aws-sdk/client-iam';
import * as Sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeBase32 } from '../../engines/mfa/base32.ts';
import { totpCode, totpStep } from '../../engines/mfa/totp.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let iam: Iam.IAMClient;
let rootSts: Sts.STSClient;
let ann: Sts.STSClient;
const account = '000000000000';
const anyAction = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

beforeAll(async () => {
  server = await startTestServer({ auth: 'iam', account });
  iam = new Iam.IAMClient(server.client);
  rootSts = new Sts.STSClient(server.client);
  await iam.send(new Iam.CreateUserCommand({ UserName: 'ann' }));
  ann = stsWith((await iam.send(new Iam.CreateAccessKeyCommand({ UserName: 'ann' }))).AccessKey);
});
afterAll(() => server.stop());

interface Keys {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
}

function stsWith(keys: Keys | undefined): Sts.STSClient {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = keys ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken && { sessionToken: SessionToken }),
  };
  return new Sts.STSClient({ ...server.client, credentials });
}

async function createRole(name: string, statement: object, more: Partial<Iam.CreateRoleCommandInput> = {}) {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const { Role } = await iam.send(
    new Iam.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document, ...more }),
  );
  return Role?.Arn ?? '';
}

const trustAnn = { Principal: { AWS: `arn:aws:iam::${account}:user/ann` }, Action: 'sts:AssumeRole' };

it('gives a role to whom its trust policy names, with keys that work and expire', async () => {
  const RoleArn = await createRole('deploy', trustAnn, { Path: '/team/' });
  const answer = await ann.send(new Sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'build', DurationSeconds: 900 }));
  expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/deploy/build`);
  expect(answer.AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:build$/);
  expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA/);
  expect(answer.Credentials?.Expiration?.getTime()).toBeLessThanOrEqual(server.platform.clock.now() + 900_000);

  const identity = await stsWith(answer.Credentials).send(new Sts.GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({
    Account: account,
    Arn: answer.AssumedRoleUser?.Arn,
    UserId: answer.AssumedRoleUser?.AssumedRoleId,
  });
});

it('answers a role that is not there like one that trusts somebody else', async () => {
  const RoleArn = await createRole('other', {
    ...trustAnn,
    Principal: { AWS: `arn:aws:iam::${account}:user/ann` },
    Condition: { StringEquals: { 'sts:ExternalId': 'x1' } },
  });
  const missing = `arn:aws:iam::${account}:role/missing`;
  for (const arn of [RoleArn, missing]) {
    const denied = ann.send(new Sts.AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'build' }));
    await expect(denied).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `User: arn:aws:iam::${account}:user/ann is not authorized to perform: sts:AssumeRole`,
      ),
      $metadata: { httpStatusCode: 403 },
    });
  }
  const allowed = await ann.send(new Sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'build', ExternalId: 'x1' }));
  expect(allowed.Credentials).toBeDefined();
});

it('limits how long a session lasts, and more so when roles are chained', async () => {
  const RoleArn = await createRole('long', { ...trustAnn, Principal: { AWS: account } }, { MaxSessionDuration: 7200 });
  await iam.send(
    new Iam.PutUserPolicyCommand({ UserName: 'ann', PolicyName: 'all', PolicyDocument: JSON.stringify(anyAction) }),
  );
  const assume = (client: Sts.STSClient, DurationSeconds: number) =>
    client.send(new Sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'build', DurationSeconds }));
  await expect(assume(ann, 7201)).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  });
  const first = await assume(ann, 7200);
  await iam.send(
    new Iam.PutRolePolicyCommand({ RoleName: 'long', PolicyName: 'all', PolicyDocument: JSON.stringify(anyAction) }),
  );
  const chained = stsWith(first.Credentials);
  await expect(assume(chained, 3601)).rejects.toMatchObject({
    message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  });
  expect((await assume(chained, 3600)).Credentials).toBeDefined();
});

it('limits a session by its session policies', async () => {
  const RoleArn = `arn:aws:iam::${account}:role/long`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }],
  });
  const answer = await ann.send(new Sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'build', Policy }));
  expect(answer.PackedPolicySize).toBeGreaterThan(0);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  const limited = new Iam.IAMClient({
    ...server.client,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  });
  expect((await limited.send(new Iam.ListUsersCommand({}))).Users).toHaveLength(1);
  await expect(limited.send(new Iam.ListRolesCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  const broken = ann.send(new Sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'build', Policy: '{"a":1}' }));
  await expect(broken).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
});

function assumeTagged(client: Sts.STSClient, RoleArn: string, team: string, TransitiveTagKeys?: string[]) {
  const Tags = [{ Key: 'team', Value: team }];
  return client.send(new Sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'b1', Tags, TransitiveTagKeys }));
}

it('needs sts:TagSession for session tags, and hands transitive ones on', async () => {
  const RoleArn = `arn:aws:iam::${account}:role/deploy`;
  // The role's trust policy in the account allows sts:AssumeRole only.
  await createRole('plain', { ...trustAnn, Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } } });
  await expect(assumeTagged(ann, RoleArn.replace('team/deploy', 'plain'), 'red')).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  const tagged = await createRole('tagged', {
    Principal: { AWS: '*' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } },
  });
  await expect(assumeTagged(ann, tagged, 'blue')).rejects.toMatchObject({ name: 'AccessDenied' });
  const first = await assumeTagged(ann, tagged, 'red', ['team']);
  await iam.send(
    new Iam.PutRolePolicyCommand({ RoleName: 'tagged', PolicyName: 'all', PolicyDocument: JSON.stringify(anyAction) }),
  );
  await expect(assumeTagged(stsWith(first.Credentials), tagged, 'red')).rejects.toMatchObject({
    message: expect.stringContaining('conflicts with a transitive tag key'),
  });
});

it('gives users sessions of their own, with MFA where they show a code', async () => {
  const { VirtualMFADevice: device } = await iam.send(
    new Iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'ann' }),
  );
  const seed = decodeBase32(Buffer.from(device?.Base32StringSeed ?? []).toString()) ?? Buffer.alloc(0);
  const code = (offset: number) => totpCode(seed, totpStep(server.platform.clock.now()) + offset);
  const SerialNumber = device?.SerialNumber ?? '';
  await iam.send(
    new Iam.EnableMFADeviceCommand({
      UserName: 'ann',
      SerialNumber,
      AuthenticationCode1: code(-1),
      AuthenticationCode2: code(0),
    }),
  );
  const withCode = (TokenCode: string) => ann.send(new Sts.GetSessionTokenCommand({ SerialNumber, TokenCode }));
  const wrong = String((Number(code(1)) + 1) % 1_000_000).padStart(6, '0');
  await expect(withCode(wrong)).rejects.toMatchObject({ name: 'AccessDenied' });
  const session = await withCode(code(1));
  await expect(withCode(code(1))).rejects.toMatchObject({
    message: expect.stringContaining('MultiFactorAuthentication failed'),
  });

  const protectedRole = await createRole('mfa', {
    ...trustAnn,
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } },
  });
  const assume = (client: Sts.STSClient) =>
    client.send(new Sts.AssumeRoleCommand({ RoleArn: protectedRole, RoleSessionName: 'build' }));
  await expect(assume(ann)).rejects.toMatchObject({ name: 'AccessDenied' });
  const client = stsWith(session.Credentials);
  expect((await client.send(new Sts.GetCallerIdentityCommand({}))).Arn).toBe(`arn:aws:iam::${account}:user/ann`);
  expect((await assume(client)).Credentials).toBeDefined();
  await expect(stsWith(session.Credentials).send(new Sts.GetSessionTokenCommand({}))).rejects.toMatchObject({
    message: 'Cannot call GetSessionToken with session credentials',
  });
});

it('lets a federated user do what both the user and the session policy allow', async () => {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
  });
  const answer = await rootSts.send(
    new Sts.GetFederationTokenCommand({ Name: 'guest', Policy, DurationSeconds: 7200 }),
  );
  expect(answer.FederatedUser).toEqual({
    Arn: `arn:aws:sts::${account}:federated-user/guest`,
    FederatedUserId: `${account}:guest`,
  });
  // The root user's own sessions are cut to an hour.
  expect(answer.Credentials?.Expiration?.getTime()).toBeLessThanOrEqual(server.platform.clock.now() + 3_600_000);
  const guest = stsWith(answer.Credentials);
  expect((await guest.send(new Sts.GetCallerIdentityCommand({}))).UserId).toBe(`${account}:guest`);
  await expect(
    guest.send(new Sts.GetAccessKeyInfoCommand({ AccessKeyId: 'AKIAQAAAAAAAAAAAAAAA' })),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

it('tells the account of a key, and refuses what it cannot decode', async () => {
  const { accessKeyId } = await ann.config.credentials();
  const info = await rootSts.send(new Sts.GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId }));
  expect(info.Account).toBe(account);
  const decode = rootSts.send(new Sts.DecodeAuthorizationMessageCommand({ EncodedMessage: 'abc' }));
  await expect(decode).rejects.toMatchObject({ name: 'InvalidAuthorizationMessageException' });
});
