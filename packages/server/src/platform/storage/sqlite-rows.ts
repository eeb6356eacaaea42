import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { keyAfter } from './key.ts';
import { RowCache } from './row-cache.ts';
import { RowWindows } from './row-windows.ts';
import type { BaseRow, IsHidden } from './row-windows.ts';
import type { Span } from './span.ts';
import { counterTable, indexColumn, indexName, quote, storedTables } from './sqlite-schema.ts';
import type { Batch } from './pending-changes.ts';
import { TableFilter } from './table-filter.ts';
import type { KeySource } from './table-filter.ts';
import type { TableLayout } from './table.ts';

const mostCachedCounters = 10_000;
/** Longer reads are rare, and not repeated. */
const mostWindowRows = 64;

interface TableReads {
  get: StatementSync;
  /** Measured: a row from here costs a tenth of a query. */
  cache: RowCache;
  filter: TableFilter;
}

/** Reads rows and counters as they are in the database, remembering what only {@link noteApplied} can change. */
export class SqliteRows {
  readonly #database: DatabaseSync;
  /** Names of the tables that exist. */
  readonly #created: Set<string>;
  readonly #tables = new Map<string, TableReads>();
  readonly #statements = new Map<string, StatementSync>();
  readonly #windows = new Map<string, RowWindows>();
  readonly #getCounter: StatementSync;
  readonly #counters = new Map<string, number>();
  readonly #begin: StatementSync;
  readonly #end: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#created = new Set(storedTables(database).keys());
    this.#begin = database.prepare('BEGIN');
    this.#end = database.prepare('COMMIT');
    this.#getCounter = database.prepare(`SELECT value FROM ${counterTable} WHERE key = ?`);
  }

  get(table: string, key: string): string | undefined {
    if (!this.#created.has(table)) return undefined;
    const { get, cache, filter } = this.#readsOf(table);
    const known = cache.get(key);
    if (known !== undefined) return known;
    if (!filter.mayHold(key)) return undefined;
    this.#startReading();
    const row = get.get(key) as unknown as [string] | undefined;
    if (row) cache.offer(key, row[0]);
    else filter.noteMiss();
    return row?.[0];
  }

  /** The rows of a span that are not hidden. */
  list(layout: TableLayout, span: Span, isHidden: IsHidden): BaseRow[] {
    if (!this.#created.has(layout.name)) return [];
    const { index, limit, reverse } = span;
    if (limit !== undefined && limit <= mostWindowRows && !reverse) {
      return this.#windowsOf(layout.name).list(`${index}`, span, isHidden, (after, count) => {
        const start = after ? [after.order, after.order, after.key] : [span.low, span.low, ''];
        return this.#rows('readOn', layout, span, [...start, count]);
      });
    }
    for (let wanted = limit; ; wanted = wanted && wanted * 2) {
      const rows = this.#rows('list', layout, span, rangeArguments(span, wanted));
      const visible = rows.filter(({ key }) => !isHidden(key));
      if (wanted === undefined || visible.length >= limit! || rows.length < wanted) return visible.slice(0, limit);
    }
  }

  /** The least key of the span that is not hidden. */
  firstKey(layout: TableLayout, span: Span, isHidden: IsHidden): string | undefined {
    if (!this.#created.has(layout.name)) return undefined;
    const statement = this.#statement('firstKey', layout, span);
    for (let { low } = span; ;) {
      const row = statement.get(...rangeArguments({ ...span, low }, 1)) as unknown as [string] | undefined;
      if (row === undefined || !isHidden(row[0])) return row?.[0];
      low = keyAfter(row[0]);
    }
  }

  count(layout: TableLayout, span: Span): number {
    if (!this.#created.has(layout.name)) return 0;
    const [row] = this.#statement('count', layout, span).all(...rangeArguments(span, span.limit));
    return (row as unknown as [number])[0];
  }

  /** All keys of the span. */
  keys(layout: TableLayout, span: Span): string[] {
    if (!this.#created.has(layout.name)) return [];
    const rows = this.#statement('keys', layout, span).all(...rangeArguments(span, undefined));
    return (rows as unknown as [string][]).map(([key]) => key);
  }

  counter(key: string): number {
    let stored = this.#counters.get(key);
    if (stored === undefined) {
      this.#startReading();
      const row = this.#getCounter.get(key) as { value: number } | undefined;
      stored = row?.value ?? 0;
      if (this.#counters.size >= mostCachedCounters) this.#counters.clear();
      this.#counters.set(key, stored);
    }
    return stored;
  }

  noteApplied({ writes, counters }: Batch): void {
    this.#endReading();
    for (const [name, rows] of writes) {
      this.#created.add(name);
      this.#windows.get(name)?.forget();
      const reads = this.#tables.get(name);
      if (!reads) continue;
      rows.forEach(({ body }, key) => {
        reads.cache.replace(key, body);
        if (body !== undefined) reads.filter.add(key);
      });
    }
    for (const [key, value] of counters) if (this.#counters.has(key)) this.#counters.set(key, value);
  }

  /** Must be called where hidden rows become visible again, and where rows change by other means. */
  forget(): void {
    this.#windows.clear();
    this.#counters.clear();
    for (const { cache, filter } of this.#tables.values()) {
      cache.clear();
      filter.forget();
    }
  }

  #rows(query: Query, layout: TableLayout, span: Span, values: (string | number)[]): BaseRow[] {
    const rows = this.#statement(query, layout, span).all(...values) as unknown as [string, string, string][];
    return rows.map(([key, order, body]) => ({ key, order, body }));
  }

  /** Queries of one turn share a transaction: to take and leave the database's locks costs as much as a row. */
  #startReading(): void {
    if (this.#database.isTransaction) return;
    this.#begin.run();
    setImmediate(() => this.#endReading());
  }

  #endReading(): void {
    if (this.#database.isOpen && this.#database.isTransaction) this.#end.run();
  }

  #readsOf(table: string): TableReads {
    let reads = this.#tables.get(table);
    if (!reads) {
      const get = this.#database.prepare(`SELECT body FROM ${quote(table)} WHERE key = ?`);
      get.setReturnArrays(true);
      const filter = new TableFilter(this.#keySource(table));
      this.#tables.set(table, (reads = { get, cache: new RowCache(), filter }));
    }
    return reads;
  }

  #keySource(table: string): KeySource {
    const database = this.#database;
    return {
      // Rows have numbers that rise.
      estimate: () => Number(database.prepare(`SELECT max(rowid) AS last FROM ${quote(table)}`).get()?.['last'] ?? 0),
      keysAfter(key, limit) {
        const rows = database.prepare(`SELECT key FROM ${quote(table)} WHERE key > ? ORDER BY key LIMIT ?`);
        return rows.all(key, limit).map((row) => String(row['key']));
      },
      isOpen: () => database.isOpen,
    };
  }

  #windowsOf(table: string): RowWindows {
    let windows = this.#windows.get(table);
    if (!windows) this.#windows.set(table, (windows = new RowWindows()));
    return windows;
  }

  #statement(query: Query, layout: TableLayout, span: Span): StatementSync {
    const id = `${query} ${layout.name} ${span.index} ${span.reverse} ${span.high !== undefined}`;
    this.#startReading();
    let statement = this.#statements.get(id);
    if (!statement) {
      statement = this.#database.prepare(queries[query](layout, span));
      statement.setReturnArrays(true);
      this.#statements.set(id, statement);
    }
    return statement;
  }
}

const queries = { list: listSql, readOn: readOnSql, count: countSql, keys: keysSql, firstKey: firstKeySql };
type Query = keyof typeof queries;

function rangeArguments({ low, high }: Span, limit: number | undefined): (string | number)[] {
  const rows = limit ?? -1;
  return high === undefined ? [low, rows] : [low, high, rows];
}

function listSql(layout: TableLayout, span: Span): string {
  const order = orderColumn(layout, span);
  const direction = span.reverse ? 'DESC' : 'ASC';
  const sorted = order === 'key' ? `key ${direction}` : `${order} ${direction}, key ${direction}`;
  return `SELECT key, ${order}, body ${fromSpan(layout, span)} ORDER BY ${sorted} LIMIT ?`;
}

/** What follows an order and key. The first condition, though implied, is what makes SQLite use a partial index. */
function readOnSql(layout: TableLayout, span: Span): string {
  const order = orderColumn(layout, span);
  const from = `FROM ${quote(layout.name)}${indexHint(layout, span)} WHERE ${order} >= ? AND (${order}, key) > (?, ?)`;
  return `SELECT key, ${order}, body ${from} ORDER BY ${order}, key LIMIT ?`;
}

function countSql(layout: TableLayout, span: Span): string {
  return `SELECT count(*) FROM (SELECT 1 ${fromSpan(layout, span)} LIMIT ?)`;
}

function keysSql(layout: TableLayout, span: Span): string {
  return `SELECT key ${fromSpan(layout, span)} LIMIT ?`;
}

function firstKeySql(layout: TableLayout, span: Span): string {
  return `SELECT key ${fromSpan(layout, span)} ORDER BY key LIMIT ?`;
}

function fromSpan(layout: TableLayout, span: Span): string {
  const order = orderColumn(layout, span);
  const upper = span.high === undefined ? '' : ` AND ${order} < ?`;
  return `FROM ${quote(layout.name)}${indexHint(layout, span)} WHERE ${order} >= ?${upper}`;
}

function indexHint(layout: TableLayout, { index }: Span): string {
  return index === undefined ? '' : ` INDEXED BY ${indexName(layout.name, layout.indexNames[index]!)}`;
}

function orderColumn(layout: TableLayout, { index }: Span): string {
  return index === undefined ? 'key' : indexColumn(layout.indexNames[index]!);
}
