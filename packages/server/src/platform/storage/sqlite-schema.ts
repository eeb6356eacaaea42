import type { DatabaseSync } from 'node:sqlite';

import { StorageVersionError } from './storage-errors.ts';
import type { TableLayout, TableLayouts } from './table.ts';

/** Names with an underscore cannot be those of services' tables. */
export const metaTable = 'storage_meta';
export const counterTable = 'storage_counters';

const reindexPage = 1000;

export function quote(name: string): string {
  return `"${name}"`;
}

export function indexColumn(index: string): string {
  return quote(`by_${index}`);
}

export function indexName(table: string, index: string): string {
  return quote(`${table}/${index}`);
}

/** Names of the indexes by table, as they are in the database. */
type StoredLayout = Record<string, string[]>;

/**
 * Brings the database to the declared tables. Indexes are rebuilt when they are new, and all of them when the schema
 * version grows: that is how a change of what an index computes takes effect.
 */
export function migrate(database: DatabaseSync, layouts: TableLayouts, schemaVersion: number): void {
  database.exec(`CREATE TABLE IF NOT EXISTS ${metaTable} (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`);
  const storedVersion = Number(readMeta(database, 'schemaVersion') ?? schemaVersion);
  if (storedVersion > schemaVersion) throw new StorageVersionError(storedVersion, schemaVersion);
  const stored = JSON.parse(readMeta(database, 'layout') ?? '{}') as StoredLayout;
  // Tables of services that are not there at the moment stay as they are.
  const wanted: StoredLayout = { ...stored };
  for (const layout of layouts.values()) wanted[layout.name] = [...layout.indexNames];
  const isOlder = storedVersion < schemaVersion;
  if (!isOlder && JSON.stringify(stored) === JSON.stringify(wanted)) return;

  database.exec('BEGIN IMMEDIATE');
  try {
    const counters = `CREATE TABLE IF NOT EXISTS ${counterTable} (key TEXT PRIMARY KEY, value REAL NOT NULL)`;
    database.exec(`${counters} WITHOUT ROWID`);
    for (const layout of layouts.values()) migrateTable(database, layout, stored[layout.name], isOlder);
    writeMeta(database, 'layout', JSON.stringify(wanted));
    writeMeta(database, 'schemaVersion', String(schemaVersion));
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Every table that holds rows, whether declared at the moment or not. */
export function tablesWithRows(database: DatabaseSync): string[] {
  const stored = JSON.parse(readMeta(database, 'layout') ?? '{}') as StoredLayout;
  return [...Object.keys(stored), counterTable];
}

function migrateTable(
  database: DatabaseSync,
  layout: TableLayout,
  stored: readonly string[] | undefined,
  mustReindex: boolean,
): void {
  const { name, indexNames } = layout;
  if (!stored) createTable(database, layout);
  const present = stored ?? indexNames;
  for (const index of present.filter((each) => !indexNames.includes(each))) {
    database.exec(`DROP INDEX ${indexName(name, index)}`);
    database.exec(`ALTER TABLE ${quote(name)} DROP COLUMN ${indexColumn(index)}`);
  }
  const added = indexNames.filter((each) => !present.includes(each));
  for (const index of added) database.exec(`ALTER TABLE ${quote(name)} ADD COLUMN ${indexColumn(index)} TEXT`);
  if (added.length > 0 || mustReindex) reindex(database, layout);
  for (const index of stored ? added : indexNames) createIndex(database, name, index);
}

/**
 * A rowid table: bodies are appended, and random keys scatter over a compact index only (measured: two thirds of the
 * cost of WITHOUT ROWID, where they scatter over the bodies). Index columns stand before the body, so that updating an
 * index does not read through the pages of a long body.
 */
function createTable(database: DatabaseSync, { name, indexNames }: TableLayout): void {
  const columns = ['key TEXT PRIMARY KEY', ...indexNames.map((index) => `${indexColumn(index)} TEXT`), 'body TEXT'];
  database.exec(`CREATE TABLE ${quote(name)} (${columns.join(', ')})`);
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

function readMeta(database: DatabaseSync, name: string): string | undefined {
  const row = database.prepare(`SELECT value FROM ${metaTable} WHERE name = ?`).get(name);
  return row && String(row['value']);
}

function writeMeta(database: DatabaseSync, name: string, value: string): void {
  database.prepare(`INSERT OR REPLACE INTO ${metaTable} (name, value) VALUES (?, ?)`).run(name, value);
}
