import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { crashRows } from './crash-rows.ts';
import { noJournal } from './journal.ts';
import { openSqliteStorage } from './sqlite-storage.ts';
import { StorageInUseError } from './storage-errors.ts';
import { describeRanges } from './storage-ranges.contract.ts';
import { describeStorage } from './storage.contract.ts';
import type { Storage } from './storage.ts';
import { defineTable } from './table.ts';
import { openTestStorage } from './testing.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'madang-sqlite-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const rows = defineTable<{ id: string; text: string }>()({ name: 'test.rows', key: (row) => [row.id] });

describe('SQLite storage on disk', () => {
  const backend = {
    open: async (tables: Parameters<typeof openTestStorage>[0], schemaVersion = 1) =>
      openSqliteStorage({ path: join(directory, 'contract.sqlite'), tables, schemaVersion }),
  };
  describeStorage(backend);
  describe.each([500, 10])('with batches of %i rows', (rowsPerBatch) => {
    describeRanges({
      open: async (tables, schemaVersion = 1) =>
        openSqliteStorage({
          path: join(directory, `ranges-${rowsPerBatch}.sqlite`),
          tables,
          schemaVersion,
          rowsPerBatch,
        }),
    });
  });

  test('is for one server at a time', async () => {
    const path = join(directory, 'locked.sqlite');
    const first = openSqliteStorage({ path, tables: [rows], schemaVersion: 1 });
    expect(() => openSqliteStorage({ path, tables: [rows], schemaVersion: 1 })).toThrow(StorageInUseError);
    await first.close();
    await first.close();
    await expect(first.transact(async () => {})).rejects.toThrow('closed');
    await openSqliteStorage({ path, tables: [rows], schemaVersion: 1 }).close();
  });

  test('close commits what was not committed yet', async () => {
    const path = join(directory, 'closing.sqlite');
    const first = openSqliteStorage({ path, tables: [rows], schemaVersion: 1 });
    const written = first.transact(async (unit) => unit.put(rows, { id: 'a', text: 'x' }));
    await Promise.resolve();
    await Promise.resolve();
    await Promise.all([first.close(), written]);
    const second = openSqliteStorage({ path, tables: [rows], schemaVersion: 1 });
    expect(await second.get(rows, ['a'])).toEqual({ id: 'a', text: 'x' });
    await second.close();
  });

  test('a group that the journal does not take leaves nothing, and units that read from it run again', async () => {
    let isFull = true;
    const append = () => {
      if (isFull) throw new Error('disk full');
    };
    const storage = openSqliteStorage({
      path: join(directory, 'failing.sqlite'),
      tables: [rows],
      schemaVersion: 1,
      journal: { ...noJournal, append },
    });
    let runs = 0;
    let writeDone = Promise.resolve();
    const reader = storage.transact(async (unit) => {
      runs++;
      if (runs === 1) {
        writeDone = storage.transact(async (other) => {
          other.put(rows, { id: 'a', text: 'x' });
          other.add(['n'], 666);
        });
        await new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(undefined))));
      }
      const seen = await unit.get(rows, ['a']);
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      isFull = false;
      unit.put(rows, { id: 'b', text: seen ? 'saw a' : 'saw nothing' });
    });
    const outcomes = await Promise.allSettled([reader, writeDone]);
    expect(outcomes).toMatchObject([{ status: 'fulfilled' }, { reason: { message: 'disk full' } }]);
    expect(runs).toBe(2);
    expect(await storage.list(rows, {})).toEqual([{ id: 'b', text: 'saw nothing' }]);
    expect(await storage.counter(['n'])).toBe(0);
    await storage.close();
  });

  test('what the database does not take waits in the journal, until too much waits', async () => {
    const path = join(directory, 'refusing.sqlite');
    await openSqliteStorage({ path, tables: [], schemaVersion: 1 }).close();
    const trigger = (change: string) => {
      const raw = new DatabaseSync(path);
      raw.exec(change);
      raw.close();
    };
    trigger(`CREATE TRIGGER fail BEFORE INSERT ON storage_counters BEGIN SELECT RAISE(ABORT, 'disk on fire'); END`);
    const open = () => openSqliteStorage({ path, tables: [rows], schemaVersion: 1, rowsPerBatch: 10 });
    const put = (storage: Storage, id: number) =>
      storage.transact(async (unit) => {
        unit.put(rows, { id: String(id), text: 'x' });
        unit.add(['rows'], 1);
      });
    const first = open();
    let answered = 0;
    const putAll = async () => {
      for (; answered < 1000; answered++) await put(first, answered);
    };
    await expect(putAll()).rejects.toThrow('disk on fire');
    expect(answered).toBeGreaterThan(40);
    expect(await first.count(rows, {})).toBe(answered);
    expect(await first.counter(['rows'])).toBe(answered);
    await expect(first.close()).rejects.toThrow('disk on fire');
    trigger('DROP TRIGGER fail');
    const second = open();
    expect(await second.count(rows, {})).toBe(answered);
    expect(await second.counter(['rows'])).toBe(answered);
    await second.close();
    const third = open();
    expect(await third.counter(['rows'])).toBe(answered);
    await third.close();
  });

  test('rows that come, go and come back are found when many others were looked for in vain', async () => {
    const path = join(directory, 'filtered.sqlite');
    const storage = openSqliteStorage({ path, tables: [rows], schemaVersion: 1, rowsPerBatch: 50 });
    const id = (i: number) => `row ${i}`;
    const put = (from: number, to: number) =>
      storage.transact(async (unit) => {
        for (let i = from; i < to; i++) unit.put(rows, { id: id(i), text: `${i}` });
      });
    const found = async (from: number, to: number) => {
      let count = 0;
      for (let i = from; i < to; i++) if ((await storage.get(rows, [id(i)]))?.text === `${i}`) count++;
      return count;
    };
    for (let i = 0; i < 2000; i += 100) await put(i, i + 100);
    expect(await found(10_000, 11_000)).toBe(0);
    // The filter is made step by step meanwhile.
    for (let i = 2000; i < 2600; i += 100) await put(i, i + 100);
    expect(await found(0, 2600)).toBe(2600);
    expect(await found(10_000, 11_000)).toBe(0);
    await storage.transact(async (unit) => unit.delete(rows, [id(7)]));
    expect(await found(0, 10)).toBe(9);
    await put(7, 8);
    for (let i = 2600; i < 3200; i += 100) await put(i, i + 100);
    expect(await found(0, 3200)).toBe(3200);
    await storage.reset();
    expect(await found(0, 3200)).toBe(0);
    await put(0, 300);
    expect(await found(0, 3200)).toBe(300);
    await storage.close();
  });

  test('survives kill -9 with everything that was answered', { timeout: 60_000 }, async () => {
    const path = join(directory, 'crash.sqlite');
    const answered = new Set<string>();
    for (let round = 0; round < 5; round++) {
      for (const id of await writeUntilKilled(path, round)) answered.add(id);
      const raw = new DatabaseSync(path);
      expect(raw.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      raw.close();
      const storage = openSqliteStorage({ path, tables: [crashRows], schemaVersion: 1 });
      const stored = new Set((await storage.list(crashRows, {})).map(({ id }) => id));
      expect([...answered].filter((id) => !stored.has(id) || !stored.has(`${id} twin`))).toEqual([]);
      expect(await storage.counter(['rows'])).toBe(stored.size);
      expect(await storage.count(crashRows, { index: 'byWriter' })).toBe(stored.size);
      await storage.close();
    }
    expect(answered.size).toBeGreaterThan(100);
  });
});

const named = (name: string, indexes = {}) => defineTable<{ id: string }>()({ name, key: (row) => [row.id], indexes });

describe('table names', () => {
  test('that clash or cannot be are refused', async () => {
    await expect(openTestStorage([named('a.b'), named('a.B')])).rejects.toThrow('Two tables are named a.B');
    await expect(openTestStorage([named('a"b')])).rejects.toThrow('cannot be the name of a table');
    await expect(openTestStorage([named('a', { 'b c': () => undefined })])).rejects.toThrow('name of an index');
  });
});

/** Lines that the writer printed whole before it was killed, a little later in each round. */
async function writeUntilKilled(path: string, round: number): Promise<string[]> {
  const script = fileURLToPath(new URL('crash-writer.ts', import.meta.url));
  const writer = spawn(process.execPath, [script, path, `${round}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  writer.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  writer.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.length > 2000 * (round + 1)) writer.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => writer.on('close', (_code, signal) => resolve(signal)));
  if (signal !== 'SIGKILL') throw new Error(`The writer ended by itself: ${errors}`);
  return output.split('\n').slice(0, -1);
}
