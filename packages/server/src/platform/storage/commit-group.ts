import type { DatabaseSync, StatementSync } from 'node:sqlite';

interface OpenGroup extends PromiseWithResolvers<void> {}

interface CommitHooks {
  beforeCommit(): void;
  afterRollback(): void;
}

/**
 * Units that commit in the same turn of the event loop share one database transaction. The turn's requests have all
 * been handled when `setImmediate` runs, right after the sockets: waiting longer adds latency, committing sooner
 * makes one transaction per unit.
 *
 * Units are checked before they are applied, and their statements cannot break a constraint: one that fails means
 * that the disk or the process is in trouble. Hence no savepoint per unit; the whole group is rolled back, and each of
 * its units rejects.
 */
export class CommitGroup {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #hooks: CommitHooks;
  #open: OpenGroup | undefined;

  constructor(database: DatabaseSync, hooks: CommitHooks) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#hooks = hooks;
  }

  /** Makes the change within the group's transaction. The promise settles with the transaction. */
  join(change: () => void): Promise<void> {
    this.#open ??= this.#start();
    const { promise } = this.#open;
    try {
      change();
    } catch (error) {
      this.#fail(error);
    }
    return promise;
  }

  /** Commits what is open, if anything. */
  flush(): void {
    const group = this.#open;
    if (!group) return;
    try {
      this.#hooks.beforeCommit();
      this.#commit.run();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#open = undefined;
    group.resolve();
  }

  #start(): OpenGroup {
    this.#begin.run();
    setImmediate(() => this.flush());
    return Promise.withResolvers<void>();
  }

  #fail(error: unknown): void {
    const group = this.#open;
    this.#open = undefined;
    // A full disk makes SQLite roll back by itself.
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#hooks.afterRollback();
    group?.reject(error);
  }
}
