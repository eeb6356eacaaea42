import { compareUtf8 } from './key.ts';
import type { Key, KeyPart, Range } from './storage.ts';

/** For tests: what `list` must answer, computed from all rows by the words of the contract, without encoded keys. */
export function listNaively<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  orderOf: (row: Row) => Key | undefined,
  range: Range,
): Row[] {
  const ordered = rows
    .map((row) => ({ row, key: keyOf(row), order: orderOf(row) }))
    .filter((each): each is typeof each & { order: Key } => each.order !== undefined)
    .sort((a, b) => compareKeys(a.order, b.order) || compareKeys(a.key, b.key));
  if (range.reverse) ordered.reverse();
  const { prefix = [], startsWith, from, to, after } = range;
  const direction = range.reverse ? -1 : 1;
  return ordered
    .filter(({ order }) => prefix.every((part, i) => order[i] === part))
    .filter(({ order }) => startsWith === undefined || textOf(order[prefix.length]).startsWith(startsWith))
    .filter(({ order }) => from === undefined || compareKeys(order, from) >= 0)
    .filter(({ order }) => to === undefined || compareKeys(order, to) < 0)
    .filter(({ order }) => after === undefined || direction * compareKeys(order, after) > 0)
    .slice(0, range.limit)
    .map(({ row }) => row);
}

function textOf(part: KeyPart | undefined): string {
  return typeof part === 'string' ? part : '';
}

export function compareKeys(a: Key, b: Key): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareParts(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareParts(a: KeyPart, b: KeyPart): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : 1;
  return compareUtf8(String(a), String(b));
}

/** A small generator of repeatable random numbers (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
