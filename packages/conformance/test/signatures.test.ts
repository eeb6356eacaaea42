import { IAM } from '@aws-sdk/client-iam';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, policy, trust } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Keys, Server } from '../support/server.ts';
import { signedFetch, signedHeaders } from '../support/sigv4.ts';

let server: Server;
/** The server's own time, which stands still. */
let now: number;

beforeAll(async () => {
  server = await startServer(['--auth', 'iam', '--clock', 'virtual']);
  now = Date.now();
});

afterAll(() => server.stop());

const mismatch = /^The request signature we calculated does not match the signature you provided\./;
const invalidToken = 'The security token included in the request is invalid.';

describe('credentials', () => {
  test('with a wrong secret', async () => {
    const settings = server.client({ ...server.keys, secretAccessKey: 'wrong' });
    await expect(new SQS(settings).listQueues({})).rejects.toMatchObject(
      sdkError('SignatureDoesNotMatch', 400, mismatch),
    );
    await expect(new IAM(settings).listUsers({})).rejects.toMatchObject(
      sdkError('SignatureDoesNotMatch', 403, mismatch),
    );
    await expect(new STS(settings).getCallerIdentity({})).rejects.toMatchObject(
      sdkError('SignatureDoesNotMatch', 403, mismatch),
    );
  });

  test('that nobody was given', async () => {
    const settings = server.client({ accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'any' });
    await expect(new SQS(settings).listQueues({})).rejects.toMatchObject(
      sdkError('InvalidClientTokenId', 400, invalidToken),
    );
    await expect(new IAM(settings).listUsers({})).rejects.toMatchObject(
      sdkError('InvalidClientTokenId', 403, invalidToken),
    );
    const account = server.client({ accessKeyId: '111122223333', secretAccessKey: 'any' });
    await expect(new STS(account).getCallerIdentity({})).rejects.toMatchObject(
      sdkError('InvalidClientTokenId', 403, invalidToken),
    );
  });
});

/** Moves the server's clock, of which it takes the root's signature. */
async function advance(seconds: number): Promise<void> {
  const body = JSON.stringify({ advanceSeconds: seconds });
  const path = `${server.endpoint}/_madang/clock`;
  const answer = await signedFetch({
    method: 'POST',
    url: path,
    service: 'madang',
    body,
    keys: server.keys,
    time: now,
  });
  expect(answer.status, answer.text).toBe(200);
  now += seconds * 1000;
}

function listQueues(more: Partial<Parameters<typeof signedFetch>[0]> = {}) {
  return signedFetch({
    method: 'POST',
    url: `${server.endpoint}/`,
    service: 'sqs',
    body: '{}',
    keys: server.keys,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues' },
    time: now,
    ...more,
  });
}

describe('a signature', () => {
  test('of now is good', async () => {
    expect((await listQueues()).status).toBe(200);
  });

  test.each<[string, RegExp, () => Promise<{ status: number; text: string }>]>([
    [
      'too old',
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
      () => listQueues({ time: now - 20 * 60_000 }),
    ],
    [
      'too new',
      /^Signature not yet current: \d{8}T\d{6}Z is now later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/,
      () => listQueues({ time: now + 20 * 60_000 }),
    ],
    [
      'for another service',
      /^Credential should be scoped to correct service: 'sqs'\.$/,
      () => listQueues({ service: 'iam' }),
    ],
    ['of another body', mismatch, () => tampered()],
  ])('%s is refused', async (_, message, send) => {
    const answer = await send();
    expect(answer.status).toBe(400);
    const error = JSON.parse(answer.text) as { message: string };
    expect(error).toMatchObject({ __type: expect.stringMatching(/InvalidSignatureException$/) });
    expect(error.message).toMatch(message);
  });

  async function tampered() {
    const parts = {
      method: 'POST',
      url: `${server.endpoint}/`,
      service: 'sqs',
      keys: server.keys,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues' },
      time: now,
    };
    const { host: _host, ...headers } = signedHeaders({ ...parts, body: '{}' });
    const answer = await fetch(parts.url, { method: 'POST', headers, body: '{"MaxResults":1}' });
    return { status: answer.status, text: await answer.text() };
  }

  /** Whom `*` trusts still has to say who they are. */
  async function openRole(): Promise<string> {
    const AssumeRolePolicyDocument = trust({ AWS: '*' });
    const { Role } = await new IAM(server.client()).createRole({ RoleName: 'open', AssumeRolePolicyDocument });
    return Role?.Arn ?? '';
  }

  test('is needed', async () => {
    const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const answer = await fetch(server.endpoint, { ...form, body: 'Action=ListUsers&Version=2010-05-08' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    const assume = new URLSearchParams({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: await openRole(),
      RoleSessionName: 'stranger',
    });
    const stranger = await fetch(server.endpoint, { ...form, body: assume.toString() });
    expect(stranger.status).toBe(403);
    expect(await stranger.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    const headers = { ...form.headers, authorization: 'AWS4-HMAC-SHA256 Credential=x' };
    const partial = await fetch(server.endpoint, { ...form, headers, body: 'Action=ListUsers&Version=2010-05-08' });
    expect([400, 403]).toContain(partial.status);
    expect(await partial.text()).toContain('<Code>IncompleteSignature</Code>');
  });
});

describe('what touches everything', () => {
  const post = (path: string, keys?: Keys, body = '{}') =>
    keys === undefined
      ? fetch(`${server.endpoint}${path}`, { method: 'POST', body }).then(async (answer) => ({
          status: answer.status,
          text: await answer.text(),
        }))
      : signedFetch({ method: 'POST', url: `${server.endpoint}${path}`, service: 'madang', body, keys, time: now });

  test('is for the root only', async () => {
    const iam = new IAM(server.client());
    await iam.createUser({ UserName: 'admin' });
    await iam.attachUserPolicy({ UserName: 'admin', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'admin' });
    const admin = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    for (const path of ['/_madang/reset', '/_madang/clock']) {
      expect((await post(path)).status, path).toBe(403);
      expect((await post(path, admin)).status, path).toBe(403);
      expect((await post(path, { ...server.keys, secretAccessKey: 'wrong' })).status, path).toBe(403);
    }
    expect((await iam.listUsers({})).Users?.map(({ UserName }) => UserName)).toContain('admin');
    const reset = await post('/_madang/reset', server.keys);
    expect(reset.status, reset.text).toBe(200);
    // The root's key outlives the reset: there would be no way in without it.
    expect((await iam.listUsers({})).Users).toEqual([]);
  });
});

// The last one: clients' clocks are behind the server's from here on.
describe('credentials', () => {
  test('that have expired', async () => {
    const iam = new IAM(server.client());
    await iam.createUser({ UserName: 'ann' });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'ann' });
    await iam.createRole({
      RoleName: 'short',
      AssumeRolePolicyDocument: trust({ AWS: 'arn:aws:iam::000000000000:user/ann' }),
    });
    await iam.putRolePolicy({ RoleName: 'short', PolicyName: 'own', PolicyDocument: policy(allow('sqs:*')) });
    const ann = new STS(
      server.client({ accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }),
    );
    const role = { RoleArn: 'arn:aws:iam::000000000000:role/short', RoleSessionName: 'x1', DurationSeconds: 900 };
    const { Credentials } = await ann.assumeRole(role);
    const keys: Keys = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const list = () => listQueues({ keys, time: now });
    expect((await list()).status).toBe(200);
    await advance(901);
    const over = await list();
    expect(over.status).toBe(400);
    expect(JSON.parse(over.text)).toMatchObject({
      __type: expect.stringMatching(/ExpiredTokenException$/),
      message: 'The security token included in the request is expired',
    });
  });
});
