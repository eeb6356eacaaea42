import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, withoutAwsCli } from '../support/aws-cli.ts';
import type { Aws } from '../support/aws-cli.ts';
import { cliError } from '../support/errors.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

describe.skipIf(awsCliVersion === '')(`aws ssm${withoutAwsCli}`, () => {
  let server: Server;
  let aws: Aws;

  beforeAll(async () => {
    server = await startServer();
    aws = awsCli(server.endpoint, server.keys);
  });
  afterAll(() => server.stop());

  const ssm = (operation: string, ...args: string[]) => aws('ssm', operation, ...args);
  const put = (name: string, value: string, ...args: string[]) =>
    ssm('put-parameter', '--name', name, '--value', value, '--type', 'String', ...args);
  const read = (name: string, ...args: string[]) => ssm('get-parameter', '--name', name, ...args);

  test.concurrent('keeps a parameter from creation to deletion', async ({ expect }) => {
    expect(await put('/cli/a', 'one', '--tags', 'Key=team,Value=red')).toEqual({ Version: 1, Tier: 'Standard' });
    expect(await put('/cli/a', 'two', '--overwrite')).toEqual({ Version: 2, Tier: 'Standard' });
    expect(await read('/cli/a')).toMatchObject({ Parameter: { Name: '/cli/a', Value: 'two', Version: 2 } });
    const labels = ['--parameter-version', '1', '--labels', 'old'];
    expect(await ssm('label-parameter-version', '--name', '/cli/a', ...labels)).toMatchObject({ ParameterVersion: 1 });
    expect(await read('/cli/a:old')).toMatchObject({ Parameter: { Value: 'one' } });
    expect(await ssm('get-parameter-history', '--name', '/cli/a')).toMatchObject({
      Parameters: [{ Value: 'one', Labels: ['old'] }, { Value: 'two' }],
    });
    const resource = ['--resource-type', 'Parameter', '--resource-id', '/cli/a'];
    expect(await ssm('list-tags-for-resource', ...resource)).toEqual({ TagList: [{ Key: 'team', Value: 'red' }] });
    await ssm('delete-parameter', '--name', '/cli/a');
    await expect(read('/cli/a')).rejects.toMatchObject(cliError('ParameterNotFound', 'GetParameter', /^/));
  });

  test.concurrent('keeps secrets', async ({ expect }) => {
    await ssm('put-parameter', '--name', '/cli/secret', '--value', 'hunter2', '--type', 'SecureString');
    expect(await read('/cli/secret', '--with-decryption')).toMatchObject({ Parameter: { Value: 'hunter2' } });
    expect(JSON.stringify(await read('/cli/secret'))).not.toContain('hunter2');
  });

  test.concurrent('pages through a path', async ({ expect }) => {
    const names = Array.from({ length: 5 }, (_, index) => `/cli-page/${index}`);
    await Promise.all(names.map((name) => put(name, 'x')));
    const list = (...args: string[]) =>
      ssm('get-parameters-by-path', '--path', '/cli-page', ...args) as Promise<{
        Parameters: { Name: string }[];
        NextToken?: string;
      }>;
    const [whole, first] = await Promise.all([list('--page-size', '2'), list('--max-items', '3')]);
    expect(whole.Parameters.map(({ Name }) => Name).sort()).toEqual(names);
    const rest = await list('--starting-token', first.NextToken ?? '');
    expect([...first.Parameters, ...rest.Parameters]).toEqual(whole.Parameters);
  });

  test.concurrent('reads public parameters', async ({ expect }) => {
    const name = '/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2';
    const value = expect.stringMatching(/^ami-/);
    expect(await read(name)).toMatchObject({ Parameter: { Value: value } });
  });

  describe('errors', () => {
    beforeAll(() => put('/cli-errors/a', 'x'));

    test.concurrent.each<[code: string, operation: string, message: string | RegExp, args: string[]]>([
      [
        'ParameterAlreadyExists',
        'PutParameter',
        /^The parameter already exists\. To overwrite this value/,
        ['put-parameter', '--name', '/cli-errors/a', '--value', 'y', '--type', 'String'],
      ],
      [
        'ParameterVersionNotFound',
        'GetParameter',
        /could not find version 7 of \/cli-errors\/a/,
        ['get-parameter', '--name', '/cli-errors/a:7'],
      ],
      ['ParameterNotFound', 'DeleteParameter', /^/, ['delete-parameter', '--name', '/cli-errors/none']],
      [
        'ValidationException',
        'PutParameter',
        /parameter type is required/i,
        ['put-parameter', '--name', '/cli-errors/b', '--value', 'y'],
      ],
      [
        'HierarchyTypeMismatchException',
        'PutParameter',
        /type/,
        ['put-parameter', '--name', '/cli-errors/a', '--value', 'y', '--type', 'StringList', '--overwrite'],
      ],
      [
        'ParameterPatternMismatchException',
        'PutParameter',
        /allowedPattern/,
        [
          'put-parameter',
          '--name',
          '/cli-errors/c',
          '--value',
          'y',
          '--type',
          'String',
          '--allowed-pattern',
          '^[0-9]$',
        ],
      ],
      [
        'InvalidFilterKey',
        'GetParametersByPath',
        /filter key is not valid: Path/,
        ['get-parameters-by-path', '--path', '/', '--parameter-filters', 'Key=Path,Values=/x'],
      ],
      ['ValidationException', 'GetParametersByPath', /forward slash/, ['get-parameters-by-path', '--path', 'no-slash']],
      [
        'InvalidResourceId',
        'ListTagsForResource',
        /^/,
        ['list-tags-for-resource', '--resource-type', 'Parameter', '--resource-id', '/cli-errors/none'],
      ],
      [
        'AccessDeniedException',
        'PutParameter',
        /^No access to reserved parameter name/,
        ['put-parameter', '--name', '/aws/x', '--value', 'y', '--type', 'String'],
      ],
    ])('%s of %s', async (code, operation, message, args) => {
      await expect(aws('ssm', ...args)).rejects.toMatchObject(cliError(code, operation, message));
    });
  });
});
