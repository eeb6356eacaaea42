import { expect, test } from 'vitest';
import { KeyFilter } from './key-filter.ts';

test('holds all keys that were added, and hardly any other', () => {
  const filter = new KeyFilter(10_000);
  const key = (i: number) => `bucket-7\u0001photos/2026/11/${i}.jpg\u0001`;
  for (let i = 0; i < 10_000; i++) filter.add(key(i));
  expect(filter.isFull).toBe(true);
  for (let i = 0; i < 10_000; i++) expect(filter.mayHold(key(i))).toBe(true);
  let wrong = 0;
  for (let i = 10_000; i < 60_000; i++) if (filter.mayHold(key(i))) wrong++;
  expect(wrong).toBeLessThan(500);
});

test('tells keys apart that differ in their beginning, their end or their order', () => {
  const filter = new KeyFilter(100);
  for (const key of ['a', 'ab', 'abc', '한글', '']) filter.add(key);
  expect(['b', 'ba', 'abd', 'xbc', '글한', 'abcd'].filter((key) => filter.mayHold(key))).toEqual([]);
});
