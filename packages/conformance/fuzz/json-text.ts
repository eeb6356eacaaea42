import type { Value } from './sample.ts';

export function jsonText(value: Value): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isBufferJson(each) ? Buffer.from(each.data).toString('base64') : each,
  );
}

/** A Buffer has become `{ type: 'Buffer', data: [...] }` by the time that the replacer sees it. */
function isBufferJson(value: unknown): value is { data: number[] } {
  if (typeof value !== 'object' || value === null) return false;
  const { type, data } = value as { type?: unknown; data?: unknown };
  return type === 'Buffer' && Array.isArray(data);
}
