import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const account = '000000000000';
let server: TestServer;
let provider: Server;
let issuer: string;
let roleArn: string;

beforeAll(async () => {
  server = await startTestServer({ auth: 'iam', account });
  provider = createServer((request, response) => {
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }];
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    response.end(JSON.stringify(isDiscovery ? { issuer, jwks_uri: `${issuer}/keys` } : { keys }));
  });
  await new Promise<void>((resolve) => {
    provider.listen(0, '127.0.0.1', resolve);
  });
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const host = issuer.replace('http://', '');
  const iam = new IAMClient(server.client);
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ['app'] }));
  const trust = {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringLike: { [`${host}:sub`]: 'repo:madang/*' }, StringEquals: { [`${host}:aud`]: 'app' } },
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'ci', AssumeRolePolicyDocument }));
  roleArn = Role?.Arn ?? '';
});
afterAll(async () => {
  provider.close();
  await server.stop();
});

function token(claims: object, kid = 'k1'): string {
  const exp = Math.floor(new Date().getTime() / 1000) + 300;
  const payload = { iss: issuer, aud: 'app', sub: 'repo:madang/main', exp, ...claims };
  const signed = [{ alg: 'ES256', kid }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

function assume(WebIdentityToken: string, RoleArn = roleArn) {
  const command = new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'run', WebIdentityToken });
  return new STSClient(server.client).send(command);
}

it("gives a role to the holder of a token that the provider's keys verify", async () => {
  const answer = await assume(token({}));
  expect(answer).toMatchObject({
    SubjectFromWebIdentityToken: 'repo:madang/main',
    Audience: 'app',
    AssumedRoleUser: { Arn: `arn:aws:sts::${account}:assumed-role/ci/run` },
  });
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const identity = await new STSClient({ ...server.client, credentials }).send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe(answer.AssumedRoleUser?.Arn);
});

it('refuses other subjects, audiences, issuers, keys, forgeries and tokens that are over', async () => {
  const [header, , signature] = token({}).split('.');
  const forged = Buffer.from(JSON.stringify({ iss: issuer, aud: 'app', sub: 'repo:madang/x', exp: 9e9 }));
  const refused: [string, string][] = [
    [token({ sub: 'repo:other/main' }), 'AccessDenied'],
    [token({ aud: 'web' }), 'InvalidIdentityTokenException'],
    [token({ iss: 'https://example.com' }), 'InvalidIdentityTokenException'],
    [token({}, 'k2'), 'InvalidIdentityTokenException'],
    [`${header}.${forged.toString('base64url')}.${signature}`, 'InvalidIdentityTokenException'],
    ['not.a.token', 'InvalidIdentityTokenException'],
    [token({ exp: 1_000_000 }), 'ExpiredTokenException'],
  ];
  for (const [text, name] of refused) await expect(assume(text)).rejects.toMatchObject({ name });
  await expect(assume(token({}), `${roleArn}-missing`)).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  });
});
