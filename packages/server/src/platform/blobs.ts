import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import files, { type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { collectBlobs, collectTemporaries } from './blob-collection.ts';
import { handingOver } from './body-stream.ts';
import type { BodyStream } from './body-stream.ts';

/** Large content outside the database. A row refers to a blob by its id; a blob never changes. */
export interface Blobs {
  /** Resolves when the blob is there as a whole; a source that fails or an abort leaves nothing behind. */
  put(source: BodyStream, options?: PutOptions): Promise<StoredBlob>;
  /** A stream that fails with BlobNotFoundError where the blob is absent. */
  get(id: string, range?: ByteRange): Readable;
  /** All of a small blob. */
  read(id: string): Promise<Buffer>;
  size(id: string): Promise<number>;
  /** No error where the blob is absent; streams that read it go on to its end. */
  remove(id: string): Promise<void>;
  /**
   * Removes blobs without a row and temporaries that a crash left. `olderThanMs` of real time protects
   * those whose row is not committed yet.
   */
  collect(isReferenced: (ids: string[]) => Promise<Set<string>>, olderThanMs: number): Promise<CollectedBlobs>;
}

export interface PutOptions {
  signal?: AbortSignal;
  /** Called with each chunk of a stream that has been written, which nobody here looks at again. */
  written?: (chunk: Buffer) => void;
}

export interface StoredBlob {
  id: string;
  size: number;
}

/** Both ends included, as in HTTP; an open end means the rest. */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface CollectedBlobs {
  blobs: number;
  temporaries: number;
}

export class BlobNotFoundError extends Error {
  readonly id: string;

  constructor(id: string, cause?: unknown) {
    super(`There is no blob ${id}`, { cause });
    this.name = 'BlobNotFoundError';
    this.id = id;
  }
}

const chunkBytes = 256 * 1024;

/** Files `ab/cd/<id>` in a directory of their own; what is being written is in `incoming/`. */
export function createFileBlobs(directory: string): Blobs {
  const incoming = path.join(directory, 'incoming');
  const fileOf = (id: string): string => {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new BlobNotFoundError(id);
    return path.join(directory, id.slice(0, 2), id.slice(2, 4), id);
  };
  return {
    async put(source, options = {}) {
      const id = randomBytes(16).toString('hex');
      const temporary = path.join(incoming, id);
      try {
        options.signal?.throwIfAborted();
        const file = await inDirectory(incoming, () => files.open(temporary, 'wx'));
        const size = await write(file, source, options);
        await inDirectory(path.dirname(fileOf(id)), () => files.rename(temporary, fileOf(id)));
        return { id, size };
      } catch (error) {
        if (source instanceof Readable) source.destroy();
        await files.rm(temporary, { force: true });
        throw error;
      }
    },
    get: (id, range) => readStream(id, fileOf(id), range),
    read: (id) => files.readFile(fileOf(id)).catch(notFound(id)),
    async size(id) {
      return (await files.stat(fileOf(id)).catch(notFound(id))).size;
    },
    remove: (id) => files.rm(fileOf(id), { force: true }),
    async collect(isReferenced, olderThanMs) {
      const before = Date.now() - olderThanMs;
      const temporaries = await collectTemporaries(incoming, before);
      return { blobs: await collectBlobs(directory, before, isReferenced), temporaries };
    },
  };
}

async function write(file: FileHandle, source: BodyStream, { signal, written }: PutOptions): Promise<number> {
  try {
    if (!(source instanceof Readable)) {
      await file.writeFile(source);
      return source.byteLength;
    }
    let size = 0;
    const writeChunks = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of chunks) {
        await file.writeFile(chunk);
        size += chunk.length;
        written?.(chunk);
      }
    };
    await pipeline(source, writeChunks, signal ? { signal } : {});
    return size;
  } finally {
    await file.close();
  }
}

function readStream(id: string, file: string, range?: ByteRange): Readable {
  const open = (...[name, flags, mode, done]: OpenArguments): void =>
    fs.open(name, flags, mode, (error, fd) => done(isAbsent(error) ? new BlobNotFoundError(id, error) : error, fd));
  const stream = fs.createReadStream(file, {
    ...range,
    highWaterMark: chunkBytes,
    fs: { ...fs, open: open as typeof fs.open },
  });
  return handingOver(stream);
}

type OpenArguments = [string, fs.OpenMode, fs.Mode, (error: Error | null, fd: number) => void];

/** Directories are made when first needed, and a check before each file would cost more than a rare failure. */
async function inDirectory<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAbsent(error)) throw error;
    await files.mkdir(directory, { recursive: true });
    return work();
  }
}

function notFound(id: string): (error: unknown) => never {
  return (error) => {
    throw isAbsent(error) ? new BlobNotFoundError(id, error) : error;
  };
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
}
