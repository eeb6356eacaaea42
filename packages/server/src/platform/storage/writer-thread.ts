import { Worker } from 'node:worker_threads';

import type { Applier } from './applier.ts';
import type { Batch } from './pending-changes.ts';
import type { TableLayouts } from './table.ts';

/** What the thread is started with. */
export interface WriterThreadData {
  path: string;
  tables: { name: string; indexNames: readonly string[] }[];
}

/** What the thread answers to a batch. */
export interface WriterThreadAnswer {
  error?: unknown;
}

// The bundle has it beside its chunks.
const script = import.meta.url.endsWith('.ts') ? './writer-thread-main.ts' : './writer-thread.mjs';

/** Applies batches on a thread of its own, which starts with the first one: a server without load never needs it. */
export class WriterThread implements Applier {
  readonly #data: WriterThreadData;
  #worker: Worker | undefined;
  #waiting: PromiseWithResolvers<void> | undefined;

  constructor(path: string, layouts: TableLayouts) {
    this.#data = { path, tables: [...layouts.values()].map(({ name, indexNames }) => ({ name, indexNames })) };
  }

  apply(batch: Batch): Promise<void> {
    this.#worker ??= this.#start();
    this.#waiting = Promise.withResolvers();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
    this.#worker.postMessage(batch);
    return this.#waiting.promise;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL(script, import.meta.url), { workerData: this.#data });
    worker.unref();
    worker.on('message', ({ error }: WriterThreadAnswer) => this.#settle(error));
    worker.on('error', (error) => this.#settle(error));
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#settle(new Error('The thread that writes to the database has ended'));
    });
    return worker;
  }

  #settle(error: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error === undefined) waiting?.resolve();
    else waiting?.reject(error);
  }
}
