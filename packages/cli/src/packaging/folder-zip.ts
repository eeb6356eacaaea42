import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** The same content makes the same bytes, whenever and wherever it is zipped. */
const MODIFIED = '1980-01-01 00:00:00';
const UNIX = 3;

/** A zip of a folder's content, or of one file; what is a zip already stays as it is. */
export function zipOf(path: string): Uint8Array<ArrayBuffer> {
  if (!statSync(path).isDirectory()) {
    if (/\.(zip|jar)$/i.test(path)) return new Uint8Array(readFileSync(path));
    return zipSync({ [basename(path)]: entryOf(path) }, { mtime: MODIFIED });
  }
  const entries: Zippable = {};
  for (const name of fileNames(path)) entries[name] = entryOf(join(path, name));
  return zipSync(entries, { mtime: MODIFIED });
}

/** A link to a file is packaged as the file; one that points nowhere is left out. */
function fileNames(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}

/** Functions are run as another user than the one who zipped them: all may read, and run what its owner may run. */
function entryOf(path: string): [Uint8Array, { os: number; attrs: number }] {
  const isExecutable = (statSync(path).mode & 0o100) !== 0;
  const mode = 0o100000 | (isExecutable ? 0o755 : 0o644);
  return [readFileSync(path), { os: UNIX, attrs: (mode << 16) >>> 0 }];
}
