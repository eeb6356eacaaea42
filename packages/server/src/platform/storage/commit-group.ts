import type { Journal } from './journal.ts';

interface OpenGroup extends PromiseWithResolvers<void> {
  changes: string;
}

interface CommitHooks {
  /** What was joined is safe. */
  afterCommit(): void;
  /** What was joined is not, and must be taken back. */
  afterFailure(): void;
}

/**
 * Units that commit in the same turn of the event loop share one record of the journal. The turn's requests have all
 * been handled when `setImmediate` runs, right after the sockets: waiting longer adds latency, committing sooner makes
 * one record per unit.
 *
 * Units are checked before they join: a record that cannot be written means that the disk is in trouble, and each unit
 * of the group rejects.
 */
export class CommitGroup {
  readonly #journal: Journal;
  readonly #hooks: CommitHooks;
  #open: OpenGroup | undefined;

  constructor(journal: Journal, hooks: CommitHooks) {
    this.#journal = journal;
    this.#hooks = hooks;
  }

  /** Settles when the changes, as text, are in the journal. */
  join(changes: string): Promise<void> {
    this.#open ??= this.#start();
    this.#open.changes += changes;
    return this.#open.promise;
  }

  /** Commits what is open, if anything. */
  flush(): void {
    const group = this.#open;
    if (!group) return;
    this.#open = undefined;
    try {
      this.#journal.append(group.changes);
    } catch (error) {
      this.#hooks.afterFailure();
      group.reject(error);
      return;
    }
    group.resolve();
    this.#hooks.afterCommit();
  }

  #start(): OpenGroup {
    setImmediate(() => this.flush());
    return { ...Promise.withResolvers<void>(), changes: '' };
  }
}
