import { expect, test } from 'vitest';
import { parsePolicy } from './parse.ts';
import { createPolicyCache } from './policy-cache.ts';

const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };

test('a single statement and a list are alike', () => {
  expect(parsePolicy(JSON.stringify({ Statement: statement })).statements).toHaveLength(1);
  expect(parsePolicy(JSON.stringify({ Statement: [statement, statement] })).statements).toMatchObject([
    { index: 0, effect: 'Allow' },
    { index: 1, effect: 'Allow' },
  ]);
});

test('the context keys of conditions and variables, each once', () => {
  const conditional = {
    ...statement,
    Resource: 'arn:aws:s3:::b/${aws:username}',
    Condition: { StringEquals: { 'aws:RequestedRegion': 'x', 's3:prefix': '${AWS:UserName}/${aws:userid}' } },
  };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [conditional, conditional] });
  expect(parsePolicy(document).contextKeys).toEqual(['aws:username', 'aws:RequestedRegion', 's3:prefix', 'aws:userid']);
});

test.each([
  'no json',
  '[]',
  'null',
  '{}',
  '{"Statement":"x"}',
  JSON.stringify({ Statement: { ...statement, Effect: 'allow' } }),
  JSON.stringify({ Statement: { Effect: 'Allow', Resource: '*' } }),
  JSON.stringify({ Statement: { ...statement, Action: [{}] } }),
  JSON.stringify({ Statement: { ...statement, Principal: 'ann' } }),
  JSON.stringify({ Statement: { ...statement, Condition: { NoSuchOperator: { a: 'b' } } } }),
  '['.repeat(1_000_000),
])('%.60s is malformed', (document) => {
  expect(() => parsePolicy(document)).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocument' }));
});

test('names that objects inherit are no operators', () => {
  const document = JSON.stringify({ Statement: { ...statement, Condition: { constructor: { a: 'b' } } } });
  expect(() => parsePolicy(document)).toThrow('Syntax errors in policy.');
});

test('a cache compiles a text once, and forgets what is not used', () => {
  const cache = createPolicyCache(4);
  const documents = Array.from({ length: 10 }, (_, id) => JSON.stringify({ Id: String(id), Statement: statement }));
  const [kept = '', ...others] = documents;
  const first = cache.policy(kept);
  const early = cache.policy(others[0] ?? '');
  for (const document of others) {
    cache.policy(document);
    expect(cache.policy(kept)).toBe(first);
  }
  expect(cache.policy(others[0] ?? '')).not.toBe(early);
});
