import type { DatabaseSync } from 'node:sqlite';

import { StorageVersionError } from './storage-errors.ts';
import type { TableLayout, TableLayouts } from './table.ts';

/** Names with an underscore cannot be those of services' tables. */
const metaTable = 'storage_tables';
export const counterTable = 'storage_counters';
/** One row: the last generation of changes that was applied from the journal. */
export const journalTable = 'storage_journal';

const reindexPage = 1000;

export type TableNames = Pick<TableLayout, 'indexNames' | 'name'>;

export function quote(name: string): string {
  return `"${name}"`;
}

export function indexColumn(index: string): string {
  return quote(`by_${index}`);
}

export function indexName(table: string, index: string): string {
  return quote(`${table}/${index}`);
}

/**
 * Brings the tables that are there to their declared indexes. Indexes are rebuilt when they are new, and all of them
 * when the schema version grows: that is how a change of what an index computes takes effect.
 */
export function migrate(database: DatabaseSync, layouts: TableLayouts, schemaVersion: number): void {
  const storedVersion = readSchemaVersion(database) ?? schemaVersion;
  if (storedVersion > schemaVersion) throw new StorageVersionError(storedVersion, schemaVersion);
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(`
      CREATE TABLE IF NOT EXISTS ${metaTable} (name TEXT PRIMARY KEY, indexes TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS ${counterTable} (key TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS ${journalTable} (applied INTEGER NOT NULL);
      INSERT INTO ${journalTable} SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM ${journalTable});
      PRAGMA user_version = ${schemaVersion};
    `);
    for (const [name, indexes] of storedTables(database)) {
      const layout = layouts.get(name);
      // Tables of services that are not there at the moment stay as they are.
      if (layout) migrateTable(database, layout, indexes, storedVersion < schemaVersion);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Names of the indexes by table, as they are in the database, of services that are not there at the moment too. */
export function storedTables(database: DatabaseSync): Map<string, string[]> {
  const rows = database.prepare(`SELECT name, indexes FROM ${metaTable}`).all() as { name: string; indexes: string }[];
  return new Map(rows.map(({ name, indexes }) => [name, JSON.parse(indexes) as string[]]));
}

export function appliedGeneration(database: DatabaseSync): number {
  return Number(database.prepare(`SELECT applied FROM ${journalTable}`).get()?.['applied']);
}

/** Undefined in a new database. */
function readSchemaVersion(database: DatabaseSync): number | undefined {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.['user_version']) || undefined;
}

function migrateTable(
  database: DatabaseSync,
  layout: TableLayout,
  stored: readonly string[],
  mustReindex: boolean,
): void {
  const { name, indexNames } = layout;
  for (const index of stored.filter((each) => !indexNames.includes(each))) {
    database.exec(`DROP INDEX ${indexName(name, index)}`);
    database.exec(`ALTER TABLE ${quote(name)} DROP COLUMN ${indexColumn(index)}`);
  }
  const added = indexNames.filter((each) => !stored.includes(each));
  for (const index of added) database.exec(`ALTER TABLE ${quote(name)} ADD COLUMN ${indexColumn(index)} TEXT`);
  if (added.length > 0 || mustReindex) reindex(database, layout);
  for (const index of added) createIndex(database, name, index);
  noteTable(database, layout);
}

/**
 * A rowid table: bodies are appended, and random keys scatter over a compact index only (measured: two thirds of the
 * cost of WITHOUT ROWID, where they scatter over the bodies). Index columns stand before the body, so that updating an
 * index does not read through the pages of a long body.
 */
export function createTable(database: DatabaseSync, { name, indexNames }: TableNames): void {
  const columns = ['key TEXT PRIMARY KEY', ...indexNames.map((index) => `${indexColumn(index)} TEXT`), 'body TEXT'];
  database.exec(`CREATE TABLE ${quote(name)} (${columns.join(', ')})`);
  for (const index of indexNames) createIndex(database, name, index);
  noteTable(database, { name, indexNames });
}

function createIndex(database: DatabaseSync, table: string, index: string): void {
  const column = indexColumn(index);
  const target = `${quote(table)} (${column}, key)`;
  database.exec(`CREATE INDEX ${indexName(table, index)} ON ${target} WHERE ${column} IS NOT NULL`);
}

function reindex(database: DatabaseSync, layout: TableLayout): void {
  if (layout.indexNames.length === 0) return;
  const table = quote(layout.name);
  const page = database.prepare(`SELECT key, body FROM ${table} WHERE key > ? ORDER BY key LIMIT ${reindexPage}`);
  const columns = layout.indexNames.map((index) => `${indexColumn(index)} = ?`);
  const update = database.prepare(`UPDATE ${table} SET ${columns.join(', ')} WHERE key = ?`);
  let last: string | undefined = '';
  while (last !== undefined) {
    const rows = page.all(last) as { key: string; body: string }[];
    for (const { key, body } of rows) update.run(...layout.indexKeysOf(JSON.parse(body)), key);
    last = rows.at(-1)?.key;
  }
}

function noteTable(database: DatabaseSync, { name, indexNames }: TableNames): void {
  const statement = database.prepare(`INSERT OR REPLACE INTO ${metaTable} (name, indexes) VALUES (?, ?)`);
  statement.run(name, JSON.stringify(indexNames));
}
