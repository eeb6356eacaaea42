const mostKept = 10_000;

/** When the next delivery of a subscription may be, for those whose delivery policy limits them. */
export class Throttles {
  readonly #freeAt = new Map<string, number>();

  /** Milliseconds to wait; 0 takes the turn. */
  waitMs(subscription: string, receivesPerSecond: number, now: number): number {
    const freeAt = this.#freeAt.get(subscription) ?? 0;
    if (freeAt > now) return Math.ceil(freeAt - now);
    if (this.#freeAt.size >= mostKept) this.#freeAt.clear();
    this.#freeAt.set(subscription, Math.max(freeAt, now - 1000) + 1000 / receivesPerSecond);
    return 0;
  }
}
