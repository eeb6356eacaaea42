import { compareUtf8, encodeKey, encodeText, keyAfter, prefixEnd } from './key.ts';
import type { Range } from './storage.ts';
import type { TableLayout } from './table.ts';

/** A range over encoded keys: from `low`, inclusive, up to `high`, exclusive. */
export interface Span {
  /** Position among the table's indexes; undefined for the table's own key. */
  readonly index: number | undefined;
  readonly low: string;
  readonly high: string | undefined;
  readonly reverse: boolean;
  readonly limit: number | undefined;
}

export function resolveSpan(layout: TableLayout, range: Range): Span {
  const start = encodeKey(range.prefix ?? []) + encodeText(range.startsWith ?? '');
  const lows = [start];
  const highs = [prefixEnd(start)];
  if (range.from) lows.push(encodeKey(range.from));
  if (range.to) highs.push(encodeKey(range.to));
  if (range.after && range.reverse) highs.push(encodeKey(range.after));
  else if (range.after) lows.push(keyAfter(encodeKey(range.after)));
  return {
    index: range.index === undefined ? undefined : requireIndex(layout, range.index),
    low: lows.reduce((a, b) => (compareUtf8(a, b) < 0 ? b : a)),
    high: highs.reduce((a, b) => (a === undefined || (b !== undefined && compareUtf8(b, a) < 0) ? b : a)),
    reverse: range.reverse ?? false,
    limit: range.limit,
  };
}

export function spanHolds(span: Span, encodedKey: string): boolean {
  return compareUtf8(encodedKey, span.low) >= 0 && (span.high === undefined || compareUtf8(encodedKey, span.high) < 0);
}

function requireIndex(layout: TableLayout, name: string): number {
  const position = layout.indexNames.indexOf(name);
  if (position === -1) throw new Error(`Table ${layout.name} has no index ${name}`);
  return position;
}
