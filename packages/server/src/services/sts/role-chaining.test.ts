import { IAM } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import type { Credentials } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const account = '000000000000';
const annArn = `arn:aws:iam::${account}:user/ann`;
const everything = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

let server: TestServer;
let iam: IAM;
let ann: STS;
let first: string;

beforeAll(async () => {
  server = await startTestServer({ auth: 'iam', account });
  iam = new IAM(server.client);
  await iam.createUser({ UserName: 'ann' });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'ann' });
  ann = stsWith(AccessKey);
  first = await createRole('first', annArn, everything, [{ Key: 'Team', Value: 'of the role' }]);
  await iam.putRolePolicy({
    RoleName: 'first',
    PolicyName: 'all',
    PolicyDocument: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
  });
});
afterAll(async () => {
  await server.stop();
  if (server.errors.length > 0) throw new Error(server.errors.join(''));
});

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function stsWith(keys: Partial<Credentials> = {}): STS {
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken: sessionToken } = keys;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return new STS({ ...server.client, credentials });
}

async function createRole(
  RoleName: string,
  principal: string,
  Action: string[],
  Tags: { Key: string; Value: string }[] = [],
  Condition: object = {},
): Promise<string> {
  const statement = { Effect: 'Allow', Principal: { AWS: principal }, Action, Condition };
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument: policy(statement), Tags });
  return Role?.Arn ?? '';
}

const RoleSessionName = 'session';

test('a session tag stands before a role’s of the same key, and goes on, in whatever case it is written', async () => {
  const Tags = [{ Key: 'team', Value: 'red' }];
  const { Credentials } = await ann.assumeRole({ RoleArn: first, RoleSessionName, Tags, TransitiveTagKeys: ['TEAM'] });
  const chained = stsWith(Credentials);
  const isRed = { StringEquals: { 'aws:PrincipalTag/team': 'red' } };
  const RoleArn = await createRole('red', first, everything, [{ Key: 'TEAM', Value: 'blue' }], isRed);
  const second = await chained.assumeRole({ RoleArn, RoleSessionName });
  const last = await createRole('last', RoleArn, everything, [], isRed);
  await expect(stsWith(second.Credentials).assumeRole({ RoleArn: last, RoleSessionName })).resolves.toBeDefined();
  const other = [{ Key: 'Team', Value: 'blue' }];
  await expect(chained.assumeRole({ RoleArn, RoleSessionName, Tags: other })).rejects.toMatchObject({
    name: 'ValidationError',
  });
});

test('tags and a source identity that go on need the permission of the next role, too', async () => {
  const Tags = [{ Key: 'team', Value: 'red' }];
  const tagged = await ann.assumeRole({ RoleArn: first, RoleSessionName, Tags, TransitiveTagKeys: ['team'] });
  const known = await ann.assumeRole({ RoleArn: first, RoleSessionName, SourceIdentity: 'ann' });
  const plain = await ann.assumeRole({ RoleArn: first, RoleSessionName, Tags });
  const next = { RoleArn: await createRole('next', first, ['sts:AssumeRole']), RoleSessionName };
  await expect(stsWith(tagged.Credentials).assumeRole(next)).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('not authorized to perform: sts:TagSession'),
  });
  await expect(stsWith(known.Credentials).assumeRole(next)).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('not authorized to perform: sts:SetSourceIdentity'),
  });
  await expect(stsWith(plain.Credentials).assumeRole(next)).resolves.toBeDefined();
  const open = { RoleArn: await createRole('open', first, everything), RoleSessionName };
  const answer = await stsWith(known.Credentials).assumeRole(open);
  expect(answer.SourceIdentity).toBe('ann');
});

test('AWS’s managed policies serve as session policies', async () => {
  const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
  const answer = await ann.assumeRole({ RoleArn: first, RoleSessionName, PolicyArns });
  expect(answer.PackedPolicySize).toBeGreaterThan(0);
  const none = [{ arn: 'arn:aws:iam::aws:policy/NoSuchPolicy' }];
  await expect(ann.assumeRole({ RoleArn: first, RoleSessionName, PolicyArns: none })).rejects.toMatchObject({
    name: 'ValidationError',
  });
});
