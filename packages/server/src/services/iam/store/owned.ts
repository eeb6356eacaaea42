import type { Table, Unit } from '../../../platform/storage/storage.ts';

/** Something that belongs to a user, or to the root user. */
export interface Owned {
  account: string;
  /** Id of the user; the account's number for the root user. */
  owner: string;
  id: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

export function ownedTable<Row extends Owned>(name: string): Table<Row, never> {
  return { name, key: (row) => [row.account, row.owner, row.id], indexes: {} };
}

export class OwnedStore<Row extends Owned> {
  readonly #table: Table<Row, never>;
  readonly #unit: Unit;
  readonly #account: string;

  constructor(table: Table<Row, never>, unit: Unit, account: string) {
    this.#table = table;
    this.#unit = unit;
    this.#account = account;
  }

  find(owner: string, id: string): Promise<Row | undefined> {
    return this.#unit.get(this.#table, [this.#account, owner, id]);
  }

  ofOwner(owner: string): Promise<Row[]> {
    return this.#unit.list(this.#table, { prefix: [this.#account, owner] });
  }

  ofAccount(): Promise<Row[]> {
    return this.#unit.list(this.#table, { prefix: [this.#account] });
  }

  put(row: Row): void {
    this.#unit.put(this.#table, row);
  }

  delete(row: Row): void {
    this.#unit.delete(this.#table, [row.account, row.owner, row.id]);
  }
}
