import type { Random } from '../crash/random.ts';

const account = '000000000000';
const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}';
const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${account}"},"Action":"sts:AssumeRole"}]}`;

const names = ['fuzz-1', 'fuzz-2', 'fuzz-3'];
const queues = ['fuzz-1', 'fuzz-2', 'fuzz-3.fifo'];
const policyArns = [
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  ...names.map((name) => `arn:aws:iam::${account}:policy/${name}`),
];
const queueArns = queues.map((name) => `arn:aws:sqs:us-east-1:${account}:${name}`);
const handles = ['', 'a', 'MTIz', Buffer.from('fuzz 1 2 3').toString('base64')];

const stackPolicy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"Update:*","Resource":"*"}]}';
/** Small, so that the server spends its time on requests; the last one waits until it is deleted or times out. */
const templates = [
  'Resources: {Q: {Type: AWS::SQS::Queue}}',
  'Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 5, Tags: [{Key: a, Value: b}]}}}',
  'Parameters: {P: {Type: String, Default: "1"}}\nConditions: {C: !Equals [!Ref P, "1"]}\nResources: {S: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !If [C, !Ref P, x]}}}\nOutputs: {O: {Value: !Ref S, Export: {Name: fuzz-export}}}',
  '{"Resources":{"P":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"String","Value":{"Fn::ImportValue":"fuzz-export"}}}}}',
  'Transform: AWS::Serverless-2016-10-31\nResources: {T: {Type: AWS::Serverless::SimpleTable}}',
  "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, AllowedPattern: '[a-z]+', Value: '1'}}}",
  'Resources: {W: {Type: AWS::CloudFormation::WaitCondition, CreationPolicy: {ResourceSignal: {Timeout: PT1M}}}}',
];

/** Values of members that are good enough to come past the first check of a service. */
const good: Record<string, readonly string[]> = {
  QueueUrl: queues.map((name) => `http://127.0.0.1/${account}/${name}`),
  QueueName: queues,
  SourceArn: queueArns,
  DestinationArn: queueArns,
  MessageBody: ['hello', 'é漢😀', '<a>&"\''],
  MessageGroupId: ['g1', 'g2'],
  DataType: ['String', 'Number', 'Binary', 'String.custom'],
  StringValue: ['1', 'text'],
  ReceiptHandle: handles,
  TaskHandle: handles,
  Id: ['1', '2', '3'],
  PolicyDocument: [document],
  NewPolicyDocument: [document],
  Policy: [document],
  AssumeRolePolicyDocument: [trust],
  PolicyInputList: [document],
  PolicyArn: policyArns,
  PermissionsBoundary: policyArns,
  RoleArn: names.map((name) => `arn:aws:iam::${account}:role/${name}`),
  RoleSessionName: names,
  Path: ['/', '/fuzz/'],
  PathPrefix: ['/', '/fuzz/'],
  VersionId: ['v1', 'v2'],
  Statistic: ['Average'],
  Marker: ['', 'eyJ9', 'AAAA'],
  NextToken: ['', 'eyJ9', 'AAAA'],
  Bucket: ['fuzz-bucket'],
  Key: ['Key', 'a/b/c.txt'],
  AccessKeyId: ['AKIAQAAAAAAABZRWEJ5Q'],
  StackName: [...names, 'fuzz-4'],
  TemplateBody: templates,
  TemplateURL: ['https://s3.amazonaws.com/fuzz-bucket/Key', 'https://fuzz-bucket.s3.amazonaws.com/a/b/c.txt'],
  ParameterKey: ['P'],
  ParameterValue: ['1', 'aa'],
  LogicalResourceId: ['Q', 'P', 'W'],
  ResourceType: ['AWS::SQS::Queue', 'AWS::SSM::Parameter'],
  ResourceTypes: ['AWS::*', 'AWS::SQS::Queue'],
  RoleARN: names.map((name) => `arn:aws:iam::${account}:role/${name}`),
  NotificationARNs: [`arn:aws:sns:us-east-1:${account}:fuzz-1`],
  StackPolicyBody: [stackPolicy],
  StackPolicyDuringUpdateBody: [stackPolicy],
  ExportName: ['fuzz-export'],
  Accounts: [account],
  Regions: ['us-east-1', 'eu-west-1'],
  TypeName: ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Logs::LogGroup', 'AWS::SSM::Parameter'],
  DesiredState: ['{"QueueName":"fuzz-5"}', '{"TopicName":"fuzz-5"}', '{"Type":"String","Value":"v"}'],
  PatchDocument: ['[{"op":"add","path":"/DelaySeconds","value":3}]', '[{"op":"remove","path":"/Tags"}]'],
  Identifier: ['fuzz-1', `http://127.0.0.1/${account}/fuzz-1`, `arn:aws:sns:us-east-1:${account}:fuzz-5`],
};

export function goodText(member: string, random: Random): string {
  const known = Object.hasOwn(good, member) ? good[member] : undefined;
  if (known !== undefined) return random.pick(known);
  if (member.endsWith('Arn')) return random.pick(policyArns);
  return random.pick(names);
}

const hostile = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\u0001\u001f\u007f',
  '\uD800',
  'x\uDFFFy',
  '\uFEFF\uFFFE',
  '%',
  '%zz%00%',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e999',
  '9'.repeat(400),
  '*',
  'arn:aws:sqs:us-east-1:000000000000:*',
  'arn:::::::',
  'https://[::1/000000000000/x',
  'http://127.0.0.1/',
  '2026-13-45T99:99:99Z',
  '+275760-09-14T00:00:00Z',
  ']]><![CDATA[<x>',
  '&#x0;&#xD800;&unknown;',
  '${aws:username}${',
  '(a+)+$',
  'a'.repeat(5000),
  '😀'.repeat(500),
  '\r\nX-Injected: 1',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":[]},"Action":["*:*:*"],"Condition":{"__proto__":{"a":"b"}}}]}',
  `{"Version":"2012-10-17","Statement":${'['.repeat(300)}${']'.repeat(300)}}`,
  '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:fuzz-1","maxReceiveCount":1e99}',
  '{"deadLetterTargetArn":{},"maxReceiveCount":[]}',
  'Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${Q',
  'Resources: *a',
  'Resources: {constructor: {Type: AWS::SQS::Queue, DependsOn: [constructor, toString]}}',
  `Resources: ${'{a: '.repeat(3000)}${'}'.repeat(3000)}`,
  `{"Resources":${'['.repeat(5000)}${']'.repeat(5000)}}`,
  "Parameters: {P: {Type: String, AllowedPattern: '(a+)+$', Default: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'}}\nResources: {Q: {Type: AWS::SQS::Queue}}",
  'Conditions: {C: !Not [Condition: C]}\nResources: {Q: {Type: AWS::SQS::Queue, Condition: C}}',
  '{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":{"Fn::Split":[5,{}]},"RedrivePolicy":{"Fn::If":[]}}}}}',
  '{"Statement":[null,{"Effect":5,"Resource":[{}],"Condition":{"constructor":null}}]}',
  '[{"op":"add","path":"/__proto__/a","value":1},{"op":"move","from":"/constructor","path":""}]',
] as const;

export function hostileText(random: Random): string {
  return random.chance(0.02) ? 'n'.repeat(300_000) : random.pick(hostile);
}

const numbers = [
  0,
  -0,
  -1,
  1,
  10,
  11,
  0.5,
  -0.5,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  1e21,
  1e308,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
];

export function hostileNumber(random: Random): number {
  return random.pick(numbers);
}
