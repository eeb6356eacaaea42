import { decodeText, encodeKey, encodeText, keyAfter, prefixEnd } from './key.ts';
import type { RowSource, StoredRow } from './row-reader.ts';
import { resolveSpan } from './span.ts';
import type { Group, GroupedRange } from './storage.ts';
import type { TableLayout } from './table.ts';

/** Rows outside of groups often stand together: each read that meets no group doubles the next one. */
const leastRows = 4;
const mostRows = 1024;

/** Goes from group to group: a key is looked for behind the last one, whatever the number of rows in it. */
export async function scanGroups(
  source: RowSource,
  layout: TableLayout,
  range: GroupedRange,
): Promise<(Group | StoredRow)[]> {
  const { limit = Infinity } = range;
  const span = resolveSpan(layout, range);
  const groupOf = groupFinder(range);
  const entries: (Group | StoredRow)[] = [];
  let low: string | undefined = span.low;
  let batch = leastRows;
  while (low !== undefined && entries.length < limit) {
    const key = await source.firstKey(layout, { ...span, low });
    if (key === undefined) break;
    const group = groupOf(key);
    if (group !== undefined) {
      entries.push(group);
      low = prefixEnd(group.start);
      continue;
    }
    const wanted = Math.min(batch, limit - entries.length);
    const read = await source.list(layout, { ...span, low: key, limit: wanted });
    const end = read.findIndex((row) => groupOf(row.key) !== undefined);
    const rows = end < 0 ? read : read.slice(0, end);
    // No row any more: another server has deleted it meanwhile.
    low = keyAfter(rows.at(-1)?.key ?? key);
    for (const row of rows) entries.push(row);
    batch = rows.length < wanted ? leastRows : Math.min(mostRows, batch * 2);
  }
  return entries;
}

interface FoundGroup extends Group {
  /** What the encoded keys of the group start with. */
  readonly start: string;
}

function groupFinder({
  prefix = [],
  startsWith = '',
  delimiter,
}: GroupedRange): (key: string) => FoundGroup | undefined {
  const parts = encodeKey(prefix);
  return (key) => {
    const text = decodeText(key, parts.length);
    const at = text.indexOf(delimiter, startsWith.length);
    if (at < 0) return undefined;
    const group = text.slice(0, at + delimiter.length);
    return { group, start: parts + encodeText(group) };
  };
}
