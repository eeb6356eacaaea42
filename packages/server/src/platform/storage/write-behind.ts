import { setImmediate as macrotask } from 'node:timers/promises';

import type { Applier } from './applier.ts';
import type { BufferedUnit } from './buffered-unit.ts';
import { parseChanges, writeChanges } from './change-text.ts';
import { CommitGroup } from './commit-group.ts';
import { readJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import type { Batch, PendingChanges } from './pending-changes.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { SqliteRows } from './sqlite-rows.ts';
import type { SqliteWriter } from './sqlite-writer.ts';
import type { TableLayouts } from './table.ts';

export interface WriteBehindParts {
  journal: Journal;
  pending: PendingChanges;
  recent: RecentWrites;
  rows: SqliteRows;
  applier: Applier;
  /** For what cannot wait: the start, the end and a reset. */
  writer: SqliteWriter;
  /** How many changed rows are applied together, at least. */
  rowsPerBatch: number;
}

/** A batch may have less rows, so that large ones do not stay in memory for long. */
const charactersPerBatch = 1024 * 1024;
/** Batches that may wait while the database does not take them. */
const mostBatchesWaiting = 4;

/**
 * The way of changes into the database: seen by all at once, safe in the journal when the turn ends, and applied to
 * the database later, in batches. A transaction for some hundred rows costs less than many small ones, on another
 * thread it keeps no request waiting, and what comes and goes between two batches, as most messages of a queue do,
 * costs the database nothing.
 */
export class WriteBehind {
  readonly #parts: WriteBehindParts;
  readonly #group: CommitGroup;
  #generation: number;
  /** The batch that is on its way into the database. */
  #batch: Batch | undefined;
  /** While one is. */
  #applying: Promise<void> | undefined;
  /** Why the batch could not be applied. */
  #trouble: unknown;
  #isClosing = false;

  constructor(parts: WriteBehindParts, applied: number) {
    this.#parts = parts;
    this.#generation = applied + 1;
    this.#group = new CommitGroup(parts.journal, {
      afterCommit: () => this.#noteSafe(),
      afterFailure: () => this.#takeBack(),
    });
  }

  /** Must be called once: applies what a server that was killed had left in its journal. */
  begin(database: string, layouts: TableLayouts): void {
    for (const { generation, changes } of readJournal(database, this.#generation - 1)) {
      for (const text of changes) this.#parts.pending.add(parseChanges(text, layouts));
      this.#parts.pending.noteSafe();
      this.#generation = generation;
      this.#applyHere();
    }
    this.#parts.journal.begin(this.#generation);
  }

  /** Settles when the changes are safe; while too much waits for the database, not before that has become less. */
  add(unit: BufferedUnit): Promise<void> {
    const { pending, recent } = this.#parts;
    const isCrowded = this.#batch !== undefined && this.#batchesWaiting() > mostBatchesWaiting;
    if (isCrowded && !this.#applying) throw this.#trouble;
    pending.add(unit);
    recent.note(unit.writes);
    const safe = this.#group.join(writeChanges(unit));
    return isCrowded ? safe.then(() => this.#applying) : safe;
  }

  async reset(): Promise<void> {
    const { journal, pending, recent, rows, writer } = this.#parts;
    await this.#applying;
    this.#group.flush();
    writer.clear(this.#generation);
    this.#batch = undefined;
    pending.clear();
    rows.forget();
    recent.noteAll();
    this.#generation++;
    journal.begin(this.#generation);
  }

  /** Applies everything. Throws where that fails: then the journal has it for the next start. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#group.flush();
    await this.#applying;
    await this.#parts.applier.close();
    if (this.#batch) this.#applyHere();
    this.#applyHere();
  }

  #noteSafe(): void {
    this.#parts.pending.noteSafe();
    if (this.#applying || this.#isClosing) return;
    if (this.#batch || this.#batchesWaiting() >= 1) this.#applying = this.#apply();
  }

  #batchesWaiting(): number {
    const { pending, rowsPerBatch } = this.#parts;
    return Math.max(pending.size.rows / rowsPerBatch, pending.size.characters / charactersPerBatch);
  }

  /** Never rejects: what was answered is safe in the journal, so this harms nobody yet. The next commit tries again. */
  async #apply(): Promise<void> {
    // The answers of this turn go first.
    await macrotask();
    try {
      const batch = this.#takeBatch();
      await this.#parts.applier.apply(batch);
      this.#settle(batch);
      this.#trouble = undefined;
    } catch (error) {
      this.#trouble = error;
    }
    this.#applying = undefined;
  }

  #applyHere(): void {
    const batch = this.#takeBatch();
    this.#parts.writer.apply(batch);
    this.#settle(batch);
  }

  #takeBatch(): Batch {
    const { journal, pending, rows } = this.#parts;
    if (this.#batch) return this.#batch;
    this.#group.flush();
    this.#batch = pending.take(this.#generation, (counter) => rows.counter(counter));
    this.#generation++;
    journal.begin(this.#generation);
    return this.#batch;
  }

  #settle(batch: Batch): void {
    this.#parts.rows.noteApplied(batch);
    this.#parts.pending.settle();
    this.#batch = undefined;
  }

  #takeBack(): void {
    const { pending, recent, rows } = this.#parts;
    pending.takeBack();
    rows.forget();
    recent.noteAll();
  }
}
