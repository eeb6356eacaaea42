import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRealClock } from './real-clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

describe('real clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('waits for delays longer than a Node timer can be', () => {
    const fired = vi.fn<() => void>();
    createRealClock().setTimeout(fired, 2 ** 31 + 5_000);
    vi.advanceTimersByTime(2 ** 31 + 4_999);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fired).toHaveBeenCalledOnce();
  });

  it('cancels in any step of a long delay', () => {
    const fired = vi.fn<() => void>();
    const timer = createRealClock().setTimeout(fired, 2 ** 32);
    vi.advanceTimersByTime(2 ** 31 + 10);
    timer.cancel();
    vi.advanceTimersByTime(2 ** 32);
    expect(fired).not.toHaveBeenCalled();
  });
});

describe('virtual clock', () => {
  it('starts at the real time and stands still', async () => {
    const clock = createVirtualClock();
    const start = clock.now();
    expect(Math.abs(start - Date.now())).toBeLessThan(60_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now()).toBe(start);
  });

  it('fires timers in the order of their time, equals in the order of creation, each at its own time', async () => {
    const clock = createVirtualClock({ startAt: 1_000 });
    const fired: string[] = [];
    const note = (name: string) => () => void fired.push(`${name}@${clock.now()}`);
    clock.setTimeout(note('c'), 30);
    clock.setTimeout(note('a'), 10);
    clock.setTimeout(note('b1'), 20);
    clock.setTimeout(note('b2'), 20);
    clock.setTimeout(note('late'), 41);
    clock.setTimeout(note('cancelled'), 15).cancel();
    await clock.advance(40);
    expect(fired).toEqual(['a@1010', 'b1@1020', 'b2@1020', 'c@1030']);
    expect(clock.now()).toBe(1_040);
  });

  it('fires what timers and the work that they start add within the jump', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    const fired: number[] = [];
    const tick = async (): Promise<void> => {
      fired.push(clock.now());
      await Promise.resolve();
      clock.setTimeout(() => void tick(), 60_000);
    };
    await tick();
    await clock.advance(3 * 60_000);
    expect(fired).toEqual([0, 60_000, 120_000, 180_000]);
  });

  it('waits for announced work before time goes on', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    let work: Promise<void> = Promise.resolve();
    const seen: number[] = [];
    clock.settleWith(() => work);
    clock.setTimeout(() => {
      work = new Promise((resolve) => setTimeout(resolve, 30)).then(() => void seen.push(clock.now()));
    }, 10);
    clock.setTimeout(() => void seen.push(clock.now()), 20);
    await clock.advance(100);
    expect(seen).toEqual([10, 20]);
  });

  it('does not wait for ever for work that itself waits for the clock', async () => {
    const clock = createVirtualClock({ startAt: 0, settleLimitMs: 20 });
    let done = false;
    const waiting = async (): Promise<void> => {
      await new Promise<void>((resolve) => clock.setTimeout(resolve, 50));
      done = true;
    };
    const work = waiting();
    clock.settleWith(() => work);
    await clock.advance(100);
    expect(done).toBe(true);
  });

  it('runs jumps one after another and fires a timer without delay by itself', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    await new Promise<void>((resolve) => clock.setTimeout(resolve, 0));
    await Promise.all([clock.advance(5), clock.advance(7)]);
    expect(clock.now()).toBe(12);
    expect(() => clock.advance(-1)).toThrow(RangeError);
  });
});
