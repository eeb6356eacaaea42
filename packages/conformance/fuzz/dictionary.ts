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
