import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { applyJournal } from './stopped-journal.ts';

/** Looks at a copy of a killed server's database: opening the files themselves would recover them, which is the next server's task. */
export async function withStoppedDatabase<T>(
  dataDirectory: string,
  look: (database: DatabaseSync) => T | Promise<T>,
): Promise<T> {
  const copy = await mkdtemp(join(tmpdir(), 'madang-crash-copy-'));
  try {
    for (const name of await readdir(dataDirectory)) {
      if (name.startsWith('madang.db')) await cp(join(dataDirectory, name), join(copy, name));
    }
    const database = new DatabaseSync(join(copy, 'madang.db'));
    try {
      applyJournal(database, join(copy, 'madang.db'));
      return await look(database);
    } finally {
      database.close();
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

export function databaseProblems(database: DatabaseSync): string[] {
  return [...integrityProblems(database), ...deadJobs(database)];
}

/** Rows of a table; none where nothing was ever written to it. */
export function rowsOf<Row>(database: DatabaseSync, table: string): Row[] {
  if (database.prepare('SELECT name FROM sqlite_schema WHERE name = ?').get(table) === undefined) return [];
  return database
    .prepare(`SELECT body FROM "${table}"`)
    .all()
    .map(({ body }) => JSON.parse(String(body)) as Row);
}

function integrityProblems(database: DatabaseSync): string[] {
  const rows = database.prepare('PRAGMA integrity_check').all();
  const problems = rows.map((row) => String(row['integrity_check']));
  return problems.filter((problem) => problem !== 'ok').map((problem) => `integrity check: ${problem}`);
}

/** A crash is not a failure of the job that it interrupts. */
function deadJobs(database: DatabaseSync): string[] {
  const dead = rowsOf<{ diedAt?: number }>(database, 'platform.jobs').filter(({ diedAt }) => diedAt !== undefined);
  return dead.map((job) => `dead job: ${JSON.stringify(job)}`);
}
