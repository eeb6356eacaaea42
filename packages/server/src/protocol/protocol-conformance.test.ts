import { expect, test } from 'vitest';
import { casesAreHere, casesDirectory, readCases, unknownSkippedCases } from './protocol-cases.ts';
import { decodedCase, encodedCase } from './protocol-comparison.ts';

test('AWS’s protocol cases are at hand, and those skipped exist', ({ skip }) => {
  skip(!casesAreHere, `no ${casesDirectory}: set MADANG_SHARED to the folder that has protocol-tests`);
  expect(unknownSkippedCases()).toEqual([]);
});

test.for(readCases('input'))('request of $file: $id', (given, { skip }) => {
  skip(given.skipped !== undefined, given.skipped);
  const { actual, expected } = decodedCase(given);
  expect(actual).toEqual(expected);
});

test.for(readCases('output'))('answer of $file: $id', (given, { skip }) => {
  skip(given.skipped !== undefined, given.skipped);
  const { actual, expected } = encodedCase(given);
  expect(actual).toEqual(expected);
});
