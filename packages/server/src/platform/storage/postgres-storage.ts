import { createHash } from 'node:crypto';

import type { Pool } from 'pg';

import { runEffects, untilCommitted } from './attempts.ts';
import { BufferedUnit } from './buffered-unit.ts';
import { encodeKey } from './key.ts';
import { Lanes } from './lanes.ts';
import { commitSteps } from './postgres-commit.ts';
import { inTransaction, queryInTurn, queryOf } from './postgres-connection.ts';
import type { PostgresQuery } from './postgres-connection.ts';
import { PostgresRows } from './postgres-rows.ts';
import { emptyPostgres, migratePostgres, PostgresNames, serializationFailure } from './postgres-schema.ts';
import { RowReader } from './row-reader.ts';
import { StorageConflictError } from './storage-errors.ts';
import type { Key, Storage, Table, TransactOptions, Unit } from './storage.ts';
import { layoutTables } from './table.ts';
import type { TableLayouts } from './table.ts';

export interface PostgresStorageOptions {
  /** `postgres://user:password@host/database`. */
  connectionString: string;
  tables: readonly Table<never>[];
  /** Grows with every change of what rows or indexes mean. */
  schemaVersion: number;
  /** PostgreSQL schema that holds everything; default `madang`. */
  schema?: string;
  /** Connections for reads and commits, and as many again for exclusive units; default 8. */
  connections?: number;
  /** Told of connections that broke while nobody used them; they are replaced when needed. */
  onConnectionLost?: (error: Error) => void;
}

/** Throws StorageVersionError. */
export async function openPostgresStorage(options: PostgresStorageOptions): Promise<Storage> {
  const layouts = layoutTables(options.tables);
  const names = new PostgresNames(options.schema ?? 'madang');
  const { default: pg } = await import('pg');
  const openPool = () => {
    const pool = new pg.Pool({ connectionString: options.connectionString, max: options.connections ?? 8 });
    pool.on('error', (error) => options.onConnectionLost?.(error));
    return pool;
  };
  const pool = openPool();
  try {
    await inTransaction(pool, 'BEGIN', (client) => migratePostgres(client, names, layouts, options.schemaVersion));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return new PostgresStorage({ pool, exclusivePool: openPool(), names, layouts });
}

interface PostgresParts {
  pool: Pool;
  /** Exclusive units keep a connection while they wait, so they must not take those that others need to get done. */
  exclusivePool: Pool;
  names: PostgresNames;
  layouts: TableLayouts;
}

interface Committed<T> {
  value: T;
  effects: readonly (() => void)[];
}

class PostgresStorage extends RowReader implements Storage {
  readonly isShared = true;
  readonly #parts: PostgresParts;
  readonly #exclusive = new Lanes();
  readonly #retries = new Lanes();
  #closing: Promise<unknown> | undefined;

  constructor(parts: PostgresParts) {
    super(parts.layouts, new PostgresRows(queryOf(parts.pool), parts.names));
    this.#parts = parts;
  }

  async transact<T>(work: (unit: Unit) => Promise<T>, options?: TransactOptions): Promise<T> {
    if (this.#closing) throw new Error('The storage is closed');
    const { pool } = this.#parts;
    const { exclusive } = options ?? {};
    const { value, effects } = exclusive
      ? await this.#transactExclusive(work, exclusive)
      : await untilCommitted(this.#retries, () => this.#attempt(work, queryOf(pool)));
    runEffects(effects);
    return value;
  }

  async reset(): Promise<void> {
    const { pool, names } = this.#parts;
    await inTransaction(pool, 'BEGIN', (client) => emptyPostgres(client, names));
  }

  async close(): Promise<void> {
    this.#closing ??= Promise.all([this.#parts.pool.end(), this.#parts.exclusivePool.end()]);
    await this.#closing;
  }

  /** This server's units of one key take turns here; only the first of them waits for other servers, in PostgreSQL. */
  #transactExclusive<T>(work: (unit: Unit) => Promise<T>, key: Key): Promise<Committed<T>> {
    const { exclusivePool, names } = this.#parts;
    const encoded = encodeKey(key);
    const lock = advisoryLock(`${names.schema} ${encoded}`);
    const begin = `BEGIN; SELECT pg_advisory_xact_lock(${lock})`;
    return this.#exclusive.run(encoded, () =>
      untilCommitted(this.#retries, () =>
        inTransaction(exclusivePool, begin, (client) => this.#attempt(work, queryInTurn(client))),
      ),
    );
  }

  async #attempt<T>(work: (unit: Unit) => Promise<T>, query: PostgresQuery): Promise<Committed<T>> {
    const { names, layouts } = this.#parts;
    const unit = new BufferedUnit(layouts, new PostgresRows(query, names));
    try {
      const value = await work(unit);
      if (unit.hasWrites) await this.#commit(unit, query);
      return { value, effects: unit.effects };
    } finally {
      unit.finish();
    }
  }

  async #commit(unit: BufferedUnit, query: PostgresQuery): Promise<void> {
    const { names, layouts } = this.#parts;
    const steps = JSON.stringify(commitSteps(unit, layouts, names));
    try {
      await query(`SELECT ${names.applyFunction}($1)`, [steps], 'commit');
    } catch (error) {
      // PostgreSQL does not say over which row: all retries of this server take turns.
      if (isConflict(error)) throw new StorageConflictError('a row of this unit', error);
      throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  const deadlock = '40P01';
  return error instanceof Error && 'code' in error && (error.code === serializationFailure || error.code === deadlock);
}

function advisoryLock(name: string): bigint {
  return createHash('sha256').update(name).digest().readBigInt64BE();
}
