import { beforeEach, expect, test } from 'vitest';
import { createVirtualClock } from '../../platform/virtual-clock.ts';
import { Waiters } from './waiters.ts';

const never = new AbortController().signal;
const clock = createVirtualClock();
let waiters: Waiters;

beforeEach(() => {
  waiters = new Waiters();
});

/** Notes when each of some sleepers gets up. */
function sleepAll(count: number, signal = never) {
  const awake: number[] = [];
  const joined = Array.from({ length: count }, () => waiters.join('q'));
  const asleep = joined.map(async (waiter, index) => {
    await waiter.sleep(clock, clock.now() + 60_000, signal);
    awake.push(index);
  });
  return { awake, joined, asleep };
}

test('a message wakes one, the one that came first', async () => {
  const { awake, asleep } = sleepAll(3);
  waiters.wake('q', 1);
  await asleep[0];
  expect(awake).toEqual([0]);
  waiters.wake('q', 2);
  await Promise.all(asleep);
  expect(awake).toEqual([0, 1, 2]);
});

test('what comes while a waiter looks is not slept over', async () => {
  const waiter = waiters.join('q');
  waiters.wake('q', 1);
  await waiter.sleep(clock, Infinity, never);
});

test('time wakes', async () => {
  const { asleep, awake } = sleepAll(1);
  await clock.advance(59_999);
  expect(awake).toEqual([]);
  await clock.advance(1);
  await Promise.all(asleep);
});

test('a client that goes hands its message on', async () => {
  const gone = new AbortController();
  const first = sleepAll(1, gone.signal);
  const second = sleepAll(1);
  gone.abort();
  await Promise.all(first.asleep);
  waiters.wake('q', 1);
  first.joined[0]?.leave();
  await Promise.all(second.asleep);
});

test('nothing is kept of waiters that left', () => {
  const { joined } = sleepAll(2);
  for (const waiter of joined) waiter.leave();
  expect(waiters.size).toBe(0);
});
