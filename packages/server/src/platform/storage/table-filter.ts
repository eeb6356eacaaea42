import { setImmediate as macrotask } from 'node:timers/promises';

import { KeyFilter } from './key-filter.ts';

/** What a filter reads the keys of its table by. */
export interface KeySource {
  /** At least the number of keys. */
  estimate(): number;
  /** Keys in order, behind this one. */
  keysAfter(key: string, limit: number): string[];
  /** False once there is nothing to read from any more. */
  isOpen(): boolean;
}

/** So often a key must have been looked for in vain before a filter pays. */
const mostMisses = 500;
const keysPerStep = 1000;
const leastCapacity = 32_768;
/** Eight megabytes. Larger tables go without. */
const mostKeys = 4_000_000;

/**
 * Answers for a table which keys it does not have. Services ask for them with every new thing that they are told to
 * make, and to find out from the database costs as much as to write. Made while the server goes on, once it is of use.
 */
export class TableFilter {
  readonly #source: KeySource;
  #misses = 0;
  #filter: KeyFilter | undefined;
  /** All keys are in the filter. */
  #isWhole = false;

  constructor(source: KeySource) {
    this.#source = source;
  }

  /** False only where the key is certainly not in the table. */
  mayHold(key: string): boolean {
    return !this.#isWhole || this.#filter!.mayHold(key);
  }

  noteMiss(): void {
    this.#misses++;
    if (this.#misses >= mostMisses && !this.#filter) void this.#build();
  }

  /** Must be told of every key that comes into the table, before anybody looks for it there. */
  add(key: string): void {
    if (!this.#filter) return;
    this.#filter.add(key);
    if (this.#filter.isFull) this.forget();
  }

  forget(): void {
    this.#filter = undefined;
    this.#isWhole = false;
    this.#misses = 0;
  }

  async #build(): Promise<void> {
    const keys = this.#source.estimate();
    if (keys > mostKeys / 2) {
      this.#misses = -Infinity;
      return;
    }
    const filter = new KeyFilter(Math.max(leastCapacity, 2 * keys));
    this.#filter = filter;
    for (let last: string | undefined = ''; last !== undefined;) {
      await macrotask();
      // It was forgotten meanwhile.
      if (this.#filter !== filter || !this.#source.isOpen()) return;
      const step = this.#source.keysAfter(last, keysPerStep);
      for (const key of step) filter.add(key);
      last = step.length < keysPerStep ? undefined : step.at(-1);
    }
    this.#isWhole = true;
  }
}
