import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, test } from 'vitest';
import { madang, temporaryDirectory } from '../support/madang.ts';
import { startServer } from '../support/server.ts';

const directory = temporaryDirectory();
const place = (name: string) => join(directory.path, name);
afterAll(() => directory.remove());

const commands = ['start', 'up', 'down', 'status', 'logs', 'env', 'reset', 'doctor', 'coverage'];

describe('help', () => {
  test('names every command, with examples', async () => {
    const { code, stdout } = await madang(['--help']);
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} +\\S`, 'm'));
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('MADANG_');
  });

  test.concurrent.each(commands)('of %s tells its options', async (command) => {
    const { code, stdout, stderr } = await madang([command, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^\\./madang ${command}: `));
    expect(stdout).toContain(`./madang ${command}`);
  });

  test('tells the version', async () => {
    expect(await madang(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe('what this machine and this version can do', () => {
  test('doctor', async () => {
    const { code, stdout } = await madang(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}yes nodejs +v\d+/m);
    expect(stdout).toMatch(/^ {2}(yes|no ) git /m);
  });

  test('coverage', async () => {
    const whole = await madang(['coverage']);
    expect(whole.stdout).toMatch(/^sqs +23 of 23 operations$/m);
    const one = await madang(['coverage', '--service', 'sqs']);
    expect(one.stdout).toMatch(/^SendMessage +runs$/m);
    expect(await madang(['coverage', '--service', 'nonsense'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no service 'nonsense'"),
    });
  });
});

describe('wrong usage', () => {
  test.concurrent.each<[message: RegExp, args: string[], env?: Record<string, string>]>([
    [/there is no command 'nonsense'/, ['nonsense']],
    [/--colour/, ['start', '--colour', 'red']],
    [/--port must be 0 to 65535, not 'x'/, ['start', '--port', 'x']],
    [/--port must be 0 to 65535, not '70000'/, ['start', '--port', '70000']],
    [/--auth must be one of open, iam, not 'none'/, ['start', '--auth', 'none']],
    [/--clock must be one of real, virtual/, ['start', '--clock', 'sundial']],
    [/--log-level must be one of/, ['start', '--log-level', 'loud']],
    [/--account must be 12 digits, not '12'/, ['start', '--account', '12']],
    [/--region must look like us-east-1, not 'mars'/, ['start', '--region', 'mars']],
    [/--data and --ephemeral exclude each other/, ['start', '--ephemeral', '--data', 'x']],
    [/--database must be a postgres:\/\/ URL/, ['start', '--database', 'mysql://x']],
    [/argument/i, ['start', '--port']],
    [/--port must be 0 to 65535, not 'y'/, ['start'], { MADANG_PORT: 'y' }],
    [/--ephemeral is a switch: true or false, not 'perhaps'/, ['start'], { MADANG_EPHEMERAL: 'perhaps' }],
    [/--auth must be one of/, ['up', '--auth', 'none', '--port', '4599'], { XDG_STATE_HOME: directory.path }],
  ])('%s', async (message, args, env) => {
    const { code, stdout, stderr } = await madang(args, env);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBeGreaterThan(0);
    expect(stdout).toBe('');
  });

  test('without a command it shows the help, and fails', async () => {
    expect(await madang([])).toMatchObject({ code: 2, stdout: expect.stringContaining('Usage:') });
  });
});

describe('a start that cannot succeed says why', () => {
  const start = (...args: string[]) => madang(['start', ...args]);
  /** One line, without a stack. */
  const refusal = (message: RegExp) => ({
    code: 1,
    stdout: '',
    stderr: expect.toSatisfy((text: string) => /^madang: .*\n$/.test(text) && message.test(text)) as string,
  });

  test('a port in use, and a second server on the same data', async () => {
    const server = await startServer(['--data', place('shared')]);
    await Promise.all([
      expect(start('--ephemeral', '--port', String(server.port))).resolves.toMatchObject(
        refusal(
          new RegExp(`^madang: Port ${server.port} of 127\\.0\\.0\\.1 is in use\\. Choose another with --port\\.`),
        ),
      ),
      expect(start('--data', place('shared'), '--port', '0')).resolves.toMatchObject(
        refusal(/^madang: Another server is using .*shared.* Stop it, or choose another directory with --data\./),
      ),
    ]);
    expect((await fetch(`${server.endpoint}/_madang/health`)).status).toBe(200);
    await server.stop();
  });

  test('a directory that cannot be written to', async () => {
    writeFileSync(place('file'), '');
    await expect(start('--data', place('file'), '--port', '0')).resolves.toMatchObject(
      refusal(/^madang: Cannot use .*file/),
    );
    await expect(start('--data', place('file/below'), '--port', '0')).resolves.toMatchObject(
      refusal(/^madang: Cannot use .*file\/below/),
    );
    mkdirSync(place('blocked/madang.db'), { recursive: true });
    await expect(start('--data', place('blocked'), '--port', '0')).resolves.toMatchObject(
      refusal(/^madang: .*blocked/),
    );
  });

  test.skipIf(process.platform !== 'linux')('a place that holds no directories', async () => {
    await expect(start('--data', '/proc/madang/data', '--port', '0')).resolves.toMatchObject(
      refusal(/^madang: Cannot use \/proc\/madang\/data: .* Choose another directory with --data\./),
    );
  });

  test('an address that this machine does not have', async () => {
    await expect(start('--ephemeral', '--host', '192.0.2.1', '--port', '0')).resolves.toMatchObject(
      refusal(/^madang: Cannot listen on 192\.0\.2\.1/),
    );
    await expect(start('--ephemeral', '--host', 'no-such-host.invalid', '--port', '0')).resolves.toMatchObject(
      refusal(/^madang: Cannot listen on no-such-host\.invalid/),
    );
  });

  test('data of a newer version', async () => {
    await (await startServer(['--data', place('newer')])).stop();
    const database = new DatabaseSync(place('newer/madang.db'));
    database.exec('PRAGMA user_version = 999');
    database.close();
    await expect(start('--data', place('newer'), '--port', '0')).resolves.toMatchObject(
      refusal(/^madang: .*version 999.*newer than.* Use that newer version, or choose another directory with --data\./),
    );
  });

  test('a PostgreSQL that does not answer', async () => {
    await expect(
      start('--database', 'postgres://madang@127.0.0.1:1/madang', '--ephemeral', '--port', '0'),
    ).resolves.toMatchObject(refusal(/^madang: Cannot use the database of --database: .*ECONNREFUSED/));
  });

  test('data that is no database', async () => {
    mkdirSync(place('garbage'));
    writeFileSync(
      place('garbage/madang.db'),
      'this is not a database, but it is long enough to be looked at. '.repeat(20),
    );
    await expect(start('--data', place('garbage'), '--port', '0')).resolves.toMatchObject(
      refusal(/^madang: .*garbage/),
    );
  });
});

describe('options', () => {
  test('are read from MADANG_*, and the command line wins', async () => {
    const env = {
      MADANG_ACCOUNT: '111122223333',
      MADANG_REGION: 'eu-central-1',
      MADANG_DATA: place('by-environment'),
      MADANG_CLOCK: 'virtual',
    };
    const server = await startServer(['--region', 'ap-south-1'], env);
    expect(server.readyLine).toBe(
      `ready ${server.endpoint} in ${/in (\d+)/.exec(server.readyLine)?.[1]} ms (data: ${place('by-environment')}, auth: open)`,
    );
    await server.advance(1);
    // A request without a signature names neither account nor region.
    const call = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.CreateQueue' };
    const created = await fetch(server.endpoint, { method: 'POST', headers: call, body: '{"QueueName":"q"}' });
    expect(await created.json()).toEqual({ QueueUrl: `${server.endpoint}/111122223333/q` });
    const headers = { ...call, 'x-amz-target': 'AmazonSQS.GetQueueAttributes' };
    const body = JSON.stringify({ QueueUrl: `${server.endpoint}/111122223333/q`, AttributeNames: ['QueueArn'] });
    const read = await fetch(server.endpoint, { method: 'POST', headers, body });
    expect(await read.json()).toEqual({ Attributes: { QueueArn: 'arn:aws:sqs:ap-south-1:111122223333:q' } });
    expect((await server.stop()).code).toBe(0);
  });

  test('--host and --log-level do what they say', async () => {
    const server = await startServer(['--host', '::1', '--log-level', 'debug']);
    expect(server.endpoint).toMatch(/^http:\/\/\[::1\]:\d+$/);
    const sqs = new SQS(server.client());
    await sqs.listQueues({});
    sqs.destroy();
    const { stderr } = await server.stop();
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'debug', service: 'sqs', operation: 'ListQueues' }));
  });
});
