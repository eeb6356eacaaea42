import { expect, test } from 'vitest';
import { durationMs } from './duration.ts';

test.each([
  ['PT5M', 300_000],
  ['PT1H30M10S', 5_410_000],
  ['P1DT12H', 129_600_000],
  ['PT0S', 0],
  ['PT', undefined],
  ['P', undefined],
  ['5M', undefined],
  ['PT5M ', undefined],
])('%s', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
