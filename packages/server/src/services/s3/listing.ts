import type { Key } from '../../platform/storage/storage.ts';
import { prefixEnd } from '../../platform/storage/key.ts';
import { invalidArgument } from './errors.ts';

/** Where a listing goes on: after a row, or from a key that need not be there. */
export type Position = { after: Key } | { from: Key } | undefined;

export interface Listing<Row> {
  prefix: string;
  delimiter: string | undefined;
  limit: number;
  start: Position;
  keyOf: (row: Row) => string;
  positionAfter: (row: Row) => Position;
  positionFrom: (key: string) => Position;
  /** Rows whose keys start with the prefix, in order. */
  fetch: (position: Position, limit: number) => Promise<Row[]>;
}

export interface ListedPage<Row> {
  rows: Row[];
  commonPrefixes: string[];
  isTruncated: boolean;
  /** The last entry: a row, or the prefix that stands for many. */
  last: Row | string | undefined;
}

const leastBatch = 1;
const mostBatch = 1001;

/**
 * A page of a listing with a delimiter. Keys under a common prefix are not read but jumped over: the cost of a page
 * grows with its entries, not with what is under them.
 */
export async function listPage<Row>(listing: Listing<Row>): Promise<ListedPage<Row>> {
  const { limit, keyOf, fetch, positionAfter, positionFrom } = listing;
  const page: ListedPage<Row> = { rows: [], commonPrefixes: [], isTruncated: false, last: undefined };
  if (limit === 0) return page;
  let position = listing.start;
  let batch = listing.delimiter ? Math.min(16, limit + 1) : limit + 1;
  let current: string | undefined;
  for (;;) {
    const fetched = await fetch(position, batch);
    let wasted = 0;
    for (const row of fetched) {
      const common = commonPrefixOf(keyOf(row), listing);
      if (common !== undefined && common === current) wasted++;
      else if (page.rows.length + page.commonPrefixes.length === limit) return { ...page, isTruncated: true };
      else {
        current = common;
        if (common === undefined) page.rows.push(row);
        else page.commonPrefixes.push(common);
        page.last = common ?? row;
      }
    }
    const last = fetched.at(-1);
    if (last === undefined || fetched.length < batch) return page;
    if (current === undefined) position = positionAfter(last);
    else {
      const next = prefixEnd(current);
      if (next === undefined) return page;
      position = positionFrom(next);
    }
    batch = wasted * 2 > fetched.length ? Math.max(leastBatch, batch >> 1) : Math.min(mostBatch, batch * 2);
  }
}

/** The key up to the first delimiter after the prefix. */
export function commonPrefixOf(
  key: string,
  { prefix, delimiter }: { prefix: string; delimiter: string | undefined },
): string | undefined {
  if (!delimiter || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** The least key that comes after a marker: a marker within a common prefix is taken for all that is under it. */
export function keyAfterMarker(
  marker: string,
  listing: { prefix: string; delimiter: string | undefined },
): string | undefined {
  const common = commonPrefixOf(marker, listing);
  return common === undefined ? `${marker}\u0000` : prefixEnd(common);
}

export function limitOf(name: string, asked: number | undefined): number {
  return Math.min(countOf(name, asked) ?? 1000, 1000);
}

export function countOf(name: string, asked: number | undefined): number | undefined {
  if (asked === undefined) return undefined;
  if (asked > 2 ** 31 - 1)
    throw invalidArgument(name, asked, `Provided ${name} not an integer or within integer range`);
  if (asked < 0) {
    const shown = name === 'max-keys' ? 'maxKeys' : name;
    throw invalidArgument(shown, asked, `Argument ${shown} must be an integer between 0 and 2147483647`);
  }
  return asked;
}

/** Keys, prefixes and markers as the client wants them: XML cannot carry all characters. */
export function keyEncoder(encodingType: string | undefined): <Text extends string | undefined>(text: Text) => Text {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== 'url') {
    throw invalidArgument('encoding-type', encodingType, 'Invalid Encoding Method specified in Request');
  }
  return ((text) => (text === undefined ? undefined : urlEncoded(text))) as ReturnType<typeof keyEncoder>;
}

function urlEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function prefixList(
  prefixes: readonly string[],
  encode: (text: string) => string,
): { Prefix: string }[] | undefined {
  return prefixes.length > 0 ? prefixes.map((prefix) => ({ Prefix: encode(prefix) })) : undefined;
}
