import { decodePageToken, encodePageToken } from './page-token.ts';
import type { Key, Range, Reader, Table } from './storage/storage.ts';

export interface Page<Row> {
  items: Row[];
  /** Absent on the last page. */
  nextToken?: string;
}

export interface PageRequest<Row, Index extends string> {
  reader: Reader;
  table: Table<Row, Index>;
  /** What is listed, of which the page is a part. With an index whose keys several rows share, see `Range.after`. */
  range: Omit<Range<Index>, 'after' | 'limit'>;
  limit: number;
  /** The operation, and what else selects the rows beside the range; a token is refused anywhere else. */
  kind: string;
  token?: string | undefined;
  /** The service's own error for a token that is not one of this list. */
  invalidToken: () => Error;
}

/** The rows after the token, one more being read to know whether the list goes on. */
export async function paginate<Row, Index extends string>(request: PageRequest<Row, Index>): Promise<Page<Row>> {
  const { reader, table, range, limit, token } = request;
  const kind = JSON.stringify([request.kind, table.name, range]);
  const after = token === undefined ? undefined : decodePageToken(kind, token);
  if (token !== undefined && after === undefined) throw request.invalidToken();
  const position = after === undefined ? {} : { after: after as Key };
  const rows = await reader.list(table, { ...range, ...position, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items };
  const key = range.index === undefined ? table.key(last) : table.indexes[range.index](last);
  return { items, nextToken: encodePageToken(kind, key) };
}

/** Reads on where a filter leaves gaps, until the page is full or the list has ended. */
export async function fillPage<Item>(
  read: (limit: number, token: string | undefined) => Promise<Page<Item>>,
  isWanted: (item: Item) => boolean,
  { limit, token: first }: { limit: number; token: string | undefined },
): Promise<Page<Item>> {
  const items: Item[] = [];
  let token = first;
  do {
    const page = await read(limit - items.length, token);
    items.push(...page.items.filter(isWanted));
    token = page.nextToken;
  } while (token !== undefined && items.length < limit);
  return token === undefined ? { items } : { items, nextToken: token };
}
