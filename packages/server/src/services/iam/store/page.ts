import type { Key, Reader, Table } from '../../../platform/storage/storage.ts';
import { type Page, type PageRequest, pageFrom, pageSize, parseMarker } from '../model/page.ts';

export interface PageRange<Index extends string> {
  index?: Index;
  prefix: Key;
  startsWith?: string;
}

/**
 * The rows of a range after the marker. Markers have at most 320 characters in IAM, so that a position leaves out
 * what the range already says.
 */
export async function pageOfRange<Row, Index extends string>(
  reader: Reader,
  table: Table<Row, Index>,
  range: PageRange<Index>,
  request: PageRequest,
): Promise<Page<Row>> {
  const { prefix, index, startsWith = '' } = range;
  const list = JSON.stringify([table.name, range]);
  const position = parseMarker(list, request);
  const after = position && [...prefix, ...restore(position, startsWith)];
  const rows = await reader.list(table, { ...range, ...(after && { after }), limit: pageSize(request) + 1 });
  return pageFrom(list, rows, request, (row) => {
    const key = (index === undefined ? table.key(row) : table.indexes[index](row)) ?? [];
    const [first = '', ...rest] = key.slice(prefix.length);
    return [typeof first === 'string' ? first.slice(startsWith.length) : first, ...rest];
  });
}

function restore([first = '', ...rest]: Key, startsWith: string): Key {
  return [typeof first === 'string' ? startsWith + first : first, ...rest];
}
