import type { FoundMessage } from './drain.ts';

/** What became of an attempt: answered well, refused, or never answered. */
export interface Attempt {
  answered(): void;
  refused(): void;
}

/**
 * What clients were told about the messages of some queues, by body: every message has a body of its own. Attempts that
 * the crash leaves without an answer may or may not have taken effect; all others are certain.
 */
export class MessageLedger {
  readonly #sent = new Set<string>();
  readonly #deleted = new Set<string>();
  /** Deletes by a handle whose time may have run out: a standard queue answers them well and may keep the message. */
  readonly #doubtful = new Set<string>();
  readonly #pendingSends = new Set<readonly string[]>();
  readonly #pendingDeletes = new Set<readonly string[]>();
  readonly #pendingReceives = new Set<object>();
  /** Answered receipts by message id. */
  readonly #receipts = new Map<string, number>();

  send(bodies: readonly string[]): Attempt {
    return attempt(this.#pendingSends, bodies, () => bodies.forEach((body) => this.#sent.add(body)));
  }

  delete(bodies: readonly string[], isInTime: () => boolean): Attempt {
    return attempt(this.#pendingDeletes, bodies, () => {
      const answered = isInTime() ? this.#deleted : this.#doubtful;
      for (const body of bodies) answered.add(body);
    });
  }

  receive(): Attempt & { got(messageIds: readonly string[]): void } {
    return {
      ...attempt(this.#pendingReceives, {}, () => undefined),
      got: (messageIds) => messageIds.forEach((id) => this.#receipts.set(id, this.receipts(id) + 1)),
    };
  }

  /** Answered receipts of a message. */
  receipts(messageId: string): number {
    return this.#receipts.get(messageId) ?? 0;
  }

  /** Each may have received any message once more. */
  get unansweredReceives(): number {
    return this.#pendingReceives.size;
  }

  /** Bodies whose sends were not answered, in the order of the attempts. */
  get unansweredSends(): readonly (readonly string[])[] {
    return [...this.#pendingSends];
  }

  get doubtfulDeletes(): number {
    return this.#doubtful.size;
  }

  /** Compares with what a server holds after its restart. */
  problems(found: readonly FoundMessage[]): string[] {
    const maySend = new Set([...this.#pendingSends].flat());
    const mayDelete = new Set([...[...this.#pendingDeletes].flat(), ...this.#doubtful]);
    const problems: string[] = [];
    const seen = new Set<string>();
    for (const { body, place } of found) {
      const shown = body.slice(0, 60);
      if (!this.#sent.has(body) && !maySend.has(body)) problems.push(`never sent, but in ${place}: ${shown}`);
      if (this.#deleted.has(body)) problems.push(`deleted, but in ${place}: ${shown}`);
      if (seen.has(body)) problems.push(`twice there, once in ${place}: ${shown}`);
      seen.add(body);
    }
    for (const body of this.#sent) {
      if (seen.has(body) || this.#deleted.has(body) || mayDelete.has(body)) continue;
      problems.push(`sent and never deleted, but lost: ${body.slice(0, 60)}`);
    }
    return problems;
  }

  /** A message's count must be that of the receipts that clients saw, or of those they may have caused unseen. */
  receiptProblems(found: readonly FoundMessage[]): string[] {
    return found.flatMap(({ id, place, receives }) => {
      const [least, most] = [this.receipts(id), this.receipts(id) + this.unansweredReceives];
      if (receives >= least && receives <= most) return [];
      return [`${id} in ${place} was received ${receives} times, clients know of ${least} to ${most}`];
    });
  }

  /** How many answers the comparison rested on. */
  get answered(): number {
    return this.#sent.size + this.#deleted.size;
  }
}

function attempt<T extends object>(pending: Set<T>, what: T, whenAnswered: () => void): Attempt {
  pending.add(what);
  return {
    answered() {
      pending.delete(what);
      whenAnswered();
    },
    refused: () => void pending.delete(what),
  };
}
