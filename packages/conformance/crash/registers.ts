import type { Attempt } from './ledger.ts';

interface Write {
  value: string;
  begunAt: number;
  /** Infinity: not answered. */
  endedAt: number;
}

/**
 * What clients were told about values that several of them write and overwrite at once. A value may stand under its key
 * unless another write of the key, which was answered, began after the value's own had been answered.
 */
export class Registers {
  readonly #writes = new Map<string, Write[]>();
  #now = 0;

  write(key: string, value: string): Attempt {
    const write: Write = { value, begunAt: ++this.#now, endedAt: Infinity };
    const ofKey = this.#writes.get(key) ?? [];
    this.#writes.set(key, ofKey);
    ofKey.push(write);
    return {
      answered: () => void (write.endedAt = ++this.#now),
      refused: () => void ofKey.splice(ofKey.indexOf(write), 1),
    };
  }

  possible(key: string): Set<string> {
    const writes = this.#writes.get(key) ?? [];
    const answered = writes.filter(({ endedAt }) => endedAt !== Infinity);
    const lastBegun = Math.max(0, ...answered.map(({ begunAt }) => begunAt));
    return new Set(writes.filter(({ endedAt }) => endedAt >= lastBegun).map(({ value }) => value));
  }

  /** Known for certain, since everything stands still. */
  settle(key: string, value: string): void {
    this.#writes.set(key, [{ value, begunAt: 0, endedAt: 0 }]);
  }
}
