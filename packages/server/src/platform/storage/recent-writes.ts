import type { BufferedUnit, VersionRead } from './buffered-unit.ts';

/** A unit that may still commit what it read since then. */
export interface RunningUnit {
  readonly startedAt: number;
}

const sweepAtLeast = 1024;

/**
 * Versions of rows where one process owns the database: a version is the number of commits so far, and only the
 * writes that a running unit could have missed are kept. So a version check costs no query, and rows need no
 * version column.
 */
export class RecentWrites {
  #now = 0;
  #everythingChangedAt = 0;
  readonly #running = new Set<RunningUnit>();
  readonly #writtenAt = new Map<string, Map<string, number>>();
  #size = 0;
  #sweepAt = sweepAtLeast;

  /** Version of whatever is read at this moment. */
  get now(): number {
    return this.#now;
  }

  get size(): number {
    return this.#size;
  }

  begin(): RunningUnit {
    const unit = { startedAt: this.#now };
    this.#running.add(unit);
    return unit;
  }

  end(unit: RunningUnit): void {
    this.#running.delete(unit);
    if (this.#running.size === 0 && this.#size > 0) this.#forget(Infinity);
  }

  /** The first row read that was written since, as `table/key`. */
  conflict(reads: readonly VersionRead[]): string | undefined {
    for (const { table, key, version } of reads) {
      const changedAt = this.#writtenAt.get(table)?.get(key) ?? 0;
      if (Math.max(this.#everythingChangedAt, changedAt) > version) return `${table}/${key}`;
    }
    return undefined;
  }

  note(writes: BufferedUnit['writes']): void {
    this.#now++;
    // The committing unit itself is the only one running: nobody can have missed its writes.
    if (this.#running.size <= 1) return;
    for (const [table, rows] of writes) {
      const writtenAt = this.#writtenAt.get(table) ?? new Map<string, number>();
      this.#size -= writtenAt.size;
      for (const key of rows.keys()) writtenAt.set(key, this.#now);
      this.#size += writtenAt.size;
      this.#writtenAt.set(table, writtenAt);
    }
    if (this.#size >= this.#sweepAt) this.#sweep();
  }

  /** After a reset or a rollback no read holds any more. */
  noteAll(): void {
    this.#now++;
    this.#everythingChangedAt = this.#now;
    this.#forget(Infinity);
  }

  #sweep(): void {
    const [oldest] = this.#running;
    this.#forget(oldest?.startedAt ?? Infinity);
    this.#sweepAt = Math.max(sweepAtLeast, 2 * this.#size);
  }

  #forget(until: number): void {
    if (until === Infinity) {
      this.#writtenAt.clear();
      this.#size = 0;
      return;
    }
    for (const [table, writtenAt] of this.#writtenAt) {
      for (const [key, at] of writtenAt) if (at <= until) writtenAt.delete(key);
      if (writtenAt.size === 0) this.#writtenAt.delete(table);
    }
    this.#size = this.#writtenAt.values().reduce((size, writtenAt) => size + writtenAt.size, 0);
  }
}
