import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { BufferedUnit } from './buffered-unit.ts';
import type { RecentWrites } from './recent-writes.ts';
import { RowCache } from './row-cache.ts';
import { requireLayout } from './row-reader.ts';
import type { RowSource, StoredRow, StoredValue } from './row-reader.ts';
import type { Span } from './span.ts';
import { counterTable, createTable, indexColumn, indexName, quote, storedTables } from './sqlite-schema.ts';
import type { TableLayout, TableLayouts } from './table.ts';

const mostCachedCounters = 10_000;

interface RowStatements {
  get: StatementSync;
  put: StatementSync;
  delete: StatementSync;
  /** Measured: a row from here costs a tenth of a query. */
  cache: RowCache;
}

/**
 * Reads and writes rows and counters within whatever transaction is open. A table is created by its first write: to
 * create those of all services at the first start would take half as long as the start itself.
 */
export class SqliteRows implements RowSource {
  readonly #database: DatabaseSync;
  readonly #layouts: TableLayouts;
  readonly #recent: RecentWrites;
  /** Names of the tables that exist. */
  #created: Set<string>;
  readonly #rowStatements = new Map<string, RowStatements>();
  readonly #rangeStatements = new Map<string, StatementSync>();
  readonly #getCounter: StatementSync;
  readonly #addToCounter: StatementSync;
  /** Stored values of counters that were read. */
  readonly #counters = new Map<string, number>();
  /** Sums of the open transaction: units of a group that add to the same counter cost one statement together. */
  readonly #pendingAdds = new Map<string, number>();

  constructor(database: DatabaseSync, layouts: TableLayouts, recent: RecentWrites) {
    this.#database = database;
    this.#layouts = layouts;
    this.#recent = recent;
    this.#created = new Set(storedTables(database).keys());
    this.#getCounter = database.prepare(`SELECT value FROM ${counterTable} WHERE key = ?`);
    this.#addToCounter = database.prepare(
      `INSERT INTO ${counterTable} (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value`,
    );
  }

  get(layout: TableLayout, key: string): StoredValue {
    const version = this.#recent.now;
    if (!this.#created.has(layout.name)) return { body: undefined, version };
    const { get, cache } = this.#statementsOf(layout);
    const known = cache.get(key);
    if (known !== undefined) return { body: known, version };
    const row = get.get(key) as [string] | undefined;
    if (row) cache.set(key, row[0]);
    return { body: row?.[0], version };
  }

  list(layout: TableLayout, span: Span): StoredRow[] {
    if (!this.#created.has(layout.name)) return [];
    const version = this.#recent.now;
    const statement = this.#rangeStatement('list', layout, span);
    const rows = statement.all(...rangeArguments(span)) as unknown as [string, string, string][];
    return rows.map(([key, order, body]) => ({ key, order, body, version }));
  }

  count(layout: TableLayout, span: Span): number {
    if (!this.#created.has(layout.name)) return 0;
    const row = this.#rangeStatement('count', layout, span).get(...rangeArguments(span)) as unknown as [number];
    return row[0];
  }

  counter(key: string): number {
    let stored = this.#counters.get(key);
    if (stored === undefined) {
      const row = this.#getCounter.get(key) as { value: number } | undefined;
      stored = row?.value ?? 0;
      if (this.#counters.size >= mostCachedCounters) this.#counters.clear();
      this.#counters.set(key, stored);
    }
    return stored + (this.#pendingAdds.get(key) ?? 0);
  }

  apply(unit: BufferedUnit): void {
    for (const [table, rows] of unit.writes) {
      const layout = requireLayout(this.#layouts, table);
      if (!this.#created.has(table)) {
        createTable(this.#database, layout);
        this.#created.add(table);
      }
      const statements = this.#statementsOf(layout);
      for (const [key, { body, indexKeys }] of rows) {
        if (body === undefined) {
          statements.cache.delete(key);
          statements.delete.run(key);
        } else {
          statements.cache.set(key, body);
          statements.put.run(key, body, ...indexKeys);
        }
      }
    }
    for (const [key, delta] of unit.adds) this.#pendingAdds.set(key, (this.#pendingAdds.get(key) ?? 0) + delta);
  }

  /** Must be called before a COMMIT. */
  applyAdds(): void {
    for (const [key, delta] of this.#pendingAdds) {
      this.#addToCounter.run(key, delta);
      const stored = this.#counters.get(key);
      if (stored !== undefined) this.#counters.set(key, stored + delta);
    }
    this.#pendingAdds.clear();
  }

  /** Must be called after a ROLLBACK, which also undoes what created tables. */
  forgetTransaction(): void {
    this.#pendingAdds.clear();
    this.forgetCaches();
    this.#created = new Set(storedTables(this.#database).keys());
  }

  /** Must be called where rows change by other means than {@link apply}. */
  forgetCaches(): void {
    for (const { cache } of this.#rowStatements.values()) cache.clear();
    this.#counters.clear();
  }

  #statementsOf(layout: TableLayout): RowStatements {
    let statements = this.#rowStatements.get(layout.name);
    if (!statements) {
      statements = prepareRowStatements(this.#database, layout);
      this.#rowStatements.set(layout.name, statements);
    }
    return statements;
  }

  #rangeStatement(kind: 'list' | 'count', layout: TableLayout, span: Span): StatementSync {
    const isBounded = span.high !== undefined;
    const id = `${kind} ${layout.name} ${span.index} ${span.reverse} ${isBounded}`;
    let statement = this.#rangeStatements.get(id);
    if (!statement) {
      statement = this.#database.prepare(kind === 'list' ? listSql(layout, span) : countSql(layout, span));
      statement.setReturnArrays(true);
      this.#rangeStatements.set(id, statement);
    }
    return statement;
  }
}

function prepareRowStatements(database: DatabaseSync, { name, indexNames }: TableLayout): RowStatements {
  const table = quote(name);
  const columns = ['key', 'body', ...indexNames.map(indexColumn)];
  const updates = columns.slice(1).map((column) => `${column} = excluded.${column}`);
  const get = database.prepare(`SELECT body FROM ${table} WHERE key = ?`);
  get.setReturnArrays(true);
  return {
    get,
    put: database.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT (key) DO UPDATE SET ${updates.join(', ')}`,
    ),
    delete: database.prepare(`DELETE FROM ${table} WHERE key = ?`),
    cache: new RowCache(),
  };
}

function rangeArguments({ low, high, limit }: Span): (string | number)[] {
  const rows = limit ?? -1;
  return high === undefined ? [low, rows] : [low, high, rows];
}

function listSql(layout: TableLayout, span: Span): string {
  const order = orderColumn(layout, span);
  const direction = span.reverse ? 'DESC' : 'ASC';
  const sorted = order === 'key' ? `key ${direction}` : `${order} ${direction}, key ${direction}`;
  return `SELECT key, ${order}, body ${fromSpan(layout, span)} ORDER BY ${sorted} LIMIT ?`;
}

function countSql(layout: TableLayout, span: Span): string {
  return `SELECT count(*) FROM (SELECT 1 ${fromSpan(layout, span)} LIMIT ?)`;
}

function fromSpan(layout: TableLayout, span: Span): string {
  const order = orderColumn(layout, span);
  const hint = span.index === undefined ? '' : ` INDEXED BY ${indexName(layout.name, layout.indexNames[span.index]!)}`;
  const upper = span.high === undefined ? '' : ` AND ${order} < ?`;
  return `FROM ${quote(layout.name)}${hint} WHERE ${order} >= ?${upper}`;
}

function orderColumn(layout: TableLayout, span: Span): string {
  return span.index === undefined ? 'key' : indexColumn(layout.indexNames[span.index]!);
}
