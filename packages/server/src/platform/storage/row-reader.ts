import { scanGroups } from './group-scan.ts';
import { encodeKey } from './key.ts';
import { resolveSpan } from './span.ts';
import type { Span } from './span.ts';
import type { Group, GroupedRange, Key, Range, Reader, Table } from './storage.ts';
import type { TableLayout, TableLayouts } from './table.ts';

/** What a backend gives to readers and units. An answer is a promise only where the database is far away. */
export interface RowSource {
  get(layout: TableLayout, key: string): StoredValue | Promise<StoredValue>;
  list(layout: TableLayout, span: Span): StoredRow[] | Promise<StoredRow[]>;
  /** The least key of a span. */
  firstKey(layout: TableLayout, span: Span): string | undefined | Promise<string | undefined>;
  count(layout: TableLayout, span: Span): number | Promise<number>;
  counter(key: string): number | Promise<number>;
}

export interface StoredValue {
  /** JSON text; undefined where there is no row. */
  body: string | undefined;
  /** Known to the backend only: it is handed back at the commit. Missing rows have one too. */
  version: number;
}

export interface StoredRow {
  key: string;
  /** What the span is ordered by: the index key, or the key itself. */
  order: string;
  body: string;
  version: number;
}

/** Reads outside of units. */
export class RowReader implements Reader {
  readonly #layouts: TableLayouts;
  readonly #source: RowSource;

  constructor(layouts: TableLayouts, source: RowSource) {
    this.#layouts = layouts;
    this.#source = source;
  }

  async get<Row>(table: Table<Row>, key: Key): Promise<Row | undefined> {
    const layout = requireLayout(this.#layouts, table.name);
    const found = this.#source.get(layout, encodeKey(key));
    const { body } = found instanceof Promise ? await found : found;
    return body === undefined ? undefined : (layout.parse(body) as Row);
  }

  async list<Row, Index extends string>(table: Table<Row, Index>, range: Range<Index>): Promise<Row[]> {
    const layout = requireLayout(this.#layouts, table.name);
    const rows = await this.#source.list(layout, resolveSpan(layout, range));
    return rows.map((row) => layout.parse(row.body) as Row);
  }

  async listGrouped<Row>(table: Table<Row>, range: GroupedRange): Promise<(Group | { row: Row })[]> {
    const layout = requireLayout(this.#layouts, table.name);
    const entries = await scanGroups(this.#source, layout, range);
    return entries.map((entry) => ('group' in entry ? entry : { row: layout.parse(entry.body) as Row }));
  }

  async count<Row, Index extends string>(table: Table<Row, Index>, range: Range<Index>): Promise<number> {
    const layout = requireLayout(this.#layouts, table.name);
    return this.#source.count(layout, resolveSpan(layout, range));
  }

  async counter(key: Key): Promise<number> {
    return this.#source.counter(encodeKey(key));
  }
}

export function requireLayout(layouts: TableLayouts, name: string): TableLayout {
  const layout = layouts.get(name);
  if (!layout) throw new Error(`Table ${name} was not declared when the storage was opened`);
  return layout;
}
