import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectOutput, madang, spawnMadang, temporaryDirectory } from '../support/madang.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

const home = temporaryDirectory();
let server: Server;

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  await home.remove();
});

const run = (...args: string[]) => madang([...args, '--endpoint', server.endpoint]);

function file(name: string, text: string): string {
  const path = join(home.path, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const queue = (seconds: number | string) =>
  `Resources: {Queue: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: ${seconds}}}}\nOutputs: {Url: {Value: !Ref Queue}}\n`;
const broken = `Resources:
  Before: {Type: AWS::SQS::Queue}
  Broken:
    Type: AWS::SSM::Parameter
    DependsOn: Before
    Properties: {Type: String, AllowedPattern: '[a-z]+', Value: '1'}
  After: {Type: AWS::SQS::Queue, DependsOn: Broken}
`;

describe('deploy', () => {
  test('creates, updates, and leaves alone what has not changed', async () => {
    const path = file('life.yaml', queue(1));
    const created = await run('deploy', path);
    expect(created).toMatchObject({ code: 0, stderr: '' });
    expect(created.stdout).toMatch(/^\d\d:\d\d:\d\d {2}CREATE_IN_PROGRESS {2}Queue {2}AWS::SQS::Queue$/m);
    expect(created.stdout).toMatch(/^✓ life: CREATE_COMPLETE in .*\n\nOutputs\n {2}Url {2}http:\S+\n$/m);
    file('life.yaml', queue(2));
    expect((await run('deploy', path)).stdout).toMatch(/UPDATE_COMPLETE +Queue[^]*✓ life: UPDATE_COMPLETE in /);
    expect((await run('deploy', path)).stdout).toMatch(
      /^No changes to deploy: life is up to date\.\n\nOutputs\n {2}Url /,
    );
  });

  test('keeps parameters that are not given again', async () => {
    const text = `Parameters: {Delay: {Type: Number, Default: 0}, Size: {Type: Number}}\n${queue('!Ref Delay')}`;
    const path = file('kept.yaml', text);
    expect(await run('deploy', path, '--parameter', 'Delay=7', '--parameter', 'Size=1')).toMatchObject({ code: 0 });
    const parameters = file('parameters.json', '[{"ParameterKey": "Size", "ParameterValue": "2"}]');
    expect(await run('deploy', path, '--parameters-file', parameters, '--tag', 'team=yard')).toMatchObject({ code: 0 });
    const sqs = new SQS(server.client());
    const { QueueUrls = [] } = await sqs.listQueues({ QueueNamePrefix: 'kept-' });
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: QueueUrls[0], AttributeNames: ['DelaySeconds'] });
    expect(Attributes).toEqual({ DelaySeconds: '7' });
    expect((await sqs.listQueueTags({ QueueUrl: QueueUrls[0] })).Tags).toMatchObject({ team: 'yard' });
  });

  test('tells the root cause of a failure first, and makes way for the next try', async () => {
    const path = file('failing.yaml', broken);
    const failed = await run('deploy', path);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/^\n✗ Broken {2}AWS::SSM::Parameter {2}CREATE_FAILED\n {4}\S.*\n/);
    expect(failed.stderr).toMatch(/\nfailing: ROLLBACK_COMPLETE after .*\n$/);
    file('failing.yaml', broken.replace("'1'", 'a'));
    const fixed = await run('deploy', path);
    expect(fixed).toMatchObject({ code: 0, stderr: '' });
    expect(fixed.stdout).toMatch(/^The creation of failing failed before: deleting what is left of it\.\n/);
  });

  test('leaves what failed where it is asked to', async () => {
    const path = file('left.yaml', broken);
    const left = await run('deploy', path, '--on-failure', 'do-nothing');
    expect(left).toMatchObject({ code: 1, stderr: expect.stringMatching(/\nleft: CREATE_FAILED after /) });
    const gone = await run('deploy', path, '--on-failure', 'DELETE', '--stack-name', 'gone');
    expect(gone).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^\n✗ Broken [^]*\ngone: DELETE_COMPLETE after /),
    });
  });

  test('says where a template is not well-formed', async () => {
    const path = file('malformed.yaml', 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n   Properties: {}\n');
    const { code, stderr } = await run('deploy', path);
    expect(code).toBe(1);
    expect(stderr).toContain('Template format error: YAML not well-formed.');
    expect(stderr).toMatch(new RegExp(`${path}:4:\\d+\\n +4 \\| {4}Properties: \\{\\}\\n`));
  });

  test('names the capability that is missing', async () => {
    const role = `Resources: {Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}}`;
    const { code, stderr } = await run('deploy', file('role.yaml', role));
    expect(code).toBe(1);
    expect(stderr).toContain('  Add: --capability CAPABILITY_IAM\n');
  });

  test.for([
    [['deploy', 'none.yaml'], 'The template none.yaml cannot be read: there is no such file.'],
    [['deploy'], 'TEMPLATE is missing.'],
    [['deploy', 'a.yaml', '--on-failure', 'explode'], '--on-failure is ROLLBACK, DELETE, DO_NOTHING'],
    [['deploy', 'a.yaml', '--parameter', 'Stage'], "--parameter takes NAME=VALUE, not 'Stage'"],
  ] as const)('refuses %j', async ([args, message]) => {
    expect(await madang([...args])).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  test('uploads a template that is too large for a request', async () => {
    const path = file('large.yaml', `# ${'x'.repeat(60_000)}\n${queue(1)}`);
    expect(await run('deploy', path)).toMatchObject({ code: 0 });
    const s3 = new S3({ ...server.client(), forcePathStyle: true });
    const { Contents = [] } = await s3.listObjectsV2({ Bucket: 'madang-deploy-000000000000-us-east-1' });
    expect(Contents.map(({ Size }) => Size)).toContain(60_000 + 3 + queue(1).length);
  });

  test('starts a server where none answers', async () => {
    const port = await freePort();
    const env = { XDG_STATE_HOME: home.path, MADANG_DATA: join(home.path, 'data') };
    try {
      const path = file('first.yaml', queue(1));
      const { code, stdout } = await madang(['deploy', path, '--endpoint', `http://127.0.0.1:${port}`], env);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^ready http://127.0.0.1:${port} [^]*✓ first: CREATE_COMPLETE`));
    } finally {
      await madang(['down', '--port', port], env);
    }
  });
});

test('deploy --watch deploys on each save, survives a broken template, and ends with Ctrl-C', async () => {
  const path = file('watched.yaml', queue(1));
  const child = spawnMadang(['deploy', path, '--watch', '--endpoint', server.endpoint]);
  const output = collectOutput(child);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const seen = async (pattern: RegExp, watches: number) => {
    const complete = () =>
      pattern.test(output.stdout + output.stderr) && output.stdout.split('Watching').length > watches;
    while (!complete()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await seen(/watched: CREATE_COMPLETE/, 1);
  file('watched.yaml', 'Resources:\n  Queue: [\n');
  await seen(/watched\.yaml:\d+:\d+/, 2);
  file('watched.yaml', queue(5));
  await seen(/watched: UPDATE_COMPLETE/, 3);
  child.kill('SIGINT');
  expect(await closed).toBe(0);
});

describe('diff', () => {
  test('shows what would be made, and leaves no trace', async () => {
    const path = file('new.yaml', queue(1));
    const { code, stdout } = await run('diff', path);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^new {2}1 to add\n\n\+ Queue {2}AWS::SQS::Queue\n/);
    expect((await run('diff', path, '--exit-code')).code).toBe(1);
    expect((await run('destroy', path)).stdout).toContain('There is no stack new');
  });

  test('shows properties before and after, what is replaced, and changes nothing', async () => {
    const named = (name: string, delay: number) =>
      `Resources: {Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: ${name}, DelaySeconds: ${delay}}}}`;
    const path = file('changed.yaml', named('diff-a', 1));
    await run('deploy', path);
    file('changed.yaml', named('diff-a', 2));
    const inPlace = await run('diff', path);
    expect(inPlace.stdout).toMatch(
      /^changed {2}1 to change\n\n~ Queue {2}AWS::SQS::Queue\n {4}DelaySeconds {2}1 → 2\n$/,
    );
    file('changed.yaml', named('diff-b', 1));
    const replaced = await run('diff', path);
    expect(replaced.stdout).toContain('~ Queue  AWS::SQS::Queue  replaced');
    expect(replaced.stdout).toMatch(/QueueName {2}diff-a → diff-b {2}requires replacement$/m);
    file('changed.yaml', named('diff-a', 1));
    expect(await run('diff', path, '--exit-code')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No diff/),
    });
  });
});

describe('events', () => {
  test('are told oldest first, as a table and as JSON', async () => {
    await run('deploy', file('told.yaml', queue(1)));
    const table = (await run('events', 'told')).stdout.trimEnd().split('\n');
    expect(table[0]).toMatch(/REVIEW_IN_PROGRESS +told/);
    expect(table.at(-1)).toMatch(/CREATE_COMPLETE +told/);
    const json = (await run('events', 'told', '--json')).stdout.trimEnd().split('\n');
    expect(json).toHaveLength(table.length);
    expect(JSON.parse(json.at(-1) ?? '')).toMatchObject({
      LogicalResourceId: 'told',
      ResourceStatus: 'CREATE_COMPLETE',
    });
    expect(await run('events', 'nothing')).toMatchObject({ code: 2, stderr: 'madang: There is no stack nothing.\n' });
  });

  test('are followed until Ctrl-C', async () => {
    await run('deploy', file('followed.yaml', queue(1)));
    const child = spawnMadang(['events', 'followed', '--follow', '--endpoint', server.endpoint]);
    const output = collectOutput(child);
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    const seen = async (text: RegExp) => {
      while (!text.test(output.stdout)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await seen(/CREATE_COMPLETE +followed/);
    await run('destroy', 'followed');
    await seen(/DELETE_COMPLETE +followed/);
    child.kill('SIGINT');
    expect(await closed).toBe(0);
  });
});

test('destroy says how protection is lifted', async () => {
  await run('deploy', file('protected.yaml', queue(1)));
  const cfn = new CloudFormation(server.client());
  const protect = (EnableTerminationProtection: boolean) =>
    cfn.updateTerminationProtection({ StackName: 'protected', EnableTerminationProtection });
  await protect(true);
  const refused = await run('destroy', 'protected');
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('protected is protected against deletion'),
  });
  await protect(false);
  expect(await run('destroy', 'protected')).toMatchObject({ code: 0 });
});

function freePort(): Promise<string> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(String(port)));
    });
  });
}
