/** S3 knows no fraction of a second, not even where it writes one. */
export function lastModified(ms: number): Date {
  return new Date(ms - (ms % 1000));
}
