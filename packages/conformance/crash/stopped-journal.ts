import { existsSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';

const headBytes = 12;

/**
 * Brings the rows of a killed server's database up to its journal, as its next start will: records of a generation,
 * a length, a checksum and a text, in which each write is a table, a key and a body that end with U+0000.
 */
export function applyJournal(database: DatabaseSync, path: string): void {
  const applied = Number(database.prepare('SELECT applied FROM storage_journal').get()?.['applied']);
  // A server that was stopped has left none.
  const files = [0, 1].map((file) => `${path}.recent-${file}`).map((file) => existsSync(file) && readFileSync(file));
  for (let generation = applied + 1; ; generation++) {
    const records = recordsOf(files[generation % 2] || Buffer.alloc(0), generation);
    if (records.length === 0) return;
    for (const record of records) applyRecord(database, record);
  }
}

function recordsOf(file: Buffer, generation: number): string[] {
  const records: string[] = [];
  for (let at = 0; at + headBytes <= file.length && file.readUInt32LE(at) === generation;) {
    const end = at + headBytes + file.readUInt32LE(at + 4);
    const text = file.subarray(at + headBytes, end);
    if (end > file.length || crc32(text, generation) !== file.readUInt32LE(at + 8)) break;
    records.push(text.toString());
    at = end;
  }
  return records;
}

function applyRecord(database: DatabaseSync, record: string): void {
  const parts = record.split('\0');
  for (let i = 0; i + 2 < parts.length; i += 3) {
    const [table = '', key = '', body = ''] = parts.slice(i, i + 3);
    // Counters are of no interest here.
    if (table === '') continue;
    database.exec(`CREATE TABLE IF NOT EXISTS "${table}" (key TEXT PRIMARY KEY, body TEXT)`);
    if (body === '') database.prepare(`DELETE FROM "${table}" WHERE key = ?`).run(key);
    else {
      const put = `INSERT INTO "${table}" (key, body) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body`;
      database.prepare(put).run(key, body);
    }
  }
}
