import { expect, it } from 'vitest';
import { loadedOnUse, madeOnUse } from './loaded-on-use.ts';

it('loads once, with the first call, and passes calls on', async () => {
  let loads = 0;
  const group = {
    add: (a: number, b: number) => Promise.resolve(a + b),
    fail: () => Promise.reject(new Error('refused')),
    other: () => Promise.resolve(0),
  };
  const functions = loadedOnUse(() => {
    loads++;
    return Promise.resolve(group);
  }, ['add', 'fail']);
  expect(Object.keys(functions)).toEqual(['add', 'fail']);
  expect(loads).toBe(0);
  expect(await Promise.all([functions.add(1, 2), functions.add(3, 4)])).toEqual([3, 7]);
  await expect(functions.fail()).rejects.toThrow('refused');
  expect(loads).toBe(1);
});

it('makes a constant once', () => {
  let times = 0;
  const constant = madeOnUse(() => ++times);
  expect([times, constant(), constant(), times]).toEqual([0, 1, 1, 1]);
});
