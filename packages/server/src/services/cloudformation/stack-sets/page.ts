import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import { invalidNextToken } from '../errors.ts';

export interface PageOptions<Item> {
  /** The operation, and what selects the items. */
  kind: string;
  keyOf: (item: Item) => string;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}

const mostResults = 100;

/** A page of items that are at hand, such as those that a filter has left; one that is gone meanwhile loses no other. */
export function pageOf<Item>(
  items: readonly Item[],
  { kind, keyOf, NextToken, MaxResults = mostResults }: PageOptions<Item>,
): { Summaries: Item[]; NextToken: string | undefined } {
  const from = NextToken === undefined ? undefined : decodePageToken(kind, NextToken);
  if (NextToken !== undefined && !isPosition(from)) throw invalidNextToken();
  const start = isPosition(from) ? startAfter(items.map(keyOf), from) : 0;
  const Summaries = items.slice(start, start + MaxResults);
  const last = Summaries.at(-1);
  const goesOn = last !== undefined && start + MaxResults < items.length;
  const index = start + Summaries.length;
  return { Summaries, NextToken: goesOn ? encodePageToken(kind, { key: keyOf(last), index }) : undefined };
}

interface Position {
  key: string;
  index: number;
}

function isPosition(value: unknown): value is Position {
  return typeof value === 'object' && value !== null && 'key' in value && 'index' in value;
}

function startAfter(keys: readonly string[], { key, index }: Position): number {
  const found = keys.indexOf(key);
  return found < 0 ? Math.min(index, keys.length) : found + 1;
}
