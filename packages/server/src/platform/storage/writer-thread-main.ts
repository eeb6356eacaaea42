/** What the writer's thread runs: applies each batch that it is sent and answers when the database has it. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

import type { Batch } from './pending-changes.ts';
import { openDatabase } from './sqlite-database.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import type { WriterThreadAnswer, WriterThreadData } from './writer-thread.ts';

// Nobody waits for it, while requests wait for the other threads. On Linux this is the priority of this thread alone.
if (process.platform === 'linux') setPriority(10);

const { path, tables } = workerData as WriterThreadData;
const writer = new SqliteWriter(openDatabase(path), new Map(tables.map((table) => [table.name, table])));
parentPort?.on('message', (batch: Batch) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  parentPort?.postMessage(answer(batch));
});

function answer(batch: Batch): WriterThreadAnswer {
  try {
    writer.apply(batch);
    return {};
  } catch (error) {
    return { error };
  }
}
