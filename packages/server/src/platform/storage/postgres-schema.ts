import type { PoolClient } from 'pg';

import { StorageVersionError } from './storage-errors.ts';
import type { TableLayout, TableLayouts } from './table.ts';

export const serializationFailure = '40001';

const reindexPage = 1000;
const textType = 'TEXT COLLATE "C"';

/** Names in one PostgreSQL schema, whose own name is the only thing that sets two clouds in a database apart. */
export class PostgresNames {
  readonly schema: string;

  constructor(schema: string) {
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) {
      throw new Error(`${JSON.stringify(schema)} cannot be the name of a PostgreSQL schema for this storage`);
    }
    this.schema = schema;
  }

  table(name: string): string {
    return `${this.schema}."${name}"`;
  }

  // Names with an underscore cannot be those of services' tables.
  readonly meta = 'storage_meta';
  readonly counters = 'storage_counters';

  get applyFunction(): string {
    return `${this.schema}.storage_apply`;
  }

  get versions(): string {
    return `${this.schema}.storage_versions`;
  }
}

export function indexColumn(index: string): string {
  return `"by_${index}"`;
}

/** Names of the indexes by table, as they are in the database. */
type StoredLayout = Record<string, string[]>;

/** Like SQLite's `migrate`, within a transaction, and under a lock against servers that start at the same moment. */
export async function migratePostgres(
  client: PoolClient,
  names: PostgresNames,
  layouts: TableLayouts,
  schemaVersion: number,
): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`storage schema ${names.schema}`]);
  await requireUtf8(client);
  await client.query(commonSchema(names));
  const storedVersion = Number((await readMeta(client, names, 'schemaVersion')) ?? schemaVersion);
  if (storedVersion > schemaVersion) throw new StorageVersionError(storedVersion, schemaVersion);
  const stored = JSON.parse((await readMeta(client, names, 'layout')) ?? '{}') as StoredLayout;
  const wanted: StoredLayout = { ...stored };
  const created: string[] = [];
  for (const layout of layouts.values()) {
    wanted[layout.name] = [...layout.indexNames];
    const indexes = stored[layout.name];
    if (indexes) await migrateTable(client, names, layout, indexes, storedVersion < schemaVersion);
    else created.push(...createTable(names, layout));
  }
  // Hundreds of statements in one round trip.
  if (created.length > 0) await client.query(created.join(';\n'));
  await writeMeta(client, names, 'layout', JSON.stringify(wanted));
  await writeMeta(client, names, 'schemaVersion', String(schemaVersion));
}

export async function emptyPostgres(client: PoolClient, names: PostgresNames): Promise<void> {
  const stored = JSON.parse((await readMeta(client, names, 'layout')) ?? '{}') as StoredLayout;
  const tables = [...Object.keys(stored), names.counters];
  await client.query(tables.map((table) => `DELETE FROM ${names.table(table)}`).join(';\n'));
}

async function requireUtf8(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
  const encoding = rows[0]?.server_encoding;
  if (encoding !== 'UTF8') throw new Error(`The PostgreSQL database must have the encoding UTF8, not ${encoding}`);
}

/**
 * `storage_apply` runs the steps of a commit in one round trip, and so in one transaction: each is a statement over
 * the rows in `rows`; where it touches another number of rows than expected, another unit was there before.
 */
function commonSchema(names: PostgresNames): string {
  return `
    CREATE SCHEMA IF NOT EXISTS ${names.schema};
    CREATE TABLE IF NOT EXISTS ${names.table(names.meta)} (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS ${names.table(names.counters)}
      (key TEXT COLLATE "C" PRIMARY KEY, value DOUBLE PRECISION NOT NULL);
    CREATE SEQUENCE IF NOT EXISTS ${names.versions} CACHE 100;
    CREATE OR REPLACE FUNCTION ${names.applyFunction}(steps JSON) RETURNS VOID LANGUAGE plpgsql AS $body$
      DECLARE
        step JSON;
        touched BIGINT;
      BEGIN
        FOR step IN SELECT value FROM json_array_elements(steps) LOOP
          EXECUTE step->>'sql' USING step->'rows';
          GET DIAGNOSTICS touched = ROW_COUNT;
          IF touched <> (step->>'expected')::BIGINT THEN
            RAISE EXCEPTION 'conflict' USING ERRCODE = '${serializationFailure}';
          END IF;
        END LOOP;
      END
    $body$;`;
}

function createTable(names: PostgresNames, { name, indexNames }: TableLayout): string[] {
  const indexColumns = indexNames.map((index) => `${indexColumn(index)} ${textType}, `).join('');
  return [
    `CREATE TABLE ${names.table(name)} (key ${textType} PRIMARY KEY, version BIGINT NOT NULL, ${indexColumns}body TEXT)`,
    ...indexNames.map((index) => createIndex(names, name, index)),
  ];
}

function createIndex(names: PostgresNames, table: string, index: string): string {
  const column = indexColumn(index);
  return `CREATE INDEX "${table}/${index}" ON ${names.table(table)} (${column}, key) WHERE ${column} IS NOT NULL`;
}

async function migrateTable(
  client: PoolClient,
  names: PostgresNames,
  layout: TableLayout,
  stored: readonly string[],
  mustReindex: boolean,
): Promise<void> {
  const { name, indexNames } = layout;
  const table = names.table(name);
  const removed = stored.filter((index) => !indexNames.includes(index));
  const added = indexNames.filter((index) => !stored.includes(index));
  // The index goes with its column.
  for (const index of removed) await client.query(`ALTER TABLE ${table} DROP COLUMN ${indexColumn(index)}`);
  for (const index of added) await client.query(`ALTER TABLE ${table} ADD COLUMN ${indexColumn(index)} ${textType}`);
  if (added.length > 0 || mustReindex) await reindex(client, table, layout);
  for (const index of added) await client.query(createIndex(names, name, index));
}

async function reindex(client: PoolClient, table: string, layout: TableLayout): Promise<void> {
  const { indexNames } = layout;
  if (indexNames.length === 0) return;
  const assignments = indexNames.map((index, i) => `${indexColumn(index)} = new.keys->>${i}`).join(', ');
  let last: string | undefined = '';
  while (last !== undefined) {
    const page: { rows: { key: string; body: string }[] } = await client.query(
      `SELECT key, body FROM ${table} WHERE key > $1 ORDER BY key LIMIT ${reindexPage}`,
      [last],
    );
    const updates = page.rows.map(({ key, body }) => ({ key, keys: layout.indexKeysOf(JSON.parse(body)) }));
    await client.query(
      `UPDATE ${table} AS old SET ${assignments}
       FROM json_to_recordset($1) AS new (key TEXT COLLATE "C", keys JSON) WHERE old.key = new.key`,
      [JSON.stringify(updates)],
    );
    last = page.rows.at(-1)?.key;
  }
}

async function readMeta(client: PoolClient, names: PostgresNames, name: string): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>(
    `SELECT value FROM ${names.table(names.meta)} WHERE name = $1`,
    [name],
  );
  return rows[0]?.value;
}

async function writeMeta(client: PoolClient, names: PostgresNames, name: string, value: string): Promise<void> {
  await client.query(
    `INSERT INTO ${names.table(names.meta)} (name, value) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [name, value],
  );
}
