/** IAM's dates have no fractions of seconds. */
export function wholeSeconds(ms: number): number {
  return ms - (ms % 1000);
}
