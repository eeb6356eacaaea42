import { expect, it } from 'vitest';
import { crashRounds } from '../crash/rounds.ts';
import { crashServices } from '../crash/services.ts';

it('loses nothing that it answered when it is killed under load', async () => {
  const report = await crashRounds({ rounds: 6, seed: 20_260_101, services: crashServices }, () => undefined);
  expect(report.problems).toEqual([]);
  expect(report.rounds).toBe(6);
  expect(report.answeredWrites).toBeGreaterThan(100);
  expect(report.verified).toBeGreaterThan(100);
}, 240_000);
