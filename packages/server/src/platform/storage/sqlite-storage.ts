import type { DatabaseSync } from 'node:sqlite';

import { runEffects, untilCommitted } from './attempts.ts';
import { BufferedUnit } from './buffered-unit.ts';
import { CommitGroup } from './commit-group.ts';
import { encodeKey } from './key.ts';
import { Lanes } from './lanes.ts';
import { RecentWrites } from './recent-writes.ts';
import { RowReader } from './row-reader.ts';
import { openDatabase } from './sqlite-database.ts';
import { SqliteRows } from './sqlite-rows.ts';
import { counterTable, migrate, quote, storedTables } from './sqlite-schema.ts';
import { StorageConflictError } from './storage-errors.ts';
import type { Storage, Table, TransactOptions, Unit } from './storage.ts';
import { layoutTables } from './table.ts';
import type { TableLayouts } from './table.ts';

export interface SqliteStorageOptions {
  /** File of the database, or `:memory:`. */
  path: string;
  tables: readonly Table<never>[];
  /** Grows with every change of what rows or indexes mean. */
  schemaVersion: number;
}

/** Throws StorageInUseError and StorageVersionError. */
export function openSqliteStorage({ path, tables, schemaVersion }: SqliteStorageOptions): Storage {
  const layouts = layoutTables(tables);
  const database = openDatabase(path);
  try {
    migrate(database, layouts, schemaVersion);
    return new SqliteStorage(database, layouts);
  } catch (error) {
    database.close();
    throw error;
  }
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
  readonly #recent: RecentWrites;
  readonly #rows: SqliteRows;
  readonly #group: CommitGroup;
  readonly #exclusive = new Lanes();
  readonly #retries = new Lanes();

  constructor(database: DatabaseSync, layouts: TableLayouts) {
    const recent = new RecentWrites();
    const rows = new SqliteRows(database, layouts, recent);
    super(layouts, rows);
    this.#database = database;
    this.#layouts = layouts;
    this.#recent = recent;
    this.#rows = rows;
    this.#group = new CommitGroup(database, {
      beforeCommit: () => rows.applyAdds(),
      afterRollback: () => {
        rows.forgetTransaction();
        recent.noteAll();
      },
    });
  }

  /**
   * A unit is applied at once and seen by all others from then on, so an exclusive key is free again before the
   * commit, and a queue's units share one. A unit that only read answers at once too, even with what a group is about
   * to commit: should the process die in that moment, a reader saw a write that nobody was told had succeeded.
   */
  async transact<T>(work: (unit: Unit) => Promise<T>, options?: TransactOptions): Promise<T> {
    const run = () => untilCommitted(this.#retries, () => this.#attempt(work));
    const { exclusive } = options ?? {};
    const applied = await (exclusive ? this.#exclusive.run(encodeKey(exclusive), run) : run());
    if (applied.durable) await applied.durable;
    runEffects(applied.effects);
    return applied.value;
  }

  async reset(): Promise<void> {
    this.#group.flush();
    const deletions = [counterTable, ...storedTables(this.#database).keys()].map(
      (table) => `DELETE FROM ${quote(table)};`,
    );
    await this.#group.join(() => {
      this.#database.exec(deletions.join('\n'));
      this.#rows.forgetCaches();
      this.#recent.noteAll();
    });
  }

  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    this.#group.flush();
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#database.close();
  }

  async #attempt<T>(work: (unit: Unit) => Promise<T>): Promise<Applied<T>> {
    if (!this.#database.isOpen) throw new Error('The storage is closed');
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
    return this.#group.join(() => {
      this.#rows.apply(unit);
      this.#recent.note(unit.writes);
    });
  }
}
