import { IAM } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import type { Credentials } from '@aws-sdk/client-sts';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, policy, trust } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Keys, Server } from '../support/server.ts';

let server: Server;
let iam: IAM;
let sts: STS;
const account = '000000000000';
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const RoleArn = roleArn('deploy');

beforeAll(async () => {
  server = await startServer(['--clock', 'virtual']);
  iam = new IAM(server.client());
  sts = new STS(server.client());
  await iam.createRole({ RoleName: 'deploy', AssumeRolePolicyDocument: trust({ AWS: account }) });
  const PolicyDocument = policy(allow(['sqs:*', 'sts:AssumeRole']));
  await iam.putRolePolicy({ RoleName: 'deploy', PolicyName: 'own', PolicyDocument });
});

afterAll(async () => {
  iam.destroy();
  sts.destroy();
  await server.stop();
});

function keysOf(credentials: Credentials | undefined): Keys {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

async function assume(more: object = {}): Promise<Keys> {
  return keysOf((await sts.assumeRole({ RoleArn, RoleSessionName: 'build', ...more })).Credentials);
}

describe('sessions', () => {
  test('of a role work for what its policies allow, and end when they expire', async () => {
    const answer = await sts.assumeRole({ RoleArn, RoleSessionName: 'build', DurationSeconds: 900 });
    expect(answer.AssumedRoleUser).toMatchObject({ Arn: `arn:aws:sts::${account}:assumed-role/deploy/build` });
    const keys = keysOf(answer.Credentials);
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const session = new STS(server.client(keys));
    expect(await session.getCallerIdentity({})).toMatchObject({ Account: account, Arn: answer.AssumedRoleUser?.Arn });
    const sqs = new SQS(server.client(keys));
    await sqs.createQueue({ QueueName: 'by-role' });
    const denied = new IAM(server.client(keys)).listUsers({});
    await expect(denied).rejects.toMatchObject(
      sdkError(
        'AccessDenied',
        403,
        `User: ${answer.AssumedRoleUser?.Arn} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${account}:user/ because no identity-based policy allows the iam:ListUsers action`,
      ),
    );
    await server.advance(899);
    await sqs.listQueues({});
    await server.advance(1);
    const over = 'The security token included in the request is expired';
    await expect(sqs.listQueues({})).rejects.toMatchObject(sdkError('ExpiredToken', 400, over));
    await expect(session.getCallerIdentity({})).rejects.toMatchObject(sdkError('ExpiredToken', 403, over));
  });

  test('of the caller, and of a federated user', async () => {
    const own = new STS(server.client(keysOf((await sts.getSessionToken({})).Credentials)));
    expect((await own.getCallerIdentity({})).Arn).toBe(`arn:aws:iam::${account}:root`);
    await expect(own.getSessionToken({})).rejects.toMatchObject(
      sdkError('AccessDenied', 403, 'Cannot call GetSessionToken with session credentials'),
    );
    const { Credentials, FederatedUser } = await sts.getFederationToken({
      Name: 'guest',
      Policy: policy(allow('sqs:ListQueues')),
    });
    expect(FederatedUser?.Arn).toBe(`arn:aws:sts::${account}:federated-user/guest`);
    const sqs = new SQS(server.client(keysOf(Credentials)));
    await sqs.listQueues({});
    await expect(sqs.createQueue({ QueueName: 'guest' })).rejects.toMatchObject(
      sdkError('AccessDenied', 400, /because no (session|identity-based) policy allows the sqs:createqueue action/i),
    );
  });

  test('are limited by session policies, and may be chained for an hour', async () => {
    const limited = new SQS(server.client(await assume({ Policy: policy(allow('sqs:ListQueues')) })));
    await limited.listQueues({});
    await expect(limited.createQueue({ QueueName: 'no' })).rejects.toMatchObject(
      sdkError('AccessDenied', 400, /because no session policy allows the sqs:createqueue action/i),
    );
    const chained = new STS(server.client(await assume()));
    const again = await chained.assumeRole({ RoleArn, RoleSessionName: 'second' });
    expect(again.AssumedRoleUser?.Arn).toMatch(/\/second$/);
    await expect(
      chained.assumeRole({ RoleArn, RoleSessionName: 'second', DurationSeconds: 3601 }),
    ).rejects.toMatchObject(
      sdkError(
        'ValidationError',
        400,
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      ),
    );
  });

  test('know the account of any key', async () => {
    const { accessKeyId } = await assume();
    expect((await sts.getAccessKeyInfo({ AccessKeyId: accessKeyId })).Account).toBe(account);
    const other = new STS(server.client({ accessKeyId: '111122223333', secretAccessKey: 'any' }));
    expect((await other.getCallerIdentity({})).Account).toBe('111122223333');
  });
});

describe('errors', () => {
  const big = policy(...Array.from({ length: 6 }, () => allow(`s3:${'x'.repeat(320)}`)));
  const call = (more: object) => () => sts.assumeRole({ RoleArn, RoleSessionName: 'build', ...more });
  const longer = 'Member must have length greater than or equal to';

  test.each<[code: string, status: number, message: string | RegExp, call: () => Promise<unknown>]>([
    [
      'AccessDenied',
      403,
      `User: arn:aws:iam::${account}:root is not authorized to perform: sts:AssumeRole on resource: ${roleArn('none')}`,
      call({ RoleArn: roleArn('none') }),
    ],
    ['ValidationError', 400, /is invalid$/, call({ RoleArn: 'this-is-not-an-arn-at-all' })],
    [
      'ValidationError',
      400,
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
      call({ DurationSeconds: 899 }),
    ],
    [
      'ValidationError',
      400,
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      call({ DurationSeconds: 3601 }),
    ],
    [
      'ValidationError',
      400,
      `1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: ${longer} 2`,
      call({ RoleSessionName: 'x' }),
    ],
    [
      'ValidationError',
      400,
      /Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
      call({ RoleSessionName: 'a b' }),
    ],
    ['MalformedPolicyDocumentException', 400, /./, call({ Policy: '{"Version":"2012-10-17"}' })],
    [
      'ValidationError',
      400,
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      call({
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'A', Value: '2' },
        ],
      }),
    ],
    ['ValidationError', 400, /transitive tag key/, call({ TransitiveTagKeys: ['missing'] })],
    [
      'PackedPolicyTooLargeException',
      400,
      /Packed policy consumes \d+% of allotted space/,
      () => sts.assumeRole({ RoleArn, RoleSessionName: 'build', Policy: policy(allow('s3:*')), Tags: manyTags() }),
    ],
    ['ValidationError', 400, /policy/i, call({ Policy: big })],
    [
      'InvalidAuthorizationMessageException',
      400,
      'Message is not valid',
      () => sts.decodeAuthorizationMessage({ EncodedMessage: 'abc' }),
    ],
    [
      'InvalidIdentityTokenException',
      400,
      /JWT/,
      () => sts.assumeRoleWithWebIdentity({ RoleArn, RoleSessionName: 'build', WebIdentityToken: 'x'.repeat(30) }),
    ],
    [
      'ValidationError',
      400,
      /Invalid Access Key ID|accessKeyId/,
      () => sts.getAccessKeyInfo({ AccessKeyId: 'nonsense-nonsense' }),
    ],
    ['ValidationError', 400, /'name'/, () => sts.getFederationToken({ Name: 'x' })],
  ])('%s %i %s', async (code, status, message, call) => {
    await expect(call()).rejects.toMatchObject(sdkError(code, status, message));
  });

  /** Fifty tags of random-looking text, which packs badly. */
  function manyTags() {
    return Array.from({ length: 50 }, (_, index) => ({
      Key: `key-${index}`,
      Value: Array.from({ length: 8 }, (_, part) =>
        ((index * 7919 + part * 104_729 + 12_345) ** 3 % 2_147_483_647).toString(36),
      ).join('.'),
    }));
  }

  test('an unknown action, and a version that does not exist', async () => {
    const post = async (body: string) => {
      const answer = await fetch(server.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization:
            'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
          'x-amz-date': '20260101T000000Z',
        },
        body,
      });
      return { status: answer.status, text: await answer.text() };
    };
    const unknown = await post('Action=Nonsense&Version=2011-06-15');
    expect(unknown.status).toBe(400);
    expect(unknown.text).toContain('<Code>InvalidAction</Code>');
    const missing = await post('Version=2011-06-15');
    expect(missing.status).toBe(400);
    expect(missing.text).toContain('<Code>MissingAction</Code>');
  });
});
