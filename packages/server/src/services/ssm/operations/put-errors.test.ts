import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, region, startTestSsm } from '../testing.ts';
import type { TestSsm } from '../testing.ts';

const nameRule = /^Parameter name: can't be prefixed with "ssm" \(case-insensitive\)/;
const arnPrefix = `arn:aws:ssm:${region}:${account}:parameter/`;
const levels = (count: number) => '/x'.repeat(count);
const expiration = (Timestamp: string) => ({ Type: 'Expiration', Version: '1.0', Attributes: { Timestamp } });
const advanced = (...policies: object[]) => ({ Tier: 'Advanced' as const, Policies: JSON.stringify(policies) });
const notice = { Type: 'ExpirationNotification', Version: '1.0', Attributes: { Before: '1', Unit: 'Days' } };
const future = '2999-01-01T00:00:00.000Z';

let ssm: TestSsm;

beforeAll(async () => {
  ssm = await startTestSsm();
  await ssm.putString('taken');
});
afterAll(() => ssm.close());

test.each([
  [{ Name: 'a b' }, 'ValidationException', nameRule],
  [{ Name: '/a//b' }, 'ValidationException', nameRule],
  [{ Name: '/a/' }, 'ValidationException', nameRule],
  [{ Name: '/SSM/x' }, 'ValidationException', nameRule],
  [{ Name: 'a/b' }, 'ValidationException', /fully qualified name/],
  [{ Name: 'a'.repeat(1012 - arnPrefix.length) }, 'ValidationException', /1011/],
  [{ Name: '/taken' }, 'ParameterAlreadyExists', /already exists/],
  [{ Name: '/taken', Overwrite: true }, 'ParameterAlreadyExists', /already exists/],
  [{ Value: 'a {{ b }} c' }, 'ValidationException', /can't nest another parameter/],
  [{ Name: 'arn:aws:ssm:us-east-1:111122223333:parameter/x' }, 'ValidationException', /ARN/],
  [{ Name: '/awssec/lab' }, 'AccessDeniedException', /^No access to reserved parameter name: awssec\/lab\.$/],
  [{ Name: 'AwsThing' }, 'AccessDeniedException', /reserved/],
  [{ Name: '/aws/service/mine' }, 'AccessDeniedException', /reserved/],
  [{ Name: levels(16) }, 'HierarchyLevelLimitExceededException', /15 levels/],
  [{ Type: undefined }, 'ValidationException', /type is required/],
  [{ Type: 'Binary' as 'String' }, 'ValidationException', /Binary/],
  [{ Value: '' }, 'ValidationException', /length greater than or equal to 1/],
  [{ Value: 'x'.repeat(8193), Tier: 'Advanced' as const }, 'ValidationException', /8192/],
  [{ Value: 'é'.repeat(2049) }, 'ValidationException', /4096/],
  [{ KeyId: 'alias/mine' }, 'ValidationException', /SecureString/],
  [{ Name: 'taken' }, 'ParameterAlreadyExists', /already exists/],
  [{ Name: 'taken', Overwrite: true, Type: 'StringList' as const }, 'HierarchyTypeMismatchException', /type/],
  [{ Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }, 'ValidationException', /tags and overwrite/],
  [{ Tags: [{ Key: 'aws:x', Value: 'b' }] }, 'ValidationException', /aws:/],
  [{ DataType: 'number' }, 'ValidationException', /number/],
  [{ DataType: 'aws:ec2:image' }, 'ValidationException', /Amazon Machine Image/],
  [{ DataType: 'aws:ssm:integration' }, 'ValidationException', /SecureString/],
  [{ AllowedPattern: '^\\d+$' }, 'ParameterPatternMismatchException', /\^\\d\+\$/],
  [{ AllowedPattern: '\\A\\p{Lower}+\\z', Value: 'a1' }, 'ParameterPatternMismatchException', /p\{Lower\}/],
  [{ AllowedPattern: '(' }, 'InvalidAllowedPatternException', /regular expression/],
  [{ AllowedPattern: '^(a+)+$', Value: `${'a'.repeat(60)}!` }, 'InvalidAllowedPatternException', /too long/],
  [{ Policies: JSON.stringify([expiration(future)]) }, 'ValidationException', /advanced-parameter tier/],
  [{ ...advanced(), Policies: '{"Type":"Expiration"}' }, 'ValidationException', /^Invalid policies input/],
  [{ ...advanced(), Policies: 'nonsense' }, 'ValidationException', /^Invalid policies input/],
  [advanced({ Type: 'Rotation' }), 'InvalidPolicyTypeException', /Expiration/],
  [advanced(expiration('tomorrow')), 'InvalidPolicyAttributeException', /Timestamp/],
  [advanced(expiration('2001-01-01T00:00:00Z')), 'InvalidPolicyAttributeException', /future/],
  [advanced({ ...notice, Attributes: { Before: '0', Unit: 'Days' } }), 'InvalidPolicyAttributeException', /Before/],
  [advanced({ ...notice, Attributes: { Before: '1', Unit: 'Weeks' } }), 'InvalidPolicyAttributeException', /Unit/],
  [advanced(notice), 'IncompatiblePolicyException', /Expiration/],
  [advanced(expiration(future), expiration(future)), 'IncompatiblePolicyException', /two/],
  [advanced(...Array.from({ length: 11 }, () => notice)), 'PoliciesLimitExceededException', /10/],
])('PutParameter %j is refused with %s', async (change, code, message) => {
  const input = { Name: 'new', Value: 'x', Type: 'String' as const, ...change };
  await expect(ssm.call.PutParameter(input)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test.each([
  [{ Name: ` ${levels(15)} ` }],
  [{ Name: 'a'.repeat(1011 - arnPrefix.length) }],
  [{ Name: 'braces', Value: '{"a":{"b":{}}}' }],
  [{ Name: 'list', Type: 'StringList' as const, Value: 'a,b' }],
  [{ Name: 'digits', AllowedPattern: '^\\d+$', Value: '42' }],
  [{ Name: 'anchored', AllowedPattern: '\\A\\d+\\z', Value: '42' }],
  [{ Name: 'letters', AllowedPattern: '^\\p{Alpha}+$', Value: 'abc' }],
  [{ Name: 'folded', AllowedPattern: '(?i)^abc$', Value: 'ABC' }],
  [{ Name: 'image', DataType: 'aws:ec2:image', Value: 'ami-0123456789abcdef0' }],
  [{ Name: '/ok/awsome' }],
])('PutParameter %j is taken', async (change) => {
  const input = { Value: 'x', Type: 'String' as const, ...change };
  const Name = input.Name.trim();
  await ssm.call.PutParameter(input);
  expect((await ssm.call.GetParameter({ Name })).Parameter).toMatchObject({ Name, Value: input.Value });
});
