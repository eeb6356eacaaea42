import { DatabaseSync } from 'node:sqlite';

import { StorageInUseError } from './storage-errors.ts';

const busyCode = 5;
/** A server that was just killed may hold its locks for a moment. */
const lockPatienceMs = 1000;

/**
 * - locking_mode=EXCLUSIVE keeps other servers off; the lock is the kernel's, so `kill -9` releases it. It must be set
 *   before the write-ahead log is first touched: the log's index then lives in plain memory.
 * - synchronous=NORMAL: a COMMIT hands the log to the kernel, so it survives the death of this process, however sudden.
 *   The disk is waited for at checkpoints only: power loss may take the last moments, but never damages the database.
 * - A checkpoint stops the process for as long as the disk takes. Every 8000 pages (32 MB) that meets well under one
 *   in a hundred of 16 concurrent requests; at SQLite's 1000 it would be their 99th percentile.
 * - Caches are small, since the kernel has the file's pages anyway.
 */
const setUp = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -8192;
  PRAGMA wal_autocheckpoint = 8000;
  PRAGMA journal_size_limit = 33554432;
  PRAGMA temp_store = MEMORY;
  BEGIN IMMEDIATE;
  COMMIT;
`;

export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: lockPatienceMs });
  try {
    database.exec(setUp);
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new StorageInUseError(path, error);
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busyCode;
}
