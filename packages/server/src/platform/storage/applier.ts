import type { Batch } from './pending-changes.ts';
import type { SqliteWriter } from './sqlite-writer.ts';

/** Brings batches into the database, one after another. */
export interface Applier {
  /** Rejects where the database does not take it: then nothing of it was applied. */
  apply(batch: Batch): Promise<void>;
  close(): Promise<void>;
}

/** For a database that only one connection can see. */
export function applyHere(writer: SqliteWriter): Applier {
  return { apply: async (batch) => writer.apply(batch), close: async () => undefined };
}
