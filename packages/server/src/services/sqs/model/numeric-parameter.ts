import { invalidParameter } from '../errors.ts';

export const longestVisibilitySeconds = 43_200;

export function checkDelaySeconds(value: number): void {
  if (isWithin(value, 0, 900)) return;
  throw invalidParameter('DelaySeconds', value, 'DelaySeconds must be >= 0 and <= 900.');
}

export function checkVisibilityTimeout(value: number): void {
  if (isWithin(value, 0, longestVisibilitySeconds)) return;
  const rule = `VisibilityTimeout must be an integer between 0 and ${longestVisibilitySeconds}.`;
  throw invalidParameter('VisibilityTimeout', value, rule);
}

export function checkWaitTimeSeconds(value: number): void {
  if (isWithin(value, 0, 20)) return;
  throw invalidParameter('WaitTimeSeconds', value, 'Must be >= 0 and <= 20, if provided.');
}

export function checkNumberOfMessages(value: number): void {
  if (isWithin(value, 1, 10)) return;
  throw invalidParameter('MaxNumberOfMessages', value, 'Must be between 1 and 10, if provided.');
}

export function checkMaxResults(value: number, most: number): void {
  if (isWithin(value, 1, most)) return;
  throw invalidParameter('MaxResults', value, `MaxResults must be an integer between 1 and ${most}.`);
}

export function checkMessagesPerSecond(value: number): void {
  if (isWithin(value, 1, 500)) return;
  const name = 'MaxNumberOfMessagesPerSecond';
  throw invalidParameter(name, value, `${name} must be an integer between 1 and 500.`);
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
