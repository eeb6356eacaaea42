import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { Batch } from './pending-changes.ts';
import { counterTable, createTable, indexColumn, journalTable, quote, storedTables } from './sqlite-schema.ts';
import type { TableNames } from './sqlite-schema.ts';

/** Names of the tables that may be written, with those of their indexes. */
export type WritableTables = ReadonlyMap<string, TableNames>;

interface TableStatements {
  put: StatementSync;
  delete: StatementSync;
}

/**
 * Applies batches, each in a transaction that also notes its generation. A table is created by its first write: to
 * create those of all services at the first start would take half as long as the start itself.
 */
export class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #writable: WritableTables;
  readonly #tables = new Map<string, TableStatements>();
  /** As of the transaction that is open: the database has several writers, one after another. */
  #created = new Set<string>();
  readonly #setCounter: StatementSync;
  readonly #noteGeneration: StatementSync;

  constructor(database: DatabaseSync, writable: WritableTables) {
    this.#database = database;
    this.#writable = writable;
    this.#setCounter = database.prepare(`INSERT OR REPLACE INTO ${counterTable} (key, value) VALUES (?, ?)`);
    this.#noteGeneration = database.prepare(`UPDATE ${journalTable} SET applied = ?`);
  }

  /** All of it, or nothing where it throws. */
  apply({ generation, writes, counters }: Batch): void {
    this.#transact(() => {
      for (const [name, rows] of writes) {
        const statements = this.#statementsOf(name);
        for (const [key, { body, indexKeys }] of rows) {
          if (body === undefined) statements.delete.run(key);
          else statements.put.run(key, body, ...indexKeys);
        }
      }
      for (const [key, value] of counters) this.#setCounter.run(key, value);
      this.#noteGeneration.run(generation);
    });
  }

  /** Deletes all rows and counters. */
  clear(generation: number): void {
    this.#transact(() => {
      const tables = [counterTable, ...storedTables(this.#database).keys()];
      for (const table of tables) this.#database.exec(`DELETE FROM ${quote(table)}`);
      this.#noteGeneration.run(generation);
    });
  }

  #transact(change: () => void): void {
    // That of this turn's reads, on a connection that does both.
    if (this.#database.isTransaction) this.#database.exec('COMMIT');
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      this.#created = new Set(storedTables(this.#database).keys());
      change();
      this.#database.exec('COMMIT');
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #statementsOf(name: string): TableStatements {
    const table = this.#writable.get(name);
    if (!table) throw new Error(`Table ${name} was not declared when the storage was opened`);
    if (!this.#created.has(name)) {
      createTable(this.#database, table);
      this.#created.add(name);
    }
    let statements = this.#tables.get(name);
    if (!statements) this.#tables.set(name, (statements = prepare(this.#database, table)));
    return statements;
  }
}

function prepare(database: DatabaseSync, { name, indexNames }: TableNames): TableStatements {
  const table = quote(name);
  const columns = ['key', 'body', ...indexNames.map(indexColumn)];
  const updates = columns.slice(1).map((column) => `${column} = excluded.${column}`);
  return {
    put: database.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT (key) DO UPDATE SET ${updates.join(', ')}`,
    ),
    delete: database.prepare(`DELETE FROM ${table} WHERE key = ?`),
  };
}
