import { describe, expect, test } from 'vitest';
import { checkStackPolicy, denialOf } from './stack-policy.ts';

const allowAll = { Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' };
const policy = (...Statement: object[]) => JSON.stringify({ Statement });
const database = { logicalId: 'Database', type: 'AWS::RDS::DBInstance' };

describe('what is denied', () => {
  test('is what no statement allows', () => {
    const text = policy({ ...allowAll, Resource: 'LogicalResourceId/Web*' });
    expect(denialOf(text, 'Update:Modify', database)).toContain('No statement');
    expect(denialOf(text, 'Update:Modify', { ...database, logicalId: 'WebServer' })).toBeUndefined();
  });

  test('is what a statement denies, whatever others allow', () => {
    const text = policy(allowAll, { ...allowAll, Effect: 'Deny', Action: ['Update:Replace', 'Update:Delete'] });
    expect(denialOf(text, 'Update:Replace', database)).toBe(
      'Action denied by stack policy: Statement [#2] does not allow [Update:Replace] for resource [LogicalResourceId/Database]',
    );
    expect(denialOf(text, 'Update:Modify', database)).toBeUndefined();
  });

  test('goes by type, and by what is not named', () => {
    const byType = { StringLike: { ResourceType: ['AWS::RDS::*'] } };
    const text = policy(allowAll, { ...allowAll, Effect: 'Deny', Condition: byType });
    expect(denialOf(text, 'Update:Modify', database)).toBeDefined();
    expect(denialOf(text, 'Update:Modify', { ...database, type: 'AWS::SQS::Queue' })).toBeUndefined();
    const { Action: _, Resource: __, ...rest } = allowAll;
    const inverse = policy({ ...rest, NotAction: 'Update:Delete', NotResource: 'LogicalResourceId/Queue' });
    expect(denialOf(inverse, 'Update:Delete', database)).toBeDefined();
    expect(denialOf(inverse, 'Update:Modify', { ...database, logicalId: 'Queue' })).toBeDefined();
    expect(denialOf(inverse, 'Update:Modify', database)).toBeUndefined();
  });
});

test('an empty policy denies nothing', () => {
  checkStackPolicy('{}');
  expect(denialOf('{}', 'Update:Replace', database)).toBeUndefined();
});

test.each([
  ['text', 'not JSON'],
  ['a list', '[]'],
  ['a number', '{"Statement": 5}'],
  ['an empty statement', '{"Statement": [null]}'],
  ['an action of IAM', policy({ ...allowAll, Action: 'sqs:*' })],
  ['a principal', policy({ ...allowAll, Principal: { AWS: '123456789012' } })],
  ['an ARN', policy({ ...allowAll, Resource: 'arn:aws:sqs:::q' })],
  ['a resource that is no text', policy({ ...allowAll, Resource: [5] })],
  ['another key', policy({ ...allowAll, Condition: { StringEquals: { Stage: 'a' } } })],
  ['a condition without keys', policy({ ...allowAll, Condition: { StringLike: null } })],
  ['an unknown operator', policy({ ...allowAll, Condition: { constructor: { ResourceType: 'a' } } })],
])('%s is no stack policy', (_, text) => {
  expect(() => checkStackPolicy(text)).toThrow(/^Error validating stack policy: Invalid stack policy$/);
});
