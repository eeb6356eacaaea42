import type { Write } from './buffered-unit.ts';
import type { Changes } from './pending-changes.ts';
import type { TableLayouts } from './table.ts';

/**
 * A unit's changes as text, which can be strung together: table, key and body of each write, a deletion without a
 * body; nothing, counter and delta of each sum. Neither keys nor JSON ever hold the U+0000 that ends a part.
 */
export function writeChanges({ writes, adds }: Changes): string {
  let text = '';
  writes.forEach((rows, table) => {
    rows.forEach(({ body = '' }, key) => (text += `${table}\0${key}\0${body}\0`));
  });
  adds.forEach((delta, counter) => (text += `\0${counter}\0${delta}\0`));
  return text;
}

export function parseChanges(text: string, layouts: TableLayouts): Changes {
  const writes = new Map<string, Map<string, Write>>();
  const adds = new Map<string, number>();
  const parts = text.split('\0');
  for (let i = 0; i + 2 < parts.length; i += 3) {
    const [table, key, value] = parts.slice(i, i + 3) as [string, string, string];
    if (table === '') {
      adds.set(key, (adds.get(key) ?? 0) + Number(value));
      continue;
    }
    const layout = layouts.get(table);
    if (!layout) {
      const advice = 'Start the version that wrote them once more, and stop it.';
      throw new Error(`A server that was killed left changes of table ${table}, which is not known here. ${advice}`);
    }
    const write =
      value === ''
        ? { body: undefined, indexKeys: [] }
        : { body: value, indexKeys: layout.indexKeysOf(JSON.parse(value)) };
    const rows = writes.get(table);
    if (rows) rows.set(key, write);
    else writes.set(table, new Map([[key, write]]));
  }
  return { writes, adds };
}
