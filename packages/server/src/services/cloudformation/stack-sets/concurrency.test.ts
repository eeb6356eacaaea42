import { expect, test } from 'vitest';
import type { ResultStatus } from '../model/stack-set.ts';
import { hasFailed, nextResults } from './concurrency.ts';

/** Statuses of the accounts of each Region, by their first letters. */
function results(regions: Record<string, string>) {
  const statuses: Record<string, ResultStatus> = {
    s: 'SUCCEEDED',
    r: 'RUNNING',
    p: 'PENDING',
    f: 'FAILED',
    c: 'CANCELLED',
  };
  return Object.entries(regions).flatMap(([region, letters]) =>
    letters.split('').map((letter, index) => ({ region, account: index, status: statuses[letter] ?? 'PENDING' })),
  );
}

function begun(regions: Record<string, string>, preferences = {}): string[] {
  return nextResults(results(regions), preferences).begin.map(({ region, account }) => `${region}${account}`);
}

test('one account at a time, one Region after another', () => {
  expect(begun({ a: 'ppp', b: 'pp' })).toEqual(['a0']);
  expect(begun({ a: 'rpp', b: 'pp' })).toEqual([]);
  expect(begun({ a: 'sss', b: 'pp' })).toEqual(['b0']);
});

test('all Regions at once where that is asked for', () => {
  expect(begun({ a: 'ppp', b: 'pp' }, { RegionConcurrencyType: 'PARALLEL' })).toEqual(['a0', 'b0']);
});

test('strictly, as many accounts at once as may fail and one more', () => {
  expect(begun({ a: 'ppppp' }, { MaxConcurrentCount: 4, FailureToleranceCount: 2 })).toEqual(['a0', 'a1', 'a2']);
  expect(begun({ a: 'fpppp' }, { MaxConcurrentCount: 4, FailureToleranceCount: 2 })).toEqual(['a1', 'a2']);
  expect(begun({ a: 'ppppp' }, { MaxConcurrentPercentage: 50, FailureTolerancePercentage: 100 })).toEqual(['a0', 'a1']);
});

test('softly, as many as are asked for', () => {
  const soft = { MaxConcurrentCount: 4, FailureToleranceCount: 1, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' };
  expect(begun({ a: 'fpppp' }, soft)).toEqual(['a1', 'a2', 'a3', 'a4']);
});

test('nothing more once too many of a Region have failed', () => {
  const next = nextResults(results({ a: 'fsp', b: 'pp' }), {});
  expect(next.begin).toEqual([]);
  expect(next.cancel).toHaveLength(3);
  expect(hasFailed(results({ a: 'fs' }), {})).toBe(true);
  expect(hasFailed(results({ a: 'fs', b: 'sf' }), { FailureToleranceCount: 1 })).toBe(false);
  // Of three accounts a third is one, of two it is none.
  expect(hasFailed(results({ a: 'fss' }), { FailureTolerancePercentage: 34 })).toBe(false);
  expect(hasFailed(results({ a: 'fs' }), { FailureTolerancePercentage: 34 })).toBe(true);
});
