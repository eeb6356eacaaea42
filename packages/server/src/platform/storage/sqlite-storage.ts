import type { DatabaseSync } from 'node:sqlite';

import { applyHere } from './applier.ts';
import { runEffects, untilCommitted } from './attempts.ts';
import { BufferedUnit } from './buffered-unit.ts';
import { FileJournal, noJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { encodeKey } from './key.ts';
import { Lanes } from './lanes.ts';
import { LayeredRows } from './layered-rows.ts';
import { PendingChanges } from './pending-changes.ts';
import { RecentWrites } from './recent-writes.ts';
import { RowReader } from './row-reader.ts';
import { lockDatabase, openDatabase } from './sqlite-database.ts';
import { SqliteRows } from './sqlite-rows.ts';
import { appliedGeneration, migrate } from './sqlite-schema.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import { StorageConflictError } from './storage-errors.ts';
import type { Storage, Table, TransactOptions, Unit } from './storage.ts';
import { layoutTables } from './table.ts';
import type { TableLayouts } from './table.ts';
import { WriteBehind } from './write-behind.ts';
import { WriterThread } from './writer-thread.ts';

export interface SqliteStorageOptions {
  /** File of the database, or `:memory:`. */
  path: string;
  tables: readonly Table<never>[];
  /** Grows with every change of what rows or indexes mean. */
  schemaVersion: number;
  /** How many changed rows are applied to the database together. */
  rowsPerBatch?: number;
  /** Default: files beside the database. */
  journal?: Journal;
}

/** Throws StorageInUseError and StorageVersionError. */
export function openSqliteStorage({ path, tables, schemaVersion, ...options }: SqliteStorageOptions): Storage {
  const layouts = layoutTables(tables);
  const opened: DatabaseSync[] = [lockDatabase(path)];
  const close = () => {
    for (const each of opened.toReversed()) each.close();
  };
  try {
    const database = openDatabase(path);
    opened.push(database);
    migrate(database, layouts, schemaVersion);
    const { rowsPerBatch = 500, journal = path === ':memory:' ? noJournal : new FileJournal(path) } = options;
    return new SqliteStorage({ path, database, layouts, rowsPerBatch, journal, close });
  } catch (error) {
    close();
    throw error;
  }
}

interface Parts {
  path: string;
  database: DatabaseSync;
  layouts: TableLayouts;
  rowsPerBatch: number;
  journal: Journal;
  close: () => void;
}

interface Applied<T> {
  value: T;
  effects: readonly (() => void)[];
  durable: Promise<void> | undefined;
}

class SqliteStorage extends RowReader implements Storage {
  readonly isShared = false;
  readonly #database: DatabaseSync;
  readonly #layouts: TableLayouts;
  readonly #journal: Journal;
  readonly #recent: RecentWrites;
  readonly #rows: LayeredRows;
  readonly #changes: WriteBehind;
  readonly #exclusive = new Lanes();
  readonly #retries = new Lanes();
  readonly #close: () => void;
  #closing: Promise<void> | undefined;

  constructor({ path, database, layouts, rowsPerBatch, journal, close }: Parts) {
    const recent = new RecentWrites();
    const pending = new PendingChanges();
    const rows = new SqliteRows(database);
    const layered = new LayeredRows(rows, pending, recent);
    super(layouts, layered);
    this.#database = database;
    this.#layouts = layouts;
    this.#journal = journal;
    this.#recent = recent;
    this.#rows = layered;
    this.#close = close;
    const writer = new SqliteWriter(database, layouts);
    const applier = path === ':memory:' ? applyHere(writer) : new WriterThread(path, layouts);
    const parts = { journal, pending, recent, rows, writer, applier, rowsPerBatch };
    this.#changes = new WriteBehind(parts, appliedGeneration(database));
    this.#changes.begin(path, layouts);
  }

  /**
   * A unit's changes are seen by all others at once, so an exclusive key is free again before the commit, and a
   * queue's units share one. A unit that only read answers at once too, even with what a group is about to commit:
   * should the process die in that moment, a reader saw a write that nobody was told had succeeded.
   */
  async transact<T>(work: (unit: Unit) => Promise<T>, options?: TransactOptions): Promise<T> {
    const run = () => untilCommitted(this.#retries, () => this.#attempt(work));
    const { exclusive } = options ?? {};
    const applied = await (exclusive ? this.#exclusive.run(encodeKey(exclusive), run) : run());
    if (applied.durable) await applied.durable;
    runEffects(applied.effects);
    return applied.value;
  }

  reset(): Promise<void> {
    return this.#changes.reset();
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    try {
      await this.#changes.close();
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      this.#journal.remove();
    } finally {
      this.#close();
    }
  }

  async #attempt<T>(work: (unit: Unit) => Promise<T>): Promise<Applied<T>> {
    if (this.#closing) throw new Error('The storage is closed');
    const unit = new BufferedUnit(this.#layouts, this.#rows);
    const running = this.#recent.begin();
    try {
      const value = await work(unit);
      const durable = unit.hasWrites ? this.#apply(unit) : undefined;
      return { value, effects: unit.effects, durable };
    } finally {
      unit.finish();
      this.#recent.end(running);
    }
  }

  #apply(unit: BufferedUnit): Promise<void> {
    const conflict = this.#recent.conflict(unit.reads);
    if (conflict !== undefined) throw new StorageConflictError(conflict);
    return this.#changes.add(unit);
  }
}
