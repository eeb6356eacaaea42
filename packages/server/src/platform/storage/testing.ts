import { randomUUID } from 'node:crypto';

import { openPostgresStorage } from './postgres-storage.ts';
import { missingPostgres, startPostgres } from './postgres-test-server.ts';
import type { PostgresTestServer } from './postgres-test-server.ts';
import { openSqliteStorage } from './sqlite-storage.ts';
import type { Storage, Table } from './storage.ts';

export type TestBackend = 'sqlite' | 'postgres';

/** One PostgreSQL per test process: starting one takes about a second. It ends with the process. */
const shared: { server?: Promise<PostgresTestServer> } = {};

/** Why a backend cannot be tested on this machine: `describe.skipIf(missingBackend(backend))`. */
export function missingBackend(backend: TestBackend): string | undefined {
  return backend === 'postgres' ? missingPostgres() : undefined;
}

/** A fresh, empty storage. */
export async function openTestStorage(
  tables: readonly Table<never>[],
  backend: TestBackend = 'sqlite',
): Promise<Storage> {
  if (backend === 'sqlite') return openSqliteStorage({ path: ':memory:', tables, schemaVersion: 1 });
  return openPostgresStorage({ ...(await newPostgresPlace()), tables, schemaVersion: 1 });
}

/** Where a PostgreSQL storage can be opened, and opened again. */
export async function newPostgresPlace(): Promise<{ connectionString: string; schema: string }> {
  shared.server ??= startPostgres();
  const { connectionString } = await shared.server;
  return { connectionString, schema: `test_${randomUUID().replaceAll('-', '')}` };
}
