/** `Root=1-...;Parent=...;Sampled=1`, as X-Ray's clients send it; anything else is not passed on. */
export function isTraceHeader(value: unknown): value is string {
  return (
    typeof value === 'string' && value.length <= 256 && /^[A-Za-z]+=[\w.:-]+(?:; ?[A-Za-z]+=[\w.:-]+)*;?$/.test(value)
  );
}
