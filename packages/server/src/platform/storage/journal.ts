import { closeSync, constants, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Where answered changes are safe until the database has them. */
export interface Journal {
  /** What is appended from now on belongs to this generation. Those before the last one are not needed any more. */
  begin(generation: number): void;
  /** Throws where the disk does not take it: then nothing was appended. */
  append(changes: string): void;
  /** The database has everything. */
  remove(): void;
}

/** For a database that ends with its process. */
export const noJournal: Journal = { begin: () => undefined, append: () => undefined, remove: () => undefined };

/** Generation, length of the text in bytes, checksum; four bytes each. */
const headBytes = 12;
const usualBytes = 256 * 1024;

/** To write over what is there costs half of making a file anew. */
const keptBytes = 16 * 1024 * 1024;

/**
 * Two files that take turns, one generation in each, written over what an older one had left: that tells itself by its
 * number. A record is one `write`: what the kernel has survives the death
 * of this process, and a record that was cut short fails its checksum and was never answered.
 */
export class FileJournal implements Journal {
  readonly #paths: readonly string[];
  readonly #files: readonly number[];
  readonly #buffer = Buffer.allocUnsafe(usualBytes);
  readonly #sizes = [Infinity, Infinity];
  #generation = 0;
  #end = 0;

  constructor(database: string) {
    this.#paths = journalPaths(database);
    this.#files = this.#paths.map((path) => openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644));
  }

  begin(generation: number): void {
    this.#generation = generation;
    this.#end = 0;
    const file = generation % 2;
    if (this.#sizes[file]! <= keptBytes) return;
    ftruncateSync(this.#file);
    this.#sizes[file] = 0;
  }

  append(changes: string): void {
    const buffer = this.#bufferFor(changes);
    const bytes = buffer.write(changes, headBytes);
    const size = headBytes + bytes;
    const record = buffer.subarray(0, size);
    record.writeUInt32LE(this.#generation, 0);
    record.writeUInt32LE(bytes, 4);
    record.writeUInt32LE(crc32(record.subarray(headBytes), this.#generation), 8);
    for (let written = 0; written < size;) {
      written += writeSync(this.#file, record, written, size - written, this.#end + written);
    }
    this.#end += size;
    const file = this.#generation % 2;
    this.#sizes[file] = Math.max(this.#sizes[file]!, this.#end);
  }

  remove(): void {
    for (const file of this.#files) closeSync(file);
    for (const path of this.#paths) rmSync(path, { force: true });
  }

  #bufferFor(changes: string): Buffer {
    // A character takes three bytes at most.
    if (headBytes + 3 * changes.length <= usualBytes) return this.#buffer;
    return Buffer.allocUnsafe(headBytes + Buffer.byteLength(changes));
  }

  get #file(): number {
    return this.#files[this.#generation % 2]!;
  }
}

/** The changes that a server which was killed had in its journal beyond what its database holds, in their order. */
export function* readJournal(database: string, applied: number): Generator<{ generation: number; changes: string[] }> {
  const files = journalPaths(database).map(readWhole);
  for (let generation = applied + 1; ; generation++) {
    const changes = [...recordsOf(files[generation % 2]!, generation)];
    if (changes.length === 0) return;
    yield { generation, changes };
  }
}

function* recordsOf(file: Buffer, generation: number): Generator<string> {
  for (let at = 0; at + headBytes <= file.length;) {
    const end = at + headBytes + file.readUInt32LE(at + 4);
    const text = file.subarray(at + headBytes, end);
    const isWhole = end <= file.length && crc32(text, generation) === file.readUInt32LE(at + 8);
    if (file.readUInt32LE(at) !== generation || !isWhole) return;
    yield text.toString();
    at = end;
  }
}

function readWhole(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function journalPaths(database: string): string[] {
  return [`${database}.recent-0`, `${database}.recent-1`];
}
