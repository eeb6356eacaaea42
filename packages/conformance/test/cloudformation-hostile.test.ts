import { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { CreateStackInput } from '@aws-sdk/client-cloudformation';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { signedFetch } from '../support/sigv4.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

/** What no client would send: an error of AWS each time, at once, and a server that goes on. */
let server: Server;
let cloudFormation: CloudFormation;
let names = 0;

beforeAll(async () => {
  server = await startServer();
  cloudFormation = new CloudFormation(server.client());
});

afterAll(async () => {
  cloudFormation.destroy();
  await server.stop();
});

const queue = 'Resources: {Q: {Type: AWS::SQS::Queue}}\n';
const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const bomb = 'bcdefghij'
  .split('')
  .reduce((text, name, index) => `${text}\n${name}: &${name} [${`*${'abcdefghi'[index]},`.repeat(9)}]`, 'a: &a [x]');

async function refused(TemplateBody: string, more: Partial<CreateStackInput> = {}): Promise<string> {
  const startedAt = performance.now();
  const StackName = `hostile-${names++}`;
  const error = await cloudFormation.createStack({ StackName, TemplateBody, ...more }).then(
    () => new Error('it was accepted'),
    (cause: unknown) => cause as Error & { $metadata?: { httpStatusCode?: number } },
  );
  expect(error).toMatchObject({ name: 'ValidationError', $metadata: { httpStatusCode: 400 } });
  expect(performance.now() - startedAt, 'milliseconds').toBeLessThan(5000);
  return error.message;
}

/** What is wrong with a template's transforms, and with what they make, only fails the stack. */
async function failed(TemplateBody: string): Promise<string> {
  const StackName = `hostile-${names++}`;
  await cloudFormation.createStack({ StackName, TemplateBody, Capabilities: ['CAPABILITY_AUTO_EXPAND'] });
  await vi.waitFor(
    async () => {
      const { Stacks } = await cloudFormation.describeStacks({ StackName });
      expect(Stacks?.[0]?.StackStatus).toBe('ROLLBACK_COMPLETE');
    },
    { timeout: 5000, interval: 50 },
  );
  const { StackEvents = [] } = await cloudFormation.describeStackEvents({ StackName });
  return (
    StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'ROLLBACK_IN_PROGRESS')?.ResourceStatusReason ?? ''
  );
}

test.each<[what: string, template: string]>([
  ['aliases that grow without end', `${bomb}\n${queue}`],
  ['deep lists in YAML', `Resources: ${nested('[', ']', 20_000)}`],
  ['deep maps in YAML', `Resources: ${nested('{a: ', '}', 5000)}`],
  ['deep lists in JSON', `{"Resources": ${nested('[', ']', 20_000)}}`],
  ['deep maps in JSON', `{"Resources": ${nested('{"a":', '}', 9000)}}`],
  [
    'deep functions',
    `{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": ${nested('{"Fn::Base64":', '}', 3000)}}}}}`,
  ],
  ['NUL in a name', '{"Resources": {"Q\\u0000": {"Type": "AWS::SQS::Queue"}}}'],
  ['an emoji in a name', 'Resources: {Q😀: {Type: AWS::SQS::Queue}}'],
  ['__proto__', '{"Resources": {"__proto__": {"Type": "AWS::SQS::Queue"}}}'],
  ['a cycle of conditions', `Conditions: {C: !And [Condition: C, Condition: C]}\n${queue}`],
])('%s', async (_, template) => {
  expect(await refused(template)).not.toBe('');
});

test('a loop over too much', async () => {
  const items = 'a,'.repeat(9000);
  const loop = `Resources: {'Fn::ForEach::L': [I, [${items}], {'Q\${I}': {Type: AWS::SQS::Queue}}]}`;
  expect(await failed(`Transform: AWS::LanguageExtensions\n${loop}`)).not.toBe('');
});

test('a pattern that takes for ever to match', async () => {
  const text = `Parameters: {P: {Type: String, AllowedPattern: '(a+)+$'}}\n${queue}`;
  const Parameters = [{ ParameterKey: 'P', ParameterValue: `${'a'.repeat(60)}!` }];
  expect(await refused(text, { Parameters })).toBe("Parameter 'P' must match pattern (a+)+$");
});

describe.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])('%s is no name that is known', (name) => {
  test.each<[place: string, template: string]>([
    ['Ref', `Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref ${name}}}}`],
    ['Fn::GetAtt', `${queue}Outputs: {O: {Value: !GetAtt Q.${name}}}`],
    ['a type', `Resources: {Q: {Type: ${name}}}`],
    ['a section', `${queue}${name}: {}`],
    ['a type of parameter', `Parameters: {P: {Type: ${name}}}\n${queue}`],
    ['a condition', `Resources: {Q: {Type: AWS::SQS::Queue, Condition: ${name}}}`],
    [
      'a mapping',
      `Mappings: {M: {a: {b: c}}}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !FindInMap [M, ${name}, b]}}}`,
    ],
    ['a function', `Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: {'Fn::${name}': x}}}}`],
  ])('%s', async (_, template) => {
    expect(await refused(template)).not.toBe('');
  });

  test.each<[place: string, template: string]>([
    ['a type of SAM', `Transform: AWS::Serverless-2016-10-31\nResources: {Q: {Type: ${name}}}`],
    ['a transform', `Transform: ${name}\n${queue}`],
  ])('%s', async (_, template) => {
    expect(await failed(template)).not.toBe('');
  });
});

test.each(['constructor', 'toString', 'hasOwnProperty'])('%s is no property that is known', async (name) => {
  const template = `Resources: {Q: {Type: AWS::SQS::Queue, Properties: {${name}: 1}}}`;
  expect(await refused(template)).toContain(`extraneous key [${name}] is not permitted`);
});

const sections = ['Parameters', 'Mappings', 'Conditions', 'Outputs', 'Rules', 'Transform', 'Resources'];
const values = [
  '1',
  '"x"',
  '[1]',
  'true',
  '{"a":1}',
  '{"a":[1]}',
  '{"a":{"b":{"c":[{}]}}}',
  '{"Ref":"Q"}',
  '{"Fn::If":[]}',
  '{"a":{"Fn::If":["x"]}}',
];

test.each(sections)('%s of every wrong type', async (section) => {
  for (const value of values) {
    if (section === 'Transform' && value === '"x"') continue;
    const rest = section === 'Resources' ? '' : '"Resources":{"Q":{"Type":"AWS::SQS::Queue"}},';
    expect(await refused(`{${rest}"${section}":${value}}`, { Capabilities: ['CAPABILITY_AUTO_EXPAND'] })).not.toBe('');
  }
});

test('every member of a request of the wrong form', async () => {
  const members = [
    'StackName',
    'TemplateBody',
    'TemplateURL',
    'Parameters',
    'Capabilities',
    'Tags',
    'RoleARN',
    'OnFailure',
  ];
  const more = ['TimeoutInMinutes', 'DisableRollback', 'StackPolicyBody', 'RollbackConfiguration', 'NotificationARNs'];
  const forms = [
    '',
    '.member.1',
    '.member.x',
    '.entry.1.key',
    '.member.1.member.1',
    '.ParameterKey',
    '.member.99999999',
  ];
  for (const member of [...members, ...more]) {
    for (const form of forms) {
      const body = new URLSearchParams({
        Action: 'CreateStack',
        Version: '2010-05-15',
        StackName: 'no name',
        TemplateBody: queue,
      });
      body.set(`${member}${form}`, '\u0000😀');
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const request = {
        method: 'POST',
        url: `${server.endpoint}/`,
        service: 'cloudformation',
        headers,
        body: body.toString(),
        keys: server.keys,
      };
      const { status, text } = await signedFetch(request);
      expect({ status, text }).toMatchObject({
        status: 400,
        text: expect.stringMatching(/<Code>\w+<\/Code>/) as string,
      });
    }
  }
});

test('a stack that is nested in itself ends at the limit of stacks', { timeout: 180_000 }, async () => {
  const s3 = new S3({ ...server.client(), forcePathStyle: true });
  await s3.createBucket({ Bucket: 'nested' });
  const Body =
    'Resources: {Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://s3.amazonaws.com/nested/self.yaml}}}';
  await s3.putObject({ Bucket: 'nested', Key: 'self.yaml', Body });
  const { StackId: StackName } = await cloudFormation.createStack({ StackName: 'outer', TemplateBody: Body });
  await vi.waitFor(
    async () => {
      const { Stacks } = await cloudFormation.describeStacks({ StackName });
      expect(Stacks?.[0]?.StackStatus).toBe('ROLLBACK_COMPLETE');
    },
    { timeout: 170_000, interval: 200 },
  );
  s3.destroy();
});

test('the server has nothing to complain of', async () => {
  expect((await server.stop()).stderr).toBe('');
});
