import { describe, expect, test } from 'vitest';
import { constraintViolations } from './constraints.ts';
import { createModels } from './models.ts';
import { patternTest, safeEquivalents } from './patterns.ts';
import { validationError } from './validation-errors.ts';
import type { WireOperation } from './wire.ts';

const models = createModels(new URL('../../generated/models/', import.meta.url));

function operation(service: string, name: string): WireOperation {
  const model = models.load(service);
  return { service: model, model: model.operations[name] as WireOperation['model'] };
}

function texts(service: string, name: string, input: object): string[] {
  return constraintViolations(operation(service, name), input).map(({ text }) => text);
}

function answer(service: string, name: string, input: object): string {
  const { code, message } = validationError(
    models.load(service),
    constraintViolations(operation(service, name), input),
  );
  return `${code}: ${message}`;
}

describe('the constraints of the model', () => {
  test('let a good input pass', () => {
    expect(texts('iam', 'CreateUser', { UserName: 'ann', Path: '/', Tags: [{ Key: 'k', Value: '' }] })).toEqual([]);
    expect(texts('dynamodb', 'PutItem', { TableName: 'tab', Item: { id: { S: 'x' } } })).toEqual([]);
  });

  test('demand what is required, at any depth', () => {
    expect(texts('iam', 'CreateUser', {})).toEqual([
      "Value null at 'userName' failed to satisfy constraint: Member must not be null",
    ]);
    expect(texts('iam', 'TagUser', { UserName: 'a', Tags: [{ Key: 'k', Value: 'v' }, { Key: 'k' }] })).toEqual([
      "Value null at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
    ]);
    expect(texts('dynamodb', 'BatchGetItem', { RequestItems: { tab: {} } })).toEqual([
      "Value null at 'requestItems.tab.member.keys' failed to satisfy constraint: Member must not be null",
    ]);
  });

  test('but not idempotency tokens, which clients make up', () => {
    expect(
      texts('ec2', 'CreateFleet', {
        TargetCapacitySpecification: { TotalTargetCapacity: 1 },
        LaunchTemplateConfigs: [],
      }),
    ).toEqual([]);
  });

  test('limit lengths, patterns, ranges and enums', () => {
    expect(texts('iam', 'GetRole', { RoleName: 'a b' })).toEqual([
      "Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
    ]);
    expect(texts('iam', 'GetRole', { RoleName: '' })).toEqual([
      "Value '' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
      "Value '' at 'roleName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ]);
    expect(texts('iam', 'ListUsers', { MaxItems: 0 })).toEqual([
      "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ]);
    expect(texts('kinesis', 'PutRecord', { Data: Buffer.alloc(10_485_761), PartitionKey: 'k' })[0]).toContain(
      'Member must have length less than or equal to 10485760',
    );
    expect(texts('dynamodb', 'UpdateTable', { TableName: 'tab', BillingMode: 'FREE' })).toEqual([
      "Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
    ]);
  });

  test('count characters, not UTF-16 units', () => {
    const max = '😀'.repeat(256);
    expect(texts('ssm', 'PutParameter', { Name: 'n', Value: 'v', Description: max })).toEqual([]);
    expect(texts('ssm', 'PutParameter', { Name: 'n', Value: 'v', Description: '😀'.repeat(1025) })).toHaveLength(1);
  });

  test('are told of the whole where they are of its parts', () => {
    expect(texts('iam', 'UntagUser', { UserName: 'a', TagKeys: ['ok', ''] })).toEqual([
      expect.stringMatching(
        /^Value '\[ok, \]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: \[Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: /,
      ),
    ]);
    expect(texts('dynamodb', 'BatchWriteItem', { RequestItems: { tab: [] } })[0]).toBe(
      "Value '{tab=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]",
    );
  });

  test('show structures as Java does', () => {
    const Tags = Array.from({ length: 51 }, () => ({ Key: 'k', Value: 'v' }));
    const [text] = texts('iam', 'TagUser', { UserName: 'ann', Tags });
    expect(text).toMatch(/^Value '\[Tag\(key=k, value=v\), Tag\(key=k, value=v\), .*\]' at 'tags' failed to satisfy/);
    expect(text).toMatch(/Member must have length less than or equal to 50$/);
  });

  test('hide what is sensitive', () => {
    const [text] = texts('cognito-idp', 'SignUp', { ClientId: 'c', Username: 'u', Password: ' ' });
    expect(text).toMatch(/^Value at 'password' failed to satisfy constraint: /);
  });
});

describe('the answer to violations', () => {
  test.each([
    [
      'dynamodb',
      'GetItem',
      {},
      /^ValidationException: 2 validation errors detected: Value null at 'tableName' .*; Value null at 'key' /,
    ],
    [
      'sts',
      'AssumeRole',
      { RoleArn: 'a'.repeat(20), RoleSessionName: 'x' },
      /^ValidationError: 1 validation error detected: Value 'x' at 'roleSessionName' /,
    ],
    ['sqs', 'CreateQueue', {}, /^MissingParameter: The request must contain the parameter QueueName\.$/],
    ['ec2', 'RunInstances', { MinCount: 1 }, /^MissingParameter: The request must contain the parameter MaxCount$/],
    ['route53', 'GetHostedZone', {}, /^InvalidInput: 1 validation error detected: Value null at 'id'/],
    [
      'logs',
      'CreateLogGroup',
      { logGroupName: '*' },
      /^InvalidParameterException: 1 validation error detected: Value '\*' at 'logGroupName'/,
    ],
    ['codecommit', 'GetRepository', {}, /^RepositoryNameRequiredException: /],
    ['codecommit', 'GetRepository', { repositoryName: '?' }, /^InvalidRepositoryNameException: /],
    [
      'ecr',
      'CreateRepository',
      { repositoryName: 'A!' },
      /^InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '/,
    ],
    ['s3', 'GetObject', { Bucket: 'b' }, /^InvalidRequest: /],
  ])('of %s %s', (service, name, input, expected) => {
    expect(answer(service, name, input)).toMatch(expected);
  });

  test('leaves to services what they say better', () => {
    expect(texts('sqs', 'GetQueueAttributes', { QueueUrl: 'u', AttributeNames: ['Nonsense'] })).toEqual([]);
    expect(texts('s3', 'ListObjects', { Bucket: 'b', EncodingType: 'x' })).toEqual([]);
  });
});

describe('the models’ patterns', () => {
  const patterns = new Set(
    models.index.flatMap(({ service }) =>
      models.load(service).shapes.flatMap((shape) => ('pattern' in shape && shape.pattern ? [shape.pattern] : [])),
    ),
  );

  test('all compile', () => {
    expect([...patterns].filter((pattern) => patternTest(pattern) === undefined)).toEqual([]);
  });

  test('match whole values, with Java’s flags and classes', () => {
    expect(patternTest('[a-z]+')?.('ab1')).toBe(false);
    expect(patternTest('(?i)all|[0-9]{12}')?.('ALL')).toBe(true);
    expect(patternTest('(?s).*')?.('a\nb')).toBe(true);
    expect(patternTest('^[\\-\\p{Alnum}_:.]+$')?.('aZ9_')).toBe(true);
    expect(patternTest('\\p{Print}+')?.('a b\n')).toBe(false);
  });

  test('that could hang are replaced by equivalents', () => {
    const samples = [
      '',
      'a',
      'A',
      'a1',
      'a-1',
      'a--1',
      'a-',
      '-a',
      'a.b',
      'a._b',
      'a*',
      '*',
      '/',
      ' ',
      '\t',
      ' \tx',
      '\tx\t y',
      'x\ty',
      ':',
      'é',
      'a b',
      'a/b/',
      'aa',
      'a.',
    ];
    for (const [pattern, equivalent] of Object.entries(safeEquivalents)) {
      expect(patterns).toContain(pattern);
      const [old, safe] = [new RegExp(`^(?:${pattern})$`), new RegExp(`^(?:${equivalent})$`)];
      for (const sample of samples)
        expect([pattern, sample, safe.test(sample)]).toEqual([pattern, sample, old.test(sample)]);
    }
  });
});
