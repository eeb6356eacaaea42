import { expect, test } from 'vitest';
import { isNoisy } from './fairness.ts';

const use = { inFlight: 30, inFlightOfQueue: 100, wasNoisy: false, isWaiting: true, sinceLastSendMs: 0 };

test('a group is noisy from thirty messages in flight that are more than a tenth of all', () => {
  expect(isNoisy(use)).toBe(true);
  expect(isNoisy({ ...use, inFlight: 29 })).toBe(false);
  expect(isNoisy({ ...use, inFlightOfQueue: 300 })).toBe(false);
});

test('and stays so until nothing waits or it has been silent for five minutes', () => {
  const was = { ...use, inFlight: 0, wasNoisy: true };
  expect(isNoisy(was)).toBe(true);
  expect(isNoisy({ ...was, isWaiting: false })).toBe(false);
  expect(isNoisy({ ...was, sinceLastSendMs: 300_000 })).toBe(false);
});
