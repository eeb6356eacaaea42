import { invalidArgument } from '../errors.ts';

const mostParts = 10_000;

export function checkPartNumber(partNumber: number): void {
  if (partNumber >= 1 && partNumber <= mostParts) return;
  throw invalidArgument(
    'partNumber',
    partNumber,
    `Part number must be an integer between 1 and ${mostParts}, inclusive`,
  );
}
