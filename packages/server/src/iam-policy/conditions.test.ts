import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { ann } from './example-principals.ts';
import { createPolicyCache } from './policy-cache.ts';
import type { ConditionKeys } from './request-context.ts';

/** Whether an Allow statement with this condition applies. */
function holds(condition: object, context: ConditionKeys = {}, version = '2012-10-17'): boolean {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition };
  const document = JSON.stringify({ Version: version, Statement: statement });
  const request = { action: 's3:GetObject', resource: '*', principal: ann, context, resourceAccount: ann.account };
  return evaluate(request, { identity: [{ id: 'p', document }] }, createPolicyCache(1)).outcome === 'allowed';
}

type Case = [operator: string, expected: unknown, actual: string | string[] | undefined, holds: boolean];

const absent = undefined;

const cases: Record<string, Case[]> = {
  strings: [
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', [], 'a', false],
    ['StringEquals', 'a', absent, false],
    ['StringEquals', '', '', true],
    ['StringEquals', 5, '5', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', 'a', absent, true],
    ['StringEqualsIgnoreCase', 'JohnDoe', 'johndoe', true],
    ['StringEqualsIgnoreCase', 'JohnDoe', 'jane', false],
    ['StringNotEqualsIgnoreCase', 'JohnDoe', 'johnDOE', false],
    ['StringNotEqualsIgnoreCase', 'JohnDoe', absent, true],
    ['StringLike', 'home/*', 'home/ann/x', true],
    ['StringLike', ['', 'home/'], '', true],
    ['StringLike', 'a?c', 'abc', true],
    ['StringLike', 'A*', 'abc', false],
    ['StringNotLike', 'a*', 'abc', false],
    ['StringNotLike', 'a*', 'bcd', true],
    ['StringNotLike', 'a*', absent, true],
  ],
  numbers: [
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', 10, '11', false],
    ['NumericEquals', '10', absent, false],
    ['NumericEquals', '10', 'ten', false],
    ['NumericEquals', '0', '', false],
    ['NumericNotEquals', '10', '11', true],
    ['NumericNotEquals', '10', '10', false],
    ['NumericNotEquals', '10', absent, true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericLessThanEquals', '10', '11', false],
    ['NumericGreaterThan', '10', '10.5', true],
    ['NumericGreaterThan', '10', '10', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericGreaterThanEquals', '-3', '-4', false],
    ['NumericLessThan', '10', absent, false],
  ],
  dates: [
    ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', true],
    ['DateEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
    ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
    ['DateNotEquals', '2026-01-01', '2026-01-02T00:00:00Z', true],
    ['DateNotEquals', '2026-01-01', absent, true],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
    ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '1767225601', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', 'yesterday', false],
    ['DateGreaterThanEquals', '2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00.500Z', true],
    ['DateGreaterThanEquals', '2026-01', '2025-12-31', false],
  ],
  'booleans and bytes': [
    ['Bool', 'true', 'true', true],
    ['Bool', true, 'TRUE', true],
    ['Bool', 'false', 'true', false],
    ['Bool', 'false', absent, false],
    ['BoolIfExists', 'false', absent, true],
    ['BoolIfExists', 'false', 'true', false],
    ['BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6', false],
    ['BinaryEquals', 'QmluYXJ5', absent, false],
  ],
  addresses: [
    ['IpAddress', '203.0.113.0/24', '203.0.113.9', true],
    ['IpAddress', ['10.0.0.0/8', '2001:DB8:1234:5678::/64'], '2001:db8:1234:5678::1', true],
    ['IpAddress', '203.0.113.0/24', '198.51.100.1', false],
    ['IpAddress', '203.0.113.0/24', absent, false],
    ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', true],
    ['NotIpAddress', ['203.0.113.0/24', '198.51.100.0/24'], '198.51.100.1', false],
    ['NotIpAddress', '203.0.113.0/24', absent, true],
    ['NotIpAddressIfExists', '203.0.113.0/24', absent, true],
  ],
  ARNs: [
    ['ArnEquals', 'arn:aws:sns:us-east-1:123456789012:topic', 'arn:aws:sns:us-east-1:123456789012:topic', true],
    ['ArnEquals', 'arn:aws:sns:*:123456789012:topic', 'arn:aws:sns:us-east-1:123456789012:topic', true],
    ['ArnLike', 'arn:aws:sns:*:topic', 'arn:aws:sns:us-east-1:123456789012:topic', false],
    ['ArnLike', 'arn:aws:ec2:*:*:instance/i-*', 'arn:aws:ec2:eu-west-1:123456789012:instance/i-1/x', true],
    ['ArnLike', 'arn:aws:sns:us-*:*:a:*', 'arn:aws:sns:us-east-1:1:a:b', true],
    ['ArnLike', 'arn:*:s3:::b', 'arn:aws-cn:s3:::b', true],
    ['ArnLike', '*', 'arn:aws:s3:::b', true],
    ['ArnLike', 'arn:aws:s3:::b', 'b', false],
    ['ArnLike', 'arn:aws:s3:::b', absent, false],
    ['ArnNotEquals', 'arn:aws:s3:::b', 'arn:aws:s3:::b', false],
    ['ArnNotLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::c', true],
    ['ArnNotLike', 'arn:aws:s3:::b*', absent, true],
    ['ArnLikeIfExists', 'arn:aws:s3:::b', absent, true],
  ],
  'presence of keys': [
    ['Null', 'true', absent, true],
    ['Null', 'true', 'x', false],
    ['Null', 'false', 'x', true],
    ['Null', false, absent, false],
    ['Null', 'true', [], true],
    ['Null', 'false', '', true],
    ['StringEqualsIfExists', 'a', absent, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringLikeIfExists', ['t1.*', 'm1.*'], 't1.micro', true],
    ['NumericLessThanIfExists', '5', '6', false],
  ],
  'several values in the request': [
    ['ForAllValues:StringEquals', ['a', 'b', 'c'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'd'], false],
    ['ForAllValues:StringEquals', ['a'], absent, true],
    ['ForAllValues:StringEquals', ['a'], [], true],
    ['ForAllValues:StringEquals', ['a'], '', true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['b', 'd'], false],
    ['ForAllValues:StringLike', ['t-*'], ['t-1', 't-2'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'b'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'y'], false],
    ['ForAnyValue:StringEquals', ['a'], absent, false],
    ['ForAnyValue:StringEquals', ['a'], [], false],
    ['ForAnyValue:StringEquals', [''], '', false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a'], false],
    ['ForAnyValue:StringNotEquals', ['a'], absent, false],
    ['ForAnyValue:StringEqualsIfExists', ['a'], absent, true],
    ['ForAnyValue:ArnLike', ['arn:aws:s3:::a*'], ['arn:aws:s3:::b', 'arn:aws:s3:::a1'], true],
    ['ForAllValues:NumericLessThan', '5', ['1', '4'], true],
    ['StringEquals', 'a', ['x', 'a'], true],
    ['StringNotEquals', 'a', ['x', 'a'], false],
    ['StringEquals', 'a', [], false],
  ],
};

describe.each(Object.entries(cases))('conditions on %s', (_name, rows) => {
  test.each(rows)('%s %j with %j: %s', (operator, expected, actual, outcome) => {
    const context: ConditionKeys = actual === undefined ? {} : { 'test:Key': actual };
    expect(holds({ [operator]: { 'test:Key': expected } }, context)).toBe(outcome);
  });
});

describe('a condition block', () => {
  test('holds where every operator and every key holds', () => {
    const block = { StringEquals: { 'k:A': '1', 'k:B': '2' }, Bool: { 'k:C': 'true' } };
    expect(holds(block, { 'k:A': '1', 'k:B': '2', 'k:C': 'true' })).toBe(true);
    expect(holds(block, { 'k:A': '1', 'k:B': '3', 'k:C': 'true' })).toBe(false);
    expect(holds(block, { 'k:A': '1', 'k:B': '2', 'k:C': 'false' })).toBe(false);
  });

  test.each([{}, { StringEquals: {} }, { NoSuchOperator: {} }])('%j holds, as it tests nothing', (block) => {
    expect(holds(block)).toBe(true);
  });

  test('finds keys and tag keys whatever their case', () => {
    expect(holds({ StringEquals: { 'AWS:requesttag/COSTCENTER': '7' } }, { 'aws:RequestTag/CostCenter': '7' })).toBe(
      true,
    );
    expect(holds({ StringEquals: { 'aws:principaltag/TEAM': 'yellow' } })).toBe(true);
  });
});

describe('policy variables in conditions', () => {
  test.each<[operator: string, expected: string, actual: string, holds: boolean]>([
    ['StringEquals', '${aws:username}', 'ann', true],
    ['StringEquals', '${aws:UserName}', 'ann', true],
    ['StringEquals', '${aws:PrincipalTag/team}-x', 'yellow-x', true],
    ['StringEquals', '${aws:PrincipalTag/Cost Center}', '42', true],
    ['StringEquals', "${aws:PrincipalTag/none, 'company-wide'}", 'company-wide', true],
    ['StringEquals', "${aws:PrincipalTag/team,'company-wide'}", 'yellow', true],
    ['StringEquals', '${*}${?}${$}', '*?$', true],
    ['StringEquals', '${', '${', true],
    ['StringEquals', '${}', '${}', true],
    ['StringEquals', '${a, b}', '${a, b}', true],
    ['StringLike', 'home/${aws:username}/*', 'home/ann/x', true],
    ['StringLike', 'home/${aws:username}/*', 'home/ben/x', false],
    ['StringLike', 'a${*}', 'ab', false],
    ['StringLike', 'a${*}*', 'a*b', true],
    ['StringNotEquals', '${aws:PrincipalTag/none}', 'x', false],
    ['StringNotLike', '${aws:PrincipalTag/none}*', 'x', false],
    ['ArnEquals', 'arn:aws:iam::${aws:PrincipalAccount}:user/*', 'arn:aws:iam::123456789012:user/x', true],
    ['ArnEquals', '${aws:PrincipalArn}', 'arn:aws:iam::123456789012:user/ann', true],
    ['Bool', '${test:Other}', 'true', false],
    ['NumericEquals', '${test:Other}', '5', false],
  ])('%s %j with %j: %s', (operator, expected, actual, outcome) => {
    const context = { 'test:Key': actual, 'test:Other': 'true' };
    expect(holds({ [operator]: { 'test:Key': expected } }, context)).toBe(outcome);
  });

  test('a value without its variable makes the statement void, unless its key is missing too', () => {
    const values = ['ann', '${aws:PrincipalTag/none}'];
    expect(holds({ StringEquals: { 'test:Key': values } }, { 'test:Key': 'ann' })).toBe(false);
    expect(holds({ StringEqualsIfExists: { 'test:Key': values } })).toBe(true);
  });

  test('a key with several values is no variable', () => {
    expect(holds({ StringLike: { 'test:Key': '${test:Many}' } }, { 'test:Key': 'a', 'test:Many': ['a'] })).toBe(false);
  });

  test('a tag cannot smuggle in a wildcard', () => {
    expect(holds({ StringLike: { 'test:Key': '${test:Tag}' } }, { 'test:Key': 'secret', 'test:Tag': '*' })).toBe(false);
  });

  test('before version 2012-10-17 they are text', () => {
    const block = { StringEquals: { 'test:Key': '${aws:username}' } };
    expect(holds(block, { 'test:Key': 'ann' }, '2008-10-17')).toBe(false);
    expect(holds(block, { 'test:Key': '${aws:username}' }, '2008-10-17')).toBe(true);
  });
});
