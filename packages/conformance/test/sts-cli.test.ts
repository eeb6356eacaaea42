import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, withoutAwsCli } from '../support/aws-cli.ts';
import type { Aws } from '../support/aws-cli.ts';
import { cliError } from '../support/errors.ts';
import { allow, policy, trust } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

describe.skipIf(awsCliVersion === '')(`aws sts${withoutAwsCli}`, () => {
  let server: Server;
  let aws: Aws;
  const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

  beforeAll(async () => {
    server = await startServer(['--clock', 'virtual']);
    aws = awsCli(server.endpoint, server.keys);
    await aws(
      'iam',
      'create-role',
      '--role-name',
      'deploy',
      '--assume-role-policy-document',
      trust({ AWS: '000000000000' }),
    );
    await aws(
      'iam',
      'put-role-policy',
      '--role-name',
      'deploy',
      '--policy-name',
      'own',
      '--policy-document',
      policy(allow('sqs:*')),
    );
  });
  afterAll(() => server.stop());

  const assume = (...more: string[]) =>
    aws('sts', 'assume-role', '--role-arn', role('deploy'), '--role-session-name', 'build', ...more);

  test('gives credentials that work and expire', async () => {
    const { Credentials } = (await assume('--duration-seconds', '900')) as {
      Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    };
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
    const session = awsCli(server.endpoint, { accessKeyId, secretAccessKey, sessionToken });
    const [identity] = await Promise.all([
      session('sts', 'get-caller-identity'),
      session('sqs', 'create-queue', '--queue-name', 'by-role'),
      expect(session('iam', 'list-users')).rejects.toMatchObject(
        cliError(
          'AccessDenied',
          'ListUsers',
          'User: arn:aws:sts::000000000000:assumed-role/deploy/build is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::000000000000:user/ because no identity-based policy allows the iam:ListUsers action',
        ),
      ),
    ]);
    expect(identity).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:sts::000000000000:assumed-role/deploy/build',
    });
    await server.advance(900);
    const over = 'The security token included in the request is expired';
    await Promise.all([
      expect(session('sts', 'get-caller-identity')).rejects.toMatchObject(
        cliError('ExpiredToken', 'GetCallerIdentity', over),
      ),
      expect(session('sqs', 'list-queues')).rejects.toMatchObject(cliError('ExpiredToken', 'ListQueues', over)),
    ]);
  });

  describe('errors', () => {
    const session = ['--role-session-name', 'build'];
    const deploy = ['assume-role', '--role-arn', role('deploy')];
    test.concurrent.each<[code: string, operation: string, message: string | RegExp, args: string[]]>([
      [
        'AccessDenied',
        'AssumeRole',
        `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${role('none')}`,
        ['assume-role', '--role-arn', role('none'), ...session],
      ],
      [
        'ValidationError',
        'AssumeRole',
        /is invalid$/,
        ['assume-role', '--role-arn', 'this-is-not-an-arn-at-all', ...session],
      ],
      [
        'ValidationError',
        'AssumeRole',
        /'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200/,
        [...deploy, ...session, '--duration-seconds', '50000'],
      ],
      [
        'ValidationError',
        'AssumeRole',
        /exceeds the MaxSessionDuration set for this role\.$/,
        [...deploy, ...session, '--duration-seconds', '7200'],
      ],
      [
        'ValidationError',
        'AssumeRole',
        /'roleSessionName' failed to satisfy constraint/,
        [...deploy, '--role-session-name', 'a b'],
      ],
      [
        'ValidationError',
        'AssumeRole',
        /^Duplicate tag keys found/,
        [...deploy, ...session, '--tags', 'Key=a,Value=1', 'Key=A,Value=2'],
      ],
      ['MalformedPolicyDocument', 'AssumeRole', /./, [...deploy, ...session, '--policy', '{"Version":"2012-10-17"}']],
      [
        'InvalidAuthorizationMessageException',
        'DecodeAuthorizationMessage',
        'Message is not valid',
        ['decode-authorization-message', '--encoded-message', 'abc'],
      ],
      [
        'InvalidIdentityToken',
        'AssumeRoleWithWebIdentity',
        /JWT/,
        [
          'assume-role-with-web-identity',
          '--role-arn',
          role('deploy'),
          ...session,
          '--web-identity-token',
          'not-a-token',
        ],
      ],
      [
        'AccessDenied',
        'GetSessionToken',
        /MultiFactorAuthentication/,
        ['get-session-token', '--serial-number', 'arn:aws:iam::000000000000:mfa/none', '--token-code', '000000'],
      ],
      [
        'ValidationError',
        'GetAccessKeyInfo',
        /'accessKeyId' failed to satisfy constraint/,
        ['get-access-key-info', '--access-key-id', 'nonsense-nonsense'],
      ],
    ])('%s of %s: %s', async (code, operation, message, args) => {
      await expect(aws('sts', ...args)).rejects.toMatchObject(cliError(code, operation, message));
    });
  });
});
