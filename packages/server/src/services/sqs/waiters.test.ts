import { beforeEach, expect, test } from 'vitest';
import { createVirtualClock } from '../../platform/virtual-clock.ts';
import { Waiters } from './waiters.ts';

const never = new AbortController().signal;
const clock = createVirtualClock();
let waiters: Waiters;

beforeEach(() => {
  waiters = new Waiters();
});

/** Sleepers that note in which order they get up, and then leave. */
function sleepAll(count: number) {
  const awake: number[] = [];
  const asleep = Array.from({ length: count }, async (_, index) => {
    const waiter = waiters.join('q');
    await waiter.sleep(clock, clock.now() + 60_000, never);
    awake.push(index);
    waiter.leave();
  });
  return { awake, asleep };
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
  await expect(waiter.sleep(clock, Infinity, never)).resolves.toBeUndefined();
});

test('time wakes', async () => {
  const { asleep, awake } = sleepAll(1);
  await clock.advance(59_999);
  expect(awake).toEqual([]);
  await clock.advance(1);
  await Promise.all(asleep);
});

test('a client that has gone hands its message on', async () => {
  const gone = new AbortController();
  const first = waiters.join('q');
  const { asleep, awake } = sleepAll(1);
  const sleep = first.sleep(clock, clock.now() + 60_000, gone.signal);
  waiters.wake('q', 1);
  gone.abort();
  await sleep;
  expect(awake).toEqual([]);
  first.leave();
  await Promise.all(asleep);
  expect(awake).toEqual([0]);
});

test('nothing is kept of waiters that left', () => {
  const joined = [waiters.join('q'), waiters.join('q'), waiters.join('r')];
  for (const waiter of joined) waiter.leave();
  expect(waiters.size).toBe(0);
});
