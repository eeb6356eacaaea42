/** One lane per key: what enters a lane runs after everything that entered it before. An empty lane takes no memory. */
export class Lanes {
  readonly #waiting = new Map<string, (() => void)[]>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#waiting.get(key);
    if (queue) await new Promise<void>((resolve) => queue.push(resolve));
    else this.#waiting.set(key, []);
    try {
      return await work();
    } finally {
      this.#handOver(key);
    }
  }

  get size(): number {
    return this.#waiting.size;
  }

  #handOver(key: string): void {
    const next = this.#waiting.get(key)?.shift();
    if (next) next();
    else this.#waiting.delete(key);
  }
}
