import { readdir, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { rowsOf } from './stopped-database.ts';

interface ObjectRow {
  bucket: string;
  key: string;
  size?: number;
  deleteMarker?: true;
  content?:
    | ({ in: 'object' } & StoredBytes)
    | { in: 'row'; id: string }
    | { in: 'blob'; blob: string; holder: string }
    | { in: 'segments'; id: string };
}

/** As text or in base64. */
interface StoredBytes {
  text?: string;
  data?: string;
}

interface ContentRow extends StoredBytes {
  id: string;
  segments?: { blob: string; size: number }[];
}

interface PartRow {
  upload: string;
  blob: string;
  size: number;
}

export interface BlobCensus {
  /** Files that rows refer to. */
  held: number;
  /** Files that no row refers to, and what uploads that a crash cut off have left. */
  orphans: string[];
  problems: string[];
}

/** Compares the rows of objects with the files of their contents: no object without all of its bytes, no row that is left over. */
export async function takeCensus(database: DatabaseSync, dataDirectory: string): Promise<BlobCensus> {
  const files = await blobFiles(dataDirectory);
  const { blobs, holders, problems } = usesOf(database);
  for (const [id, size] of blobs) {
    const file = files.get(id);
    if (file?.size !== size) problems.push(`blob ${id} of ${size} bytes has a file of ${file?.size}`);
  }
  const stored = new Set(
    rowsOf<{ blob: string; holder: string }>(database, 's3.blob-holders').map(
      ({ blob, holder }) => `${blob} ${holder}`,
    ),
  );
  for (const holder of holders.symmetricDifference(stored)) {
    problems.push(`blob ${holder}: ${stored.has(holder) ? 'nobody is its holder' : 'its holder is not noted'}`);
  }
  const orphans = [...files].filter(([id]) => !blobs.has(id)).map(([, { path }]) => path);
  return { held: blobs.size, orphans, problems };
}

/** Makes all files older than what collection spares. */
export async function ageBlobs(dataDirectory: string): Promise<void> {
  const time = Date.now() / 1000 - 2 * 3600;
  for (const { path } of (await blobFiles(dataDirectory)).values()) await utimes(path, time, time);
}

function usesOf(database: DatabaseSync) {
  const blobs = new Map<string, number>();
  const holders = new Set<string>();
  const problems: string[] = [];
  const use = (blob: string, size: number, holder: string): void => {
    blobs.set(blob, size);
    holders.add(`${blob} ${holder}`);
  };
  const contents = new Map(rowsOf<ContentRow>(database, 's3.contents').map((row) => [row.id, row]));
  const objects = [...rowsOf<ObjectRow>(database, 's3.objects'), ...rowsOf<ObjectRow>(database, 's3.versions')];
  for (const { key, size = 0, content } of objects) {
    if (content?.in === 'blob') use(content.blob, size, content.holder);
    if (content === undefined || content.in === 'blob') continue;
    const { segments = [], ...bytes }: Partial<ContentRow> =
      content.in === 'object' ? content : (contents.get(content.id) ?? {});
    if (content.in !== 'object') {
      contents.delete(content.id);
      for (const segment of segments) use(segment.blob, segment.size, content.id);
    }
    const there = segments.reduce((sum, segment) => sum + segment.size, sizeOf(bytes));
    if (there !== size) problems.push(`${key} of ${size} bytes has a content of ${there}`);
  }
  for (const id of contents.keys()) problems.push(`content ${id} is left without an object`);
  for (const { upload, blob, size } of rowsOf<PartRow>(database, 's3.parts')) use(blob, size, upload);
  return { blobs, holders, problems };
}

function sizeOf({ text = '', data = '' }: StoredBytes): number {
  return Buffer.byteLength(text) + Buffer.byteLength(data, 'base64');
}

async function blobFiles(dataDirectory: string): Promise<Map<string, { path: string; size: number }>> {
  const directory = join(dataDirectory, 'blobs');
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (path) => [basename(path), { path, size: (await stat(path)).size }] as const)),
  );
}
