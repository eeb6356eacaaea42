import { describe, expect, it } from 'vitest';
import { allowedSizes, checkPostPolicy, parsePostPolicy } from './post-policy.ts';

const now = Date.UTC(2026, 0, 1);
const expiration = '2026-01-01T01:00:00.000Z';

function policyOf(conditions: unknown[], change: object = {}) {
  return parsePostPolicy(Buffer.from(JSON.stringify({ expiration, conditions, ...change })).toString('base64'));
}

function check(conditions: unknown[], fields: Record<string, string>, at = now) {
  return () => checkPostPolicy(policyOf(conditions), new Map(Object.entries(fields)), 'b', at);
}

describe('checkPostPolicy', () => {
  const conditions = [
    { bucket: 'b' },
    ['starts-with', '$key', 'in/'],
    ['eq', '$acl', 'private'],
    ['starts-with', '$Content-Type', 'image/'],
  ];
  const fields = {
    key: 'in/a',
    acl: 'private',
    'content-type': 'image/png,image/gif',
    policy: 'x',
    'x-ignore-me': 'y',
  };

  it('takes a form that meets every condition', () => {
    expect(check(conditions, fields)).not.toThrow();
  });

  it.each([
    ['a wrong prefix', { key: 'out/a' }, 'Policy Condition failed: ["starts-with","$key","in/"]'],
    ['another value', { acl: 'public-read' }, 'Policy Condition failed: ["eq","$acl","private"]'],
    ['one wrong type of several', { 'content-type': 'image/png,text/html' }, 'Policy Condition failed'],
    ['a field that no condition names', { 'x-amz-meta-a': 'b' }, 'Extra input fields: x-amz-meta-a'],
  ])('refuses %s', (_name, change, message) => {
    expect(check(conditions, { ...fields, ...change })).toThrow(message);
  });

  it('wants a condition on the bucket', () => {
    expect(check(conditions.slice(1), fields)).toThrow('Extra input fields: bucket');
  });

  it('refuses when its time is over', () => {
    expect(check(conditions, fields, Date.parse(expiration))).toThrow('Policy expired.');
  });
});

describe('parsePostPolicy', () => {
  it('reads ranges', () => {
    expect(
      allowedSizes(
        policyOf([
          ['content-length-range', 1, '10'],
          ['content-length-range', 5, 20],
        ]),
      ),
    ).toEqual({ least: 5, most: 10 });
  });

  it.each([
    ['not JSON', () => parsePostPolicy('bm9uc2Vuc2U=')],
    ['no expiration', () => policyOf([], { expiration: undefined })],
    ['no conditions', () => policyOf([], { conditions: undefined })],
    ['an unknown operator', () => policyOf([['like', '$key', 'a']])],
    ['a pair', () => policyOf([['eq', '$key']])],
    ['two properties', () => policyOf([{ key: 'a', acl: 'b' }])],
  ])('refuses %s', (_name, parse) => {
    expect(parse).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument' }));
  });
});
