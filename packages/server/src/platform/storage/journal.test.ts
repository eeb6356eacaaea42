import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { FileJournal, readJournal } from './journal.ts';

let directory: string;
let database: string;
let journal: FileJournal;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'madang-journal-'));
  database = join(directory, 'db');
  journal = new FileJournal(database);
  journal.begin(7);
});
afterEach(() => {
  journal.remove();
  rmSync(directory, { recursive: true });
});

const left = (applied: number) => [...readJournal(database, applied)];
const fileOf = (generation: number) => `${database}.recent-${generation % 2}`;

test('what was appended is found again, in order, from the generation after the applied one', () => {
  const long = '한'.repeat(50_000);
  journal.append('a\0b\0');
  journal.append(long);
  expect(left(6)).toEqual([{ generation: 7, changes: ['a\0b\0', long] }]);
  journal.begin(8);
  journal.append('later');
  expect(left(6).map(({ generation }) => generation)).toEqual([7, 8]);
  expect(left(7)).toEqual([{ generation: 8, changes: ['later'] }]);
  expect(left(8)).toEqual([]);
});

test('a file is used again for the generation after the next', () => {
  journal.append('seven');
  journal.begin(8);
  journal.append('eight');
  journal.begin(9);
  expect(left(8)).toEqual([]);
  journal.append('nine');
  expect(left(7)).toEqual([
    { generation: 8, changes: ['eight'] },
    { generation: 9, changes: ['nine'] },
  ]);
});

test('what an older generation has left behind a shorter one is not taken for it', () => {
  journal.append('seven');
  for (let record = 0; record < 10; record++) journal.append('of seven');
  journal.begin(8);
  journal.append('eight');
  journal.begin(9);
  journal.append('nine!');
  expect(left(7)).toEqual([
    { generation: 8, changes: ['eight'] },
    { generation: 9, changes: ['nine!'] },
  ]);
  const large = 'x'.repeat(17 * 1024 * 1024);
  journal.append(large);
  journal.begin(10);
  journal.begin(11);
  expect(readFileSync(fileOf(11))).toHaveLength(0);
});

test('a generation without its predecessor is not used', () => {
  journal.append('seven');
  expect(left(5)).toEqual([]);
});

test('a record that was cut short, or is garbage, ends the journal', () => {
  journal.append('whole');
  const end = readFileSync(fileOf(7)).length;
  journal.append('cut short');
  truncateSync(fileOf(7), end + 15);
  expect(left(6)).toEqual([{ generation: 7, changes: ['whole'] }]);
  truncateSync(fileOf(7), end + 3);
  expect(left(6)).toEqual([{ generation: 7, changes: ['whole'] }]);
  appendFileSync(fileOf(7), Buffer.alloc(100, 7));
  expect(left(6)).toEqual([{ generation: 7, changes: ['whole'] }]);
});

test('a changed byte ends the journal before it', () => {
  journal.append('first');
  journal.append('second');
  const bytes = readFileSync(fileOf(7));
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(fileOf(7), bytes);
  expect(left(6)).toEqual([{ generation: 7, changes: ['first'] }]);
});

test('nothing is left of it when it is removed', () => {
  journal.append('a');
  journal.remove();
  expect(readdirSync(directory)).toEqual([]);
  journal = new FileJournal(database);
});
