import { expect, it } from 'vitest';
import { ClaimedJobs } from './claimed-jobs.ts';
import type { JobRow } from './job-table.ts';
import { scope } from './job-runner-world.ts';

const job = (id: string, serialKey?: string): JobRow => {
  const row = { id, type: 't', ...scope, payload: undefined, order: 1, runAt: 0, failures: 0 };
  return serialKey === undefined ? row : { ...row, serialKey };
};

it('starts one job of a serial key at a time', () => {
  const claimed = new ClaimedJobs(10);
  const [a, b, free] = [job('a', 'k'), job('b', 'k'), job('free')];
  claimed.add([a, b, free]);
  expect([claimed.start(), claimed.start(), claimed.start()]).toEqual([a, free, undefined]);
  claimed.finish(a, true);
  expect(claimed.start()).toEqual(b);
  expect([...claimed.held]).toEqual(['a', 'b', 'free']);
});

it('lets go of the jobs behind one that failed, also of those whose claim was under way', () => {
  const claimed = new ClaimedJobs(10);
  const a = job('a', 'k');
  claimed.add([a, job('b', 'k')]);
  claimed.start();
  claimed.takeFollow();
  claimed.finish(a, false);
  claimed.add([job('c', 'k')]);
  expect(claimed.start()).toBeUndefined();
  expect([...claimed.held]).toEqual(['a']);
  claimed.settle('a');
  expect(claimed.takeFollow()).toEqual(['k']);
  claimed.add([a]);
  expect(claimed.start()).toEqual(a);
});

it('has room for what can run, and for a stock', () => {
  const claimed = new ClaimedJobs(2);
  claimed.add([job('a'), job('b'), job('c')]);
  expect([claimed.start()?.id, claimed.start()?.id, claimed.start()]).toEqual(['a', 'b', undefined]);
  expect([claimed.room(0), claimed.room(5)]).toEqual([0, 4]);
  claimed.dropWaiting();
  expect([...claimed.held]).toEqual(['a', 'b']);
});
