import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { SSM } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { madang } from '../support/madang.ts';
import type { Outcome } from '../support/madang.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

const folder = fileURLToPath(new URL('../../../examples/', import.meta.url));

/** By template: what its deployment needs besides. */
const examples: Record<string, string[]> = {
  'queue-with-alarm.yaml': [],
  'static-website.yaml': [],
  'fan-out.yaml': [],
  'stages.yaml': ['--parameter', 'Stage=production'],
  'parameter-hierarchy.yaml': ['--capability', 'CAPABILITY_IAM'],
  'for-each.yaml': ['--capability', 'CAPABILITY_AUTO_EXPAND'],
  'nested-stack/parent.yaml': [],
  'sam-service/service.yaml': ['--capability', 'CAPABILITY_IAM,CAPABILITY_AUTO_EXPAND'],
};
/** Those whose tests are their own, and the template that is only part of another. */
const others = ['cross-stack/publisher.yaml', 'cross-stack/subscriber.yaml', 'wait-condition.yaml'];
const parts = ['nested-stack/child.yaml'];

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const run = (command: string, example: string, ...args: string[]): Promise<Outcome> =>
  madang([command, `${folder}${example}`, '--endpoint', server.endpoint, ...args]);
const done = (stdout: unknown) => ({ code: 0, stdout, stderr: '' });

function outputsOf({ stdout }: Outcome): Record<string, string> {
  const table = stdout.split('\nOutputs\n')[1] ?? '';
  return Object.fromEntries([...table.matchAll(/^ {2}(\w+) +(\S+)/gm)].map(([, key = '', value = '']) => [key, value]));
}

test('each example is tried here, and listed in the README', () => {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.yaml'));
  expect(files.sort()).toEqual([...Object.keys(examples), ...others, ...parts].sort());
  const readme = readFileSync(`${folder}README.md`, 'utf8');
  for (const name of [...Object.keys(examples), ...others])
    expect(readme).toContain(`./madang deploy examples/${name}`);
});

describe.concurrent('is deployed, stays as it is, and is deleted:', () => {
  test.for(Object.entries(examples))('%s', async ([example, args], { expect }) => {
    expect(await run('deploy', example, ...args)).toEqual(done(expect.stringContaining('CREATE_COMPLETE in ')));
    // A nested stack is looked at anew with each update of its parent.
    if (example !== 'nested-stack/parent.yaml') {
      expect(await run('deploy', example, ...args)).toEqual(done(expect.stringMatching(/^No changes to deploy: /)));
      expect(await run('diff', example, ...args, '--exit-code')).toEqual(
        done(expect.stringMatching(/^No differences: /)),
      );
    }
    expect(await run('destroy', example)).toEqual(done(expect.stringMatching(/: deleted in .*\n$/)));
    expect(await run('destroy', example)).toEqual(done(expect.stringContaining('nothing to delete')));
  });
});

test('the alarm is marked as recorded, the queue is not', async () => {
  const { stdout } = await run('deploy', 'queue-with-alarm.yaml', '--stack-name', 'recorded');
  expect(stdout).toMatch(/CREATE_COMPLETE .*AWS::CloudWatch::Alarm .*recorded$/m);
  expect(stdout).toMatch(/CREATE_COMPLETE .*AWS::SQS::Queue(?!.*recorded).*$/m);
});

test('a strict server refuses what it could only record', async () => {
  const strict = await startServer(['--strict-resources']);
  try {
    const deployed = (example: string) => madang(['deploy', `${folder}${example}`, '--endpoint', strict.endpoint]);
    const { code, stderr } = await deployed('queue-with-alarm.yaml');
    expect(code).toBe(1);
    expect(stderr).toContain('Resource types [AWS::CloudWatch::Alarm] could only be recorded');
    expect(await deployed('fan-out.yaml')).toMatchObject({ code: 0 });
  } finally {
    await strict.stop();
  }
});

test('the fan-out sends each queue its own orders', async () => {
  const { TopicArn, DomesticUrl, InternationalUrl } = outputsOf(
    await run('deploy', 'fan-out.yaml', '--stack-name', 'fan-out-tried'),
  );
  const sns = new SNS(server.client());
  const sqs = new SQS(server.client());
  for (const country of ['KR', 'JP']) {
    const MessageAttributes = { country: { DataType: 'String', StringValue: country } };
    await sns.publish({ TopicArn, Message: `to ${country}`, MessageAttributes });
  }
  const received = await Promise.all(
    [DomesticUrl, InternationalUrl].map((QueueUrl) => sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 })),
  );
  expect(received.map(({ Messages }) => Messages?.map(({ Body }) => Body))).toEqual([['to KR'], ['to JP']]);
});

test('production has what staging has not', async () => {
  const staging = outputsOf(await run('deploy', 'stages.yaml', '--stack-name', 'stage'));
  expect(Object.keys(staging)).toEqual(['EventsUrl']);
  const production = await run('deploy', 'stages.yaml', '--stack-name', 'stage', '--parameter', 'Stage=production');
  expect(production.stdout).toContain('UPDATE_COMPLETE in ');
  expect(Object.keys(outputsOf(production)).sort()).toEqual(['AuditTopic', 'EventsUrl']);
});

test('a topic that another stack imports is not deleted before it', async () => {
  expect(await run('deploy', 'cross-stack/publisher.yaml')).toMatchObject({ code: 0 });
  expect(await run('deploy', 'cross-stack/subscriber.yaml')).toMatchObject({ code: 0 });
  const refused = await run('destroy', 'cross-stack/publisher.yaml');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('publisher-TopicArn');
  expect(refused.stderr).toContain('subscriber');
  for (const name of ['subscriber', 'publisher']) {
    expect(await run('destroy', `cross-stack/${name}.yaml`)).toEqual(done(expect.stringContaining('deleted in ')));
  }
});

test('a wait condition waits for its signal', async () => {
  const deployment = run('deploy', 'wait-condition.yaml');
  const url = await readyUrl();
  const signal = { Status: 'SUCCESS', Reason: 'ready', UniqueId: '1', Data: 'v1' };
  const answer = await fetch(url, { method: 'PUT', body: new Blob([JSON.stringify(signal)]) });
  expect(answer.status).toBe(200);
  const outcome = await deployment;
  expect(outcome).toEqual(done(expect.stringContaining('CREATE_COMPLETE in ')));
  expect(outputsOf(outcome)['Signals']).toBe('{"1":"v1"}');
  expect(await run('destroy', 'wait-condition.yaml')).toMatchObject({ code: 0 });
});

async function readyUrl(): Promise<string> {
  const ssm = new SSM(server.client());
  for (;;) {
    const { Parameters } = await ssm.getParameters({ Names: ['/wait-condition/ready-url'] });
    const value = Parameters?.[0]?.Value;
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
