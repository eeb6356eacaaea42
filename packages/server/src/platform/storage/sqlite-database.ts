import { DatabaseSync } from 'node:sqlite';

import { StorageInUseError } from './storage-errors.ts';

const busyCode = 5;
/** A server that was just killed may hold its locks for a moment. */
const lockPatienceMs = 1000;

/**
 * - synchronous=NORMAL: a COMMIT hands the log to the kernel, so it survives the death of this process, however sudden.
 *   The disk is waited for at checkpoints only: power loss may take the last moments, but never damages the database.
 * - A checkpoint takes as long as the disk takes, and changes wait meanwhile: every 8000 pages (32 MB), instead of
 *   SQLite's 1000.
 * - Caches are small, since the kernel has the file's pages anyway.
 */
const setUp = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -8192;
  PRAGMA wal_autocheckpoint = 8000;
  PRAGMA journal_size_limit = 33554432;
  PRAGMA temp_store = MEMORY;
`;

export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: lockPatienceMs });
  try {
    database.exec(setUp);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Keeps other servers off as long as it is open: a database of its own that stays locked, since connections of this
 * server must share the real one. The lock is the kernel's, so `kill -9` releases it. Throws StorageInUseError.
 */
export function lockDatabase(path: string): DatabaseSync {
  const lock = new DatabaseSync(path === ':memory:' ? path : `${path}.lock`, { timeout: lockPatienceMs });
  try {
    lock.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw new StorageInUseError(path, error);
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busyCode;
}
