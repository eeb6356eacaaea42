import { expect, test } from 'vitest';
import { RowCache } from './row-cache.ts';

test('a row is kept until it is deleted', () => {
  const cache = new RowCache();
  cache.set('a', '1');
  expect(cache.get('a')).toBe('1');
  cache.delete('a');
  expect(cache.get('a')).toBeUndefined();
});

test('what is used stays, what is not goes, and the size is bounded', () => {
  const cache = new RowCache(10_000);
  cache.set('used', 'x');
  for (let i = 0; i < 1000; i++) {
    cache.set(`row ${i}`, 'y'.repeat(100));
    expect(cache.get('used')).toBe('x');
  }
  const kept = Array.from({ length: 1000 }, (_, i) => cache.get(`row ${i}`)).filter(Boolean);
  expect(kept.length).toBeLessThan(120);
  expect(cache.get('row 999')).toBeDefined();
  expect(cache.get('row 0')).toBeUndefined();
});

test('a deletion reaches both generations, and large bodies are not kept', () => {
  const cache = new RowCache(1000);
  cache.set('old', 'x');
  for (let i = 0; i < 12; i++) cache.set(`row ${i}`, 'y'.repeat(30));
  cache.delete('old');
  expect(cache.get('old')).toBeUndefined();
  cache.set('large', 'z'.repeat(500));
  expect(cache.get('large')).toBeUndefined();
});

test('only what is kept is replaced', () => {
  const cache = new RowCache();
  cache.set('a', '1');
  cache.replace('a', '2');
  cache.replace('b', '2');
  expect([cache.get('a'), cache.get('b')]).toEqual(['2', undefined]);
  cache.replace('a', undefined);
  expect(cache.get('a')).toBeUndefined();
});

test('what is offered is kept the second time', () => {
  const cache = new RowCache();
  cache.offer('a', '1');
  expect(cache.get('a')).toBeUndefined();
  cache.offer('a', '2');
  expect(cache.get('a')).toBe('2');
});
