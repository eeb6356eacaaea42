import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobNotFoundError, type Blobs, createFileBlobs } from './blobs.ts';

describe('file blobs', () => {
  let directory: string;
  let blobs: Blobs;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'madang-blobs-'));
    blobs = createFileBlobs(path.join(directory, 'blobs'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const filesIn = async (): Promise<string[]> => {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  };
  const absentId = 'ab'.repeat(16);

  it('keeps bytes and streams', async () => {
    const small = await blobs.put(Buffer.from('hello'));
    expect(small.size).toBe(5);
    expect((await blobs.read(small.id)).toString()).toBe('hello');
    const big = Buffer.alloc(3_000_000, 'abcdefghij');
    const stored = await blobs.put(Readable.from(chunksOf(big, 70_000)));
    expect(stored.size).toBe(big.length);
    expect(await blobs.size(stored.id)).toBe(big.length);
    expect((await buffer(blobs.get(stored.id))).equals(big)).toBe(true);
    expect((await blobs.put(new Uint8Array(0))).size).toBe(0);
    const file = path.join(directory, 'blobs', small.id.slice(0, 2), small.id.slice(2, 4), small.id);
    expect((await readFile(file)).toString()).toBe('hello');
  });

  it('tells of each chunk when it has been written', async () => {
    const bytes = Buffer.alloc(300_000, 'abc');
    const written: Buffer[] = [];
    const { id } = await blobs.put(Readable.from(chunksOf(Buffer.from(bytes), 70_000)), {
      written: (chunk) => {
        written.push(Buffer.from(chunk));
        chunk.fill(0);
      },
    });
    expect(Buffer.concat(written).equals(bytes)).toBe(true);
    expect((await blobs.read(id)).equals(bytes)).toBe(true);
  });

  it('reads ranges, both ends included', async () => {
    const { id } = await blobs.put(Buffer.from('0123456789'));
    const text = async (range: { start: number; end?: number }) => (await buffer(blobs.get(id, range))).toString();
    expect(await text({ start: 2, end: 4 })).toBe('234');
    expect(await text({ start: 7 })).toBe('789');
    expect(await text({ start: 8, end: 99 })).toBe('89');
    expect(await text({ start: 10 })).toBe('');
  });

  it('says which blob is absent, and never leaves its directory', async () => {
    await expect(buffer(blobs.get(absentId))).rejects.toThrow(BlobNotFoundError);
    await expect(blobs.read(absentId)).rejects.toThrow(`There is no blob ${absentId}`);
    await expect(blobs.size(absentId)).rejects.toThrow(BlobNotFoundError);
    expect(() => blobs.get('../../etc/passwd')).toThrow(BlobNotFoundError);
    await blobs.remove(absentId);
  });

  it('removes', async () => {
    const { id } = await blobs.put(Buffer.from('x'));
    await blobs.remove(id);
    await expect(blobs.read(id)).rejects.toThrow(BlobNotFoundError);
  });

  it('leaves nothing behind when the source fails midway', async () => {
    const source = Readable.from(
      (async function* () {
        yield Buffer.alloc(300_000);
        throw new Error('the client has gone');
      })(),
    );
    await expect(blobs.put(source)).rejects.toThrow('the client has gone');
    expect(await filesIn()).toEqual([]);
  });

  it('leaves nothing behind after an abort, and stops reading', async () => {
    const abort = new AbortController();
    let read = 0;
    const source = Readable.from(
      (async function* () {
        for (;;) {
          yield Buffer.alloc(10_000);
          if (++read === 20) abort.abort(new Error('stopped'));
          await delay(0);
        }
      })(),
    );
    await expect(blobs.put(source, { signal: abort.signal })).rejects.toThrow('aborted');
    expect(source.destroyed).toBe(true);
    expect(await filesIn()).toEqual([]);
    await expect(blobs.put(Buffer.from('x'), { signal: abort.signal })).rejects.toThrow('stopped');
  });

  it('collects what no row refers to and what a crash left, but nothing recent', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push((await blobs.put(Buffer.from(`${n}`))).id);
    const [kept = '', recent = '', ...rest] = ids;
    const hourAgo = new Date(Date.now() - 3_600_000);
    for (const id of [kept, ...rest]) {
      await utimes(path.join(directory, 'blobs', id.slice(0, 2), id.slice(2, 4), id), hourAgo, hourAgo);
    }
    const incoming = path.join(directory, 'blobs', 'incoming');
    await mkdir(incoming, { recursive: true });
    await writeFile(path.join(incoming, 'stale'), 'x');
    await utimes(path.join(incoming, 'stale'), hourAgo, hourAgo);
    await writeFile(path.join(incoming, 'in flight'), 'x');
    const asked: string[] = [];
    const isReferenced = async (batch: string[]): Promise<Set<string>> => {
      asked.push(...batch);
      return new Set([kept]);
    };
    expect(await blobs.collect(isReferenced, 60_000)).toEqual({ blobs: 10, temporaries: 1 });
    expect(asked.sort()).toEqual([kept, ...rest].sort());
    expect((await filesIn()).sort()).toEqual([kept, recent, 'in flight'].sort());
    expect(await blobs.collect(async () => new Set([kept]), 60_000)).toEqual({ blobs: 0, temporaries: 0 });
  });

  it('collects from a directory that was never used', async () => {
    expect(await blobs.collect(async () => new Set(), 0)).toEqual({ blobs: 0, temporaries: 0 });
  });
});

function* chunksOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
