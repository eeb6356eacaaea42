import { describe, expect, it } from 'vitest';
import type { LifecycleRule } from '../../../../generated/types/s3.ts';
import type { TransitionMinimumSize } from './lifecycle.ts';
import {
  abortsUpload,
  currentVersionAction,
  expirationHeader,
  midnightAfter,
  noncurrentVersionAction,
} from './lifecycle.ts';
import { checkLifecycleRules } from './lifecycle-rules.ts';

const day = 86_400_000;
const created = Date.UTC(2026, 0, 15, 10, 30);
const version = {
  key: 'logs/a',
  size: 200_000,
  tags: { team: 'red' },
  storageClass: 'STANDARD',
  lastModified: created,
  isDeleteMarker: false,
};

function rulesOf(...rules: Partial<LifecycleRule>[]) {
  return {
    rules: rules.map((rule): LifecycleRule => ({ ID: 'r', Status: 'Enabled', Filter: {}, ...rule })),
    minimumSize: 'all_storage_classes_128K' as TransitionMinimumSize,
  };
}

function current(
  rules: ReturnType<typeof rulesOf>,
  now: number,
  changes: Partial<typeof version> = {},
  isOnly = false,
) {
  return currentVersionAction(rules, { ...version, ...changes }, { isOnly, now });
}

describe('expiration', () => {
  const rules = rulesOf({ Expiration: { Days: 3 } });
  const due = Date.UTC(2026, 0, 19);

  it('rounds up to the next midnight UTC', () => {
    expect(midnightAfter(created, 3)).toBe(due);
    expect(current(rules, due - 1)).toBeUndefined();
    expect(current(rules, due)).toEqual({ kind: 'expire', ruleId: 'r' });
  });

  it.each([
    [{ Prefix: 'other/' }, false],
    [{ Prefix: 'logs/' }, true],
    [{ Tag: { Key: 'team', Value: 'blue' } }, false],
    [{ ObjectSizeGreaterThan: 200_000 }, false],
    [{ ObjectSizeLessThan: 200_001 }, true],
    [{ And: { Prefix: 'logs/', Tags: [{ Key: 'team', Value: 'red' }] } }, true],
    [{ And: { Prefix: 'logs/', ObjectSizeLessThan: 5 } }, false],
  ])('filters by %o', (Filter, expires) => {
    expect(current(rulesOf({ Expiration: { Days: 3 }, Filter }), due) !== undefined).toBe(expires);
  });

  it('leaves disabled rules alone', () => {
    expect(current(rulesOf({ Expiration: { Days: 1 }, Status: 'Disabled' }), due + day)).toBeUndefined();
  });

  it('removes a delete marker only when nothing is behind it', () => {
    const marker = { isDeleteMarker: true, size: 0, tags: {} as typeof version.tags };
    const eager = rulesOf({ Expiration: { ExpiredObjectDeleteMarker: true } });
    expect(current(eager, created, marker)).toBeUndefined();
    expect(current(eager, created, marker, true)).toMatchObject({ kind: 'expire' });
    expect(current(eager, due)).toBeUndefined();
    expect(current(rules, due, marker, true)).toMatchObject({ kind: 'expire' });
  });

  it('is announced with the earliest date', () => {
    const both = rulesOf({ ID: 'late', Expiration: { Days: 30 } }, { ID: 'a b', Expiration: { Days: 3 } });
    expect(expirationHeader(both.rules, version)).toBe('expiry-date="Mon, 19 Jan 2026 00:00:00 GMT", rule-id="a%20b"');
  });
});

describe('transitions', () => {
  const rules = rulesOf({
    Transitions: [
      { Days: 30, StorageClass: 'STANDARD_IA' },
      { Days: 90, StorageClass: 'GLACIER' },
    ],
  });

  it('go to the coldest class that is due and never upwards', () => {
    expect(current(rules, created + 32 * day)).toMatchObject({ kind: 'transition', storageClass: 'STANDARD_IA' });
    expect(current(rules, created + 92 * day)).toMatchObject({ storageClass: 'GLACIER' });
    expect(current(rules, created + 92 * day, { storageClass: 'DEEP_ARCHIVE' })).toBeUndefined();
  });

  it('leave small objects unless the rule names a size', () => {
    expect(current(rules, created + 92 * day, { size: 1000 })).toBeUndefined();
    const varied = { ...rules, minimumSize: 'varies_by_storage_class' as TransitionMinimumSize };
    expect(current(varied, created + 92 * day, { size: 1000 })).toMatchObject({ storageClass: 'GLACIER' });
    const sized = rulesOf({
      Filter: { ObjectSizeGreaterThan: 500 },
      Transitions: [{ Days: 1, StorageClass: 'GLACIER' }],
    });
    expect(current(sized, created + 9 * day, { size: 1000 })).toMatchObject({ storageClass: 'GLACIER' });
  });
});

describe('noncurrent versions', () => {
  const rules = rulesOf({ NoncurrentVersionExpiration: { NoncurrentDays: 2, NewerNoncurrentVersions: 1 } });

  it('expire by the time they were replaced, but for the newest', () => {
    const at = (now: number, newer: number) =>
      noncurrentVersionAction(rules, version, { noncurrentSince: created + day, newer, now });
    expect(at(created + 10 * day, 0)).toBeUndefined();
    expect(at(created + 10 * day, 1)).toMatchObject({ kind: 'expire' });
    expect(at(created + 3 * day, 1)).toBeUndefined();
  });
});

it('aborts uploads by the day they began', () => {
  const rules = rulesOf({ Filter: { Prefix: 'logs/' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } });
  expect(abortsUpload(rules, { key: 'logs/a', initiated: created }, created + 2 * day)).toBe(true);
  expect(abortsUpload(rules, { key: 'logs/a', initiated: created }, created + day)).toBe(false);
  expect(abortsUpload(rules, { key: 'a', initiated: created }, created + 9 * day)).toBe(false);
});

describe('checkLifecycleRules', () => {
  it.each<[string, Partial<LifecycleRule>]>([
    ['InvalidRequest', {}],
    ['InvalidArgument', { Expiration: { Days: 0 } }],
    ['InvalidArgument', { Expiration: { Date: new Date(created) } }],
    ['MalformedXML', { Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }],
    ['MalformedXML', { Expiration: { Days: 1 }, Prefix: 'a' }],
    ['MalformedXML', { Expiration: { Days: 1 }, Filter: { Prefix: 'a', ObjectSizeLessThan: 1 } }],
    ['MalformedXML', { Expiration: { Days: 1 }, Filter: { And: { Prefix: 'a' } } }],
    ['InvalidArgument', { Transitions: [{ Days: 29, StorageClass: 'STANDARD_IA' }] }],
    ['InvalidArgument', { Transitions: [{ Days: 30, StorageClass: 'GLACIER' }], Expiration: { Days: 30 } }],
    ['InvalidArgument', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 0 } }],
    [
      'InvalidRequest',
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Filter: { Tag: { Key: 'a', Value: 'b' } } },
    ],
  ])('refuses with %s: %o', (code, rule) => {
    expect(() => checkLifecycleRules(rulesOf(rule).rules)).toThrow(expect.objectContaining({ code }));
  });

  it('takes what AWS takes', () => {
    const rules = rulesOf(
      { ID: 'a', Expiration: { Days: 40 }, Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }] },
      { ID: 'b', Expiration: { Date: new Date(Date.UTC(2027, 0, 1)) } },
      { ID: 'c', NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 5 } },
    );
    expect(() => checkLifecycleRules(rules.rules)).not.toThrow();
  });
});
