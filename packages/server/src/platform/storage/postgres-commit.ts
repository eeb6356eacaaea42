import type { BufferedUnit, VersionRead, Write } from './buffered-unit.ts';
import { compareUtf8 } from './key.ts';
import { noVersion } from './postgres-rows.ts';
import { indexColumn } from './postgres-schema.ts';
import type { PostgresNames } from './postgres-schema.ts';
import { requireLayout } from './row-reader.ts';
import type { TableLayout, TableLayouts } from './table.ts';

/** A statement of a commit: `$1` is `rows`; `expected` is how many rows it must touch, where that tells a conflict. */
interface CommitStep {
  sql: string;
  rows: Record<string, unknown>[];
  expected?: number;
}

/**
 * What `storage_apply` must do for a unit. Rows come in the order of their keys, tables in that of their names, so
 * that units which write the same rows wait for each other instead of deadlocking; counters, which many units share,
 * come last and are held the shortest.
 */
export function commitSteps(unit: BufferedUnit, layouts: TableLayouts, names: PostgresNames): CommitStep[] {
  const reads = readsByTable(unit.reads);
  const tables = [...new Set([...reads.keys(), ...unit.writes.keys()])].sort();
  const steps = tables.flatMap((table) => {
    const writes = sortByKey(unit.writes.get(table));
    const checks = checkSteps(names.table(table), sortByKey(reads.get(table)), unit.writes.get(table));
    return [...checks, ...writeSteps(names, requireLayout(layouts, table), writes)];
  });
  const adds = sortByKey(unit.adds).map(([key, delta]) => ({ key, delta }));
  return [...steps, addStep(names, adds)].filter(({ rows }) => rows.length > 0);
}

function readsByTable(reads: readonly VersionRead[]): Map<string, Map<string, number>> {
  const byTable = new Map<string, Map<string, number>>();
  for (const { table, key, version } of reads) {
    const ofTable = byTable.get(table);
    if (!ofTable) byTable.set(table, new Map([[key, version]]));
    else if (!ofTable.has(key)) ofTable.set(key, version);
  }
  return byTable;
}

/**
 * Rows that were read keep the version that was seen, until the commit: those to be written are locked for that, the
 * others shared. A row that was not there cannot be locked; instead an empty one is put in its place, which makes
 * others that insert it wait, and fails where they were first.
 */
function checkSteps(
  table: string,
  reads: readonly [string, number][],
  writes: ReadonlyMap<string, Write> | undefined,
): CommitStep[] {
  const seen = reads.filter(([, version]) => version !== noVersion).map(([key, version]) => ({ key, version }));
  const absent = reads.filter(([, version]) => version === noVersion).map(([key]) => ({ key }));
  const unwritten = absent.filter(({ key }) => !writes?.has(key));
  const lock = (rows: typeof seen, strength: string) => ({
    sql: `SELECT 1 FROM ${table} AS stored
      JOIN json_to_recordset($1) AS seen (key TEXT COLLATE "C", version BIGINT) USING (key)
      WHERE stored.version = seen.version ORDER BY key FOR ${strength} OF stored`,
    rows,
    expected: rows.length,
  });
  return [
    lock(
      seen.filter(({ key }) => writes?.has(key)),
      'UPDATE',
    ),
    lock(
      seen.filter(({ key }) => !writes?.has(key)),
      'SHARE',
    ),
    {
      sql: `INSERT INTO ${table} (key, version) SELECT key, ${noVersion} FROM json_to_recordset($1) AS absent (key TEXT)
        ON CONFLICT DO NOTHING`,
      rows: absent,
      expected: absent.length,
    },
    { sql: deleteSql(table), rows: unwritten },
  ];
}

function writeSteps(names: PostgresNames, layout: TableLayout, writes: readonly [string, Write][]): CommitStep[] {
  const table = names.table(layout.name);
  const columns = layout.indexNames.map(indexColumn);
  const all = ['key', 'body', ...columns];
  const updates = ['version', ...all.slice(1)].map((column) => `${column} = excluded.${column}`);
  const puts = writes
    .filter(([, { body }]) => body !== undefined)
    .map(([key, { body, indexKeys }]) => {
      const indexed = layout.indexNames.map((index, i) => [`by_${index}`, indexKeys[i]]);
      return { key, body, ...(Object.fromEntries(indexed) as Record<string, string | null>) };
    });
  const deletions = writes.filter(([, { body }]) => body === undefined).map(([key]) => ({ key }));
  return [
    {
      sql: `INSERT INTO ${table} (version, ${all.join(', ')})
        SELECT nextval('${names.versions}'), ${all.join(', ')}
        FROM json_to_recordset($1) AS new (${all.map((column) => `${column} TEXT`).join(', ')})
        ON CONFLICT (key) DO UPDATE SET ${updates.join(', ')}`,
      rows: puts,
    },
    { sql: deleteSql(table), rows: deletions },
  ];
}

function addStep(names: PostgresNames, rows: Record<string, unknown>[]): CommitStep {
  const sql = `INSERT INTO ${names.table(names.counters)} AS stored (key, value)
    SELECT key, delta FROM json_to_recordset($1) AS new (key TEXT, delta FLOAT8)
    ON CONFLICT (key) DO UPDATE SET value = stored.value + excluded.value`;
  return { sql, rows };
}

function deleteSql(table: string): string {
  return `DELETE FROM ${table} AS stored USING json_to_recordset($1) AS gone (key TEXT COLLATE "C")
    WHERE stored.key = gone.key`;
}

function sortByKey<Value>(entries: ReadonlyMap<string, Value> | undefined): [string, Value][] {
  return [...(entries ?? [])].sort(([a], [b]) => compareUtf8(a, b));
}
