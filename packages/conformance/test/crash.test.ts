import { expect, it } from 'vitest';
import { crashRounds } from '../crash/rounds.ts';
import { crashServices } from '../crash/services.ts';
import { killStacks } from '../crash/stacks/kills.ts';

it('loses nothing that it answered when it is killed under load', async () => {
  const report = await crashRounds({ rounds: 6, seed: 20_260_101, services: crashServices }, () => undefined);
  expect(report.problems).toEqual([]);
  expect(report.rounds).toBe(6);
  expect(report.answeredWrites).toBeGreaterThan(100);
  expect(report.verified).toBeGreaterThan(100);
}, 240_000);

it('brings every operation on a stack to its end when it is killed amid it', async () => {
  const report = await killStacks({ kills: 10, seed: 20_260_101 }, () => undefined);
  expect(report.problems).toEqual([]);
  expect(report.kills).toBeGreaterThanOrEqual(10);
}, 240_000);
