import { describe, expect, test } from 'vitest';

import { compareUtf8, encodeKey, encodeText, keyAfter, prefixEnd } from './key.ts';
import { compareKeys, seededRandom } from './storage-model.ts';
import type { Key } from './storage.ts';

const strings = [
  '',
  '\u0000',
  '\u0001',
  '\u0002',
  '\u0003',
  'a',
  'a\u0000',
  'a\u0001',
  'ab',
  'é',
  '한',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '\u{10ffff}',
];
const numbers = [
  -Infinity,
  -1e300,
  -65536,
  -2.5,
  -2,
  -1,
  -1e-300,
  0,
  5e-324,
  0.1,
  1,
  1.5,
  2,
  255,
  256,
  1e12,
  1e12 + 1,
  2 ** 53,
  Infinity,
];

function sortEncoded(keys: Key[]): Key[] {
  return keys.toSorted((a, b) => Buffer.compare(Buffer.from(encodeKey(a)), Buffer.from(encodeKey(b))));
}

describe('encodeKey', () => {
  test('orders strings by UTF-8 bytes', () => {
    const keys = strings.map((text): Key => [text]);
    expect(sortEncoded(keys.toReversed())).toEqual(keys);
  });

  test('orders numbers by value', () => {
    const keys = numbers.map((number): Key => [number]);
    expect(sortEncoded(keys.toReversed())).toEqual(keys);
    expect(encodeKey([-0])).toBe(encodeKey([0]));
  });

  test('orders part by part, shorter keys first', () => {
    const random = seededRandom(1);
    const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
    const keys = Array.from({ length: 500 }, (): Key =>
      [pick(strings), pick(numbers), pick(strings)].slice(0, random() * 4),
    );
    expect(sortEncoded(keys).map(encodeKey)).toEqual(keys.toSorted(compareKeys).map(encodeKey));
  });

  test('is a prefix exactly where the parts are', () => {
    expect(encodeKey(['a', 1, 'b']).startsWith(encodeKey(['a', 1]))).toBe(true);
    expect(encodeKey(['ab']).startsWith(encodeKey(['a']))).toBe(false);
    expect(encodeKey(['a\u0001b']).startsWith(encodeKey(['a']))).toBe(false);
    expect(encodeKey([1.5]).startsWith(encodeKey([1]))).toBe(false);
  });

  test('keeps numbers and strings apart', () => {
    const all = [...strings, ...numbers, ...numbers.map(String)].map((part) => encodeKey([part]));
    expect(new Set(all).size).toBe(all.length);
  });

  test('never contains NUL or half a surrogate pair', () => {
    const text = encodeKey(['\u0000', 'a\ud83d', '\udc00b']);
    expect(text).not.toContain('\u0000');
    expect(text.isWellFormed()).toBe(true);
  });

  test('refuses NaN', () => {
    expect(() => encodeKey([Number.NaN])).toThrow('NaN cannot be part of a key');
  });
});

describe('bounds', () => {
  test('prefixEnd is above every text with the prefix and not above the next', () => {
    expect(prefixEnd('ab')).toBe('ac');
    expect(prefixEnd('a\ud7ff')).toBe('a\ue000');
    expect(prefixEnd('a\uffff')).toBe('a\u{10000}');
    expect(prefixEnd('a\u{10ffff}\u{10ffff}')).toBe('b');
    expect(prefixEnd('\u{10ffff}')).toBeUndefined();
    expect(prefixEnd('')).toBeUndefined();
    expect(prefixEnd(encodeText('\u0002'))).toBe('\u0002\u0006');
  });

  test('keyAfter is above the key and below all that follow', () => {
    const after = keyAfter(encodeKey(['a']));
    expect(compareUtf8(after, encodeKey(['a']))).toBeGreaterThan(0);
    for (const next of [['a', ''], ['a', '\u0000'], ['a', -Infinity], ['a\u0000']] as Key[]) {
      expect(compareUtf8(after, encodeKey(next))).toBeLessThanOrEqual(0);
    }
  });
});

test('compareUtf8 agrees with the bytes', () => {
  for (const a of strings) {
    for (const b of strings) {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }
  }
});
