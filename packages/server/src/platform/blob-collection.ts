import files from 'node:fs/promises';
import path from 'node:path';

const checkedTogether = 500;

/** Removes the blobs last changed before a time that no row refers to. */
export async function collectBlobs(
  directory: string,
  before: number,
  isReferenced: (ids: string[]) => Promise<Set<string>>,
): Promise<number> {
  let removed = 0;
  let batch: string[] = [];
  const check = async (): Promise<void> => {
    const referenced = await isReferenced(batch.map((file) => path.basename(file)));
    removed += await removeAll(batch.filter((file) => !referenced.has(path.basename(file))));
    batch = [];
  };
  for await (const file of blobFiles(directory)) {
    if (!(await isOlder(file, before))) continue;
    batch.push(file);
    if (batch.length === checkedTogether) await check();
  }
  if (batch.length > 0) await check();
  return removed;
}

export async function collectTemporaries(directory: string, before: number): Promise<number> {
  const old: string[] = [];
  for (const name of await namesIn(directory)) {
    const file = path.join(directory, name);
    if (await isOlder(file, before)) old.push(file);
  }
  return removeAll(old);
}

async function* blobFiles(directory: string): AsyncGenerator<string> {
  for (const first of await namesIn(directory)) {
    if (!/^[0-9a-f]{2}$/.test(first)) continue;
    for (const second of await namesIn(path.join(directory, first))) {
      const folder = path.join(directory, first, second);
      for (const name of await namesIn(folder)) yield path.join(folder, name);
    }
  }
}

async function namesIn(directory: string): Promise<string[]> {
  return files.readdir(directory).catch(ignoreAbsent([]));
}

async function isOlder(file: string, before: number): Promise<boolean> {
  const stat = await files.stat(file).catch(ignoreAbsent(undefined));
  return stat !== undefined && stat.mtimeMs < before;
}

async function removeAll(paths: string[]): Promise<number> {
  for (const file of paths) await files.rm(file, { force: true });
  return paths.length;
}

/** The directory is in use: what was listed may be gone. */
function ignoreAbsent<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
