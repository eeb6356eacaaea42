import type { PostgresQuery } from './postgres-connection.ts';
import { indexColumn } from './postgres-schema.ts';
import type { PostgresNames } from './postgres-schema.ts';
import type { RowSource, StoredRow, StoredValue } from './row-reader.ts';
import type { Span } from './span.ts';
import type { TableLayout } from './table.ts';

/** No stored row has this version. */
export const noVersion = 0;

/** Reads rows and counters, through the pool or within the transaction of one client. */
export class PostgresRows implements RowSource {
  readonly #query: PostgresQuery;
  readonly #names: PostgresNames;

  constructor(query: PostgresQuery, names: PostgresNames) {
    this.#query = query;
    this.#names = names;
  }

  async get(layout: TableLayout, key: string): Promise<StoredValue> {
    const rows = await this.#query<[string, number]>(
      `SELECT body, version::float8 FROM ${this.#names.table(layout.name)} WHERE key = $1`,
      [key],
    );
    return { body: rows[0]?.[0], version: rows[0]?.[1] ?? noVersion };
  }

  async list(layout: TableLayout, span: Span): Promise<StoredRow[]> {
    const order = orderColumn(layout, span);
    const direction = span.reverse ? 'DESC' : 'ASC';
    const rows = await this.#query<[string, string, string, number]>(
      `SELECT key, ${order}, body, version::float8 ${this.#fromSpan(layout, span)}
       ORDER BY ${order} ${direction}, key ${direction} LIMIT $2`,
      rangeArguments(span),
    );
    return rows.map(([key, order, body, version]) => ({ key, order, body, version }));
  }

  async firstKey(layout: TableLayout, span: Span): Promise<string | undefined> {
    const query = `SELECT key ${this.#fromSpan(layout, span)} ORDER BY key LIMIT $2`;
    const rows = await this.#query<[string]>(query, rangeArguments({ ...span, limit: 1 }));
    return rows[0]?.[0];
  }

  async count(layout: TableLayout, span: Span): Promise<number> {
    const rows = await this.#query<[number]>(
      `SELECT count(*)::float8 FROM (SELECT 1 ${this.#fromSpan(layout, span)} LIMIT $2) AS span`,
      rangeArguments(span),
    );
    return rows[0]?.[0] ?? 0;
  }

  async counter(key: string): Promise<number> {
    const rows = await this.#query<[number]>(
      `SELECT value FROM ${this.#names.table(this.#names.counters)} WHERE key = $1`,
      [key],
    );
    return rows[0]?.[0] ?? 0;
  }

  #fromSpan(layout: TableLayout, span: Span): string {
    const order = orderColumn(layout, span);
    const upper = span.high === undefined ? '' : ` AND ${order} < $3`;
    return `FROM ${this.#names.table(layout.name)} WHERE ${order} >= $1${upper}`;
  }
}

function rangeArguments({ low, high, limit }: Span): unknown[] {
  const values = [low, limit ?? null];
  return high === undefined ? values : [...values, high];
}

function orderColumn(layout: TableLayout, span: Span): string {
  return span.index === undefined ? 'key' : indexColumn(layout.indexNames[span.index]!);
}
