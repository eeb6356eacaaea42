import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, withoutAwsCli } from '../support/aws-cli.ts';
import type { Aws } from '../support/aws-cli.ts';
import { cliError } from '../support/errors.ts';
import { allow, policy, trust } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

describe.skipIf(awsCliVersion === '')(`aws iam${withoutAwsCli}`, () => {
  let server: Server;
  let aws: Aws;

  beforeAll(async () => {
    server = await startServer();
    aws = awsCli(server.endpoint, server.keys);
  });
  afterAll(() => server.stop());

  const iam = (operation: string, ...args: string[]) => aws('iam', operation, ...args);
  const lambdaTrust = trust({ Service: 'lambda.amazonaws.com' });
  const arn = (resource: string) => `arn:aws:iam::000000000000:${resource}`;

  test.concurrent('keeps a user with a policy from creation to deletion', async ({ expect }) => {
    const named = ['--user-name', 'ann'];
    const created = await iam('create-user', ...named, '--path', '/team/', '--tags', 'Key=Unit,Value=a');
    expect(created).toMatchObject({
      User: { UserName: 'ann', Arn: arn('user/team/ann'), Tags: [{ Key: 'Unit', Value: 'a' }] },
    });
    await Promise.all([
      iam('wait', 'user-exists', ...named),
      iam('put-user-policy', ...named, '--policy-name', 'own', '--policy-document', policy(allow('sqs:*'))),
      iam('attach-user-policy', ...named, '--policy-arn', 'arn:aws:iam::aws:policy/ReadOnlyAccess'),
    ]);
    const [own, attached] = await Promise.all([
      iam('get-user-policy', ...named, '--policy-name', 'own'),
      iam('list-attached-user-policies', ...named),
    ]);
    // The CLI itself decodes the document.
    expect(own).toMatchObject({ PolicyDocument: JSON.parse(policy(allow('sqs:*'))) as object });
    expect(attached).toMatchObject({ AttachedPolicies: [{ PolicyName: 'ReadOnlyAccess' }] });
    await iam('delete-user-policy', ...named, '--policy-name', 'own');
    await iam('detach-user-policy', ...named, '--policy-arn', 'arn:aws:iam::aws:policy/ReadOnlyAccess');
    await iam('update-user', ...named, '--new-user-name', 'anna');
    await iam('delete-user', '--user-name', 'anna');
    await expect(iam('get-user', '--user-name', 'anna')).rejects.toMatchObject(
      cliError('NoSuchEntity', 'GetUser', 'The user with name anna cannot be found.'),
    );
  });

  test.concurrent('pages through lists', async ({ expect }) => {
    const names = ['page-1', 'page-2', 'page-3', 'page-4'];
    await Promise.all(names.map((name) => iam('create-user', '--user-name', name, '--path', '/pages/')));
    const list = (...args: string[]) =>
      iam(
        'list-users',
        '--path-prefix',
        '/pages/',
        '--query',
        '{names: Users[].UserName, next: NextToken}',
        ...args,
      ) as Promise<{ names: string[]; next: string | null }>;
    const [whole, first] = await Promise.all([list('--page-size', '3'), list('--max-items', '3', '--page-size', '2')]);
    expect(whole.names).toEqual(names);
    expect(first.names).toEqual(names.slice(0, 3));
    expect((await list('--starting-token', first.next ?? '')).names).toEqual(names.slice(3));
  });

  describe('errors', () => {
    beforeAll(async () => {
      await Promise.all([
        iam('create-user', '--user-name', 'bob'),
        iam('create-group', '--group-name', 'club'),
        iam('create-role', '--role-name', 'deploy', '--assume-role-policy-document', lambdaTrust),
        iam('create-policy', '--policy-name', 'used', '--policy-document', policy(allow('s3:*'))),
      ]);
      await Promise.all([
        iam('add-user-to-group', '--user-name', 'bob', '--group-name', 'club'),
        iam('attach-role-policy', '--role-name', 'deploy', '--policy-arn', arn('policy/used')),
      ]);
    });

    test.concurrent.each<[code: string, operation: string, message: string | RegExp, args: string[]]>([
      ['NoSuchEntity', 'GetRole', 'The role with name eve cannot be found.', ['get-role', '--role-name', 'eve']],
      [
        'NoSuchEntity',
        'GetPolicy',
        `Policy ${arn('policy/eve')} was not found.`,
        ['get-policy', '--policy-arn', arn('policy/eve')],
      ],
      [
        'EntityAlreadyExists',
        'CreateUser',
        'User with name bob already exists.',
        ['create-user', '--user-name', 'bob'],
      ],
      [
        'EntityAlreadyExists',
        'CreateRole',
        'Role with name deploy already exists.',
        ['create-role', '--role-name', 'deploy', '--assume-role-policy-document', lambdaTrust],
      ],
      [
        'DeleteConflict',
        'DeleteUser',
        'Cannot delete entity, must remove users from group first.',
        ['delete-user', '--user-name', 'bob'],
      ],
      [
        'DeleteConflict',
        'DeleteRole',
        'Cannot delete entity, must detach all policies first.',
        ['delete-role', '--role-name', 'deploy'],
      ],
      [
        'DeleteConflict',
        'DeletePolicy',
        'Cannot delete a policy attached to entities.',
        ['delete-policy', '--policy-arn', arn('policy/used')],
      ],
      [
        'MalformedPolicyDocument',
        'CreatePolicy',
        'Syntax errors in policy.',
        ['create-policy', '--policy-name', 'bad', '--policy-document', '{'],
      ],
      [
        'InvalidInput',
        'AttachRolePolicy',
        'ARN arn:aws:s3:::no-policy-here is not valid.',
        ['attach-role-policy', '--role-name', 'deploy', '--policy-arn', 'arn:aws:s3:::no-policy-here'],
      ],
      ['ValidationError', 'CreateUser', /userName/, ['create-user', '--user-name', 'not a name']],
      [
        'PasswordPolicyViolation',
        'CreateLoginProfile',
        /Password/,
        ['create-login-profile', '--user-name', 'bob', '--password', 'short'],
      ],
    ])('%s of %s', async (code, operation, message, args) => {
      await expect(aws('iam', ...args)).rejects.toMatchObject(cliError(code, operation, message));
    });
  });
});
