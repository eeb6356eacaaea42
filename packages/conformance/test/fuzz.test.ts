import { expect, it } from 'vitest';
import { fuzz } from '../fuzz/run.ts';

it.each([
  ['open', 4000],
  ['iam', 1000],
] as const)(
  'answers broken requests under --auth %s and goes on',
  async (auth, requests) => {
    const report = await fuzz({ auth, requests, seed: 20_260_101, measuresMemory: false });
    expect(report.defects).toEqual([]);
    expect(report.sent).toBe(requests);
    expect(report.statuses.get(200)).toBeGreaterThan(50);
  },
  240_000,
);
