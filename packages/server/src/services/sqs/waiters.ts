import type { Clock } from '../../platform/clock.ts';

/** Receives that wait for messages, by queue, in the order of their coming. */
export class Waiters {
  readonly #queues = new Map<string, Set<Waiter>>();

  /** A waiter counts as waiting from here on, so a message that comes while it looks into the queue wakes it, too. */
  join(queue: string): Waiter {
    const waiters = this.#queues.get(queue) ?? new Set();
    const waiter = new Waiter((isUnused) => {
      waiters.delete(waiter);
      if (waiters.size === 0) this.#queues.delete(queue);
      // It goes without having looked again: the message may be for the next one.
      else if (isUnused) this.wake(queue, 1);
    });
    this.#queues.set(queue, waiters.add(waiter));
    return waiter;
  }

  /** Wakes as many as there are messages. Waking all of them would have all but a few look in vain. */
  wake(queue: string, count: number): void {
    let left = count;
    for (const waiter of this.#queues.get(queue) ?? []) {
      if (left <= 0) break;
      if (waiter.wake()) left--;
    }
  }

  get size(): number {
    return this.#queues.values().reduce((size, waiters) => size + waiters.size, 0);
  }
}

export class Waiter {
  readonly #onLeave: (isUnused: boolean) => void;
  #isWoken = false;
  #rouse: (() => void) | undefined;

  constructor(onLeave: (isUnused: boolean) => void) {
    this.#onLeave = onLeave;
  }

  /** False where it was woken already and has not looked since. */
  wake(): boolean {
    if (this.#isWoken) return false;
    this.#isWoken = true;
    this.#rouse?.();
    return true;
  }

  /** Resolves when woken, at the given time, or when the signal fires. */
  async sleep(clock: Clock, untilMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#isWoken && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = clock.setTimeout(resolve, untilMs - clock.now());
      const rouse = () => resolve();
      signal.addEventListener('abort', rouse, { once: true });
      this.#rouse = rouse;
      await promise;
      this.#rouse = undefined;
      signal.removeEventListener('abort', rouse);
      timer.cancel();
    }
    if (!signal.aborted) this.#isWoken = false;
  }

  leave(): void {
    this.#onLeave(this.#isWoken);
  }
}
