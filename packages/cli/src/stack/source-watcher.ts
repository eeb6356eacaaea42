import { statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

const SETTLE_MILLISECONDS = 120;

/** Tells of changes of files and folders; several at once are one. */
export class SourceWatcher {
  #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;
  #hasChanged = false;
  #notify: (() => void) | undefined;

  /** From now on these, and no others. */
  watch(paths: readonly string[]): void {
    const before = this.#watchers;
    this.#watchers = paths.flatMap((path) => this.#watchPath(path));
    for (const watcher of before) watcher.close();
  }

  /** Resolves at once where something has changed since the last time, and when the signal is given. */
  nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#notify = undefined;
        this.#hasChanged = false;
        signal.removeEventListener('abort', done);
        resolve();
      };
      if (this.#hasChanged || signal.aborted) return done();
      this.#notify = done;
      signal.addEventListener('abort', done);
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.watch([]);
  }

  /** Of a file its directory is watched: editors save by putting a new file in the old one's place. */
  #watchPath(path: string): FSWatcher[] {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const watched = isFolder ? path : dirname(path);
    try {
      const watcher = watch(watched, { recursive: isFolder }, (_, name) => {
        if (isFolder || name === null || name === basename(path)) this.#settle();
      });
      return [watcher.on('error', () => undefined)];
    } catch {
      // A directory that is gone is watched again when the template names it again.
      return [];
    }
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#hasChanged = true;
      this.#notify?.();
    }, SETTLE_MILLISECONDS);
  }
}
