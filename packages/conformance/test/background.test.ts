import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectOutput, madang, spawnMadang, temporaryDirectory } from '../support/madang.ts';

/** The life of a server in the background: `up`, `status`, `logs`, `env`, `reset`, `down`, in this order. */
const home = temporaryDirectory();
let port: string;
let endpoint: string;
let env: Record<string, string>;

beforeAll(async () => {
  port = await freePort();
  endpoint = `http://127.0.0.1:${port}`;
  env = { XDG_STATE_HOME: home.path, MADANG_PORT: port, MADANG_DATA: `${home.path}/data` };
});

afterAll(async () => {
  await madang(['down'], env);
  await home.remove();
});

function freePort(): Promise<string> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(String(port)));
    });
  });
}

function client(): SQS {
  return new SQS({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}

test('nothing runs at first', async () => {
  const [status, logs, reset, down] = await Promise.all(
    ['status', 'logs', 'reset', 'down'].map((command) => madang([command], env)),
  );
  expect(status).toEqual({ code: 1, stdout: `no server at ${endpoint}\n`, stderr: '' });
  expect(logs).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no log at') });
  expect(reset).toMatchObject({ code: 2, stderr: expect.stringContaining(`No server answers at ${endpoint}`) });
  expect(down).toEqual({ code: 0, stdout: `no server runs at ${endpoint}\n`, stderr: '' });
});

test('up starts it, once', async () => {
  const first = await madang(['up'], env);
  expect(first).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^ready ${endpoint} in \\d+ ms`)),
    stderr: '',
  });
  expect(await madang(['up'], env)).toEqual({ code: 0, stdout: `already running at ${endpoint}\n`, stderr: '' });
});

test('status tells of it', async () => {
  const { code, stdout } = await madang(['status'], env);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^running at ${endpoint}, version \\d+\\.\\d+\\.\\d+, up \\d+ s, auth open\\n`));
  expect(stdout).toMatch(/^ {2}sqs +23 runs$/m);
});

test('logs shows its log, and follows it', async () => {
  expect(await madang(['logs'], env)).toMatchObject({ code: 0, stdout: expect.stringContaining(`ready ${endpoint}`) });
  const following = spawnMadang(['logs', '--follow'], env);
  const output = collectOutput(following);
  while (!output.stdout.includes('ready')) await new Promise((resolve) => following.stdout?.once('data', resolve));
  following.kill();
});

test('env points AWS tools at it, and leaves keys that are set alone', async () => {
  const script = `${(await madang(['env'], env)).stdout}\nenv`;
  const run = (own: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const shell = spawn('sh', ['-c', script], { env: { PATH: process.env['PATH'], ...own } });
      const output = collectOutput(shell);
      shell.on('close', () => resolve(output.stdout));
    });
  const [bare, own] = await Promise.all([run({}), run({ AWS_ACCESS_KEY_ID: 'mine', AWS_DEFAULT_REGION: 'eu-west-1' })]);
  expect(bare).toContain(`AWS_ENDPOINT_URL=${endpoint}\n`);
  expect(bare).toContain('AWS_ACCESS_KEY_ID=test\n');
  expect(bare).toContain('AWS_DEFAULT_REGION=us-east-1\n');
  expect(own).toContain('AWS_ACCESS_KEY_ID=mine\n');
  expect(own).toContain('AWS_DEFAULT_REGION=eu-west-1\n');
});

test('reset deletes all state', async () => {
  const sqs = client();
  await sqs.createQueue({ QueueName: 'gone' });
  expect(await madang(['reset'], env)).toEqual({ code: 0, stdout: 'reset: all state is deleted\n', stderr: '' });
  expect((await sqs.listQueues({})).QueueUrls ?? []).toEqual([]);
  await sqs.createQueue({ QueueName: 'kept' });
  sqs.destroy();
});

test('down stops it, and up finds what it kept', async () => {
  expect(await madang(['down'], env)).toEqual({ code: 0, stdout: 'stopped\n', stderr: '' });
  expect((await madang(['status'], env)).code).toBe(1);
  expect((await madang(['up', '--auth', 'open'], env)).code).toBe(0);
  const sqs = client();
  expect((await sqs.listQueues({})).QueueUrls).toEqual([`${endpoint}/000000000000/kept`]);
  sqs.destroy();
  expect((await madang(['down'], env)).code).toBe(0);
});

test('up under --auth iam shows the root key, and only with it reset is allowed', async () => {
  const iam = { ...env, MADANG_AUTH: 'iam', MADANG_EPHEMERAL: 'true', MADANG_DATA: '' };
  const { code, stdout, stderr } = await madang(['up'], iam);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/AWS_ACCESS_KEY_ID=AKIA\w+\n +AWS_SECRET_ACCESS_KEY=\S{40}\n/);
  const reset = await madang(['reset'], iam);
  expect(reset.code).toBe(1);
  expect(reset.stderr).toMatch(/^madang: \S/);
  const [, accessKeyId = '', secretAccessKey = ''] = /_ID=(\S+)\n.*_KEY=(\S+)/.exec(stdout) ?? [];
  const root = { ...iam, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  expect(await madang(['reset'], root)).toMatchObject({ code: 0, stdout: 'reset: all state is deleted\n' });
  expect((await madang(['down'], iam)).code).toBe(0);
});

test('all commands reach it over TLS, whose certificate env names', async () => {
  const secure = { ...env, MADANG_TLS: 'true', MADANG_STRICT_RESOURCES: 'true' };
  const secureEndpoint = endpoint.replace('http:', 'https:');
  expect((await madang(['up'], secure)).stdout).toContain(`ready ${secureEndpoint}`);
  expect(await madang(['up'], secure)).toMatchObject({ code: 0, stdout: `already running at ${secureEndpoint}\n` });
  expect((await madang(['status'], secure)).stdout).toContain(`running at ${secureEndpoint}`);
  expect((await madang(['env'], secure)).stdout).toContain(`AWS_CA_BUNDLE='${home.path}/data/tls-cert.pem'`);
  expect((await madang(['reset'], secure)).code).toBe(0);
  expect(await madang(['down'], secure)).toEqual({ code: 0, stdout: 'stopped\n', stderr: '' });
});

test('up says why the server did not start', async () => {
  const { code, stderr } = await madang(['up', '--data', '/dev/null'], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^madang: Cannot use \/dev\/null/);
});
