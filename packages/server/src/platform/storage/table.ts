import { createFrozenParse } from './frozen-rows.ts';
import { encodeKey } from './key.ts';
import type { Key, Table } from './storage.ts';

interface TableDeclaration<Row, Index extends string> {
  name: string;
  key: (row: Row) => Key;
  indexes?: Record<Index, (row: Row) => Key | undefined>;
  frozen?: true;
}

/** `defineTable<Queue>()({ name, key, indexes })`: the row type is given, the names of the indexes are inferred. */
export function defineTable<Row>() {
  return <const Index extends string = never>(declaration: TableDeclaration<Row, Index>): Table<Row, Index> => ({
    name: declaration.name,
    key: declaration.key,
    indexes: declaration.indexes ?? ({} as Record<Index, (row: Row) => Key | undefined>),
    ...(declaration.frozen && { frozen: declaration.frozen }),
  });
}

/** A table as the backends see it: rows of unknown type, keys as text. */
export interface TableLayout {
  readonly name: string;
  readonly indexNames: readonly string[];
  parse(body: string): unknown;
  keyOf(row: unknown): string;
  /** In the order of `indexNames`; null where the row is not in the index. */
  indexKeysOf(row: unknown): (string | null)[];
}

export type TableLayouts = ReadonlyMap<string, TableLayout>;

/** Longest identifier of PostgreSQL. The name of an index is made of the table's, a slash and its own. */
const longestName = 63;

export function layoutTables(tables: readonly Table<never>[]): TableLayouts {
  const layouts = new Map<string, TableLayout>();
  // SQLite does not tell names apart by case.
  const seen = new Set<string>();
  for (const table of tables) {
    const indexNames = Object.keys(table.indexes);
    checkNames(table.name, indexNames);
    const folded = table.name.toLowerCase();
    if (seen.has(folded)) throw new Error(`Two tables are named ${table.name}`);
    seen.add(folded);
    layouts.set(table.name, layoutTable(table, indexNames));
  }
  return layouts;
}

function layoutTable(table: Table<never>, indexNames: string[]): TableLayout {
  const indexes = Object.values(table.indexes);
  return {
    name: table.name,
    indexNames,
    parse: table.frozen ? createFrozenParse() : (body) => JSON.parse(body) as unknown,
    keyOf: (row) => encodeKey(table.key(row as never)),
    indexKeysOf: (row) =>
      indexes.map((index) => {
        const key = index(row as never);
        return key === undefined ? null : encodeKey(key);
      }),
  };
}

function checkNames(table: string, indexNames: readonly string[]): void {
  if (!/^[a-z][A-Za-z0-9.-]*$/.test(table)) throw new Error(`${JSON.stringify(table)} cannot be the name of a table`);
  const folded = new Set(indexNames.map((name) => name.toLowerCase()));
  if (folded.size < indexNames.length) throw new Error(`Two indexes of table ${table} have the same name`);
  for (const name of indexNames) {
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name) || table.length + 1 + name.length > longestName) {
      throw new Error(`${JSON.stringify(name)} cannot be the name of an index of table ${table}`);
    }
  }
}
