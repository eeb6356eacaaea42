import type { Write } from './buffered-unit.ts';
import { KeyOrder } from './key-order.ts';
import type { OrderedRow } from './key-order.ts';
import type { Span } from './span.ts';

/** What one unit changes. */
export interface Changes {
  readonly writes: ReadonlyMap<string, ReadonlyMap<string, Write>>;
  readonly adds: ReadonlyMap<string, number>;
}

/** The last state of everything that one generation changed. */
export interface Batch {
  readonly generation: number;
  /** Writes by table and key. */
  readonly writes: ReadonlyMap<string, ReadonlyMap<string, Write>>;
  /** Values, not sums: applying them twice does no harm. */
  readonly counters: ReadonlyMap<string, number>;
}

type Undo = { name: string; key: string; previous: Write | undefined } | { counter: string; delta: number };

/** Changes that the database does not have yet, for reads to be laid over its rows. */
export class PendingChanges {
  #tables = new Map<string, PendingTable>();
  #adds = new Map<string, number>();
  /** How to take back what is not known to be safe yet, the last change last. */
  #undo: Undo[] = [];
  #taken: Batch | undefined;
  #hasMore = false;
  #rows = 0;
  #characters = 0;

  /** Rows, and characters of their bodies, that were written since the last batch was taken. */
  get size(): { rows: number; characters: number } {
    return { rows: this.#rows, characters: this.#characters };
  }

  /** Undefined where nothing of a table is pending. */
  table(name: string): PendingTable | undefined {
    return this.#tables.get(name);
  }

  /** A counter's value, given how to find the one in the database. */
  counter(key: string, stored: (key: string) => number): number {
    return (this.#taken?.counters.get(key) ?? stored(key)) + (this.#adds.get(key) ?? 0);
  }

  add({ writes, adds }: Changes): void {
    this.#hasMore = true;
    // Loops over entries would make an array of each.
    writes.forEach((rows, name) => {
      const table = this.#tableOf(name);
      rows.forEach((write, key) => {
        this.#undo.push({ name, key, previous: table.writes.get(key) });
        table.set(key, write);
        this.#rows++;
        this.#characters += write.body?.length ?? 0;
      });
    });
    adds.forEach((delta, counter) => {
      this.#undo.push({ counter, delta });
      this.#adds.set(counter, (this.#adds.get(counter) ?? 0) + delta);
    });
  }

  /** What was added so far will not be taken back. */
  noteSafe(): void {
    this.#undo = [];
  }

  /** Undoes what was added since the last {@link noteSafe}. */
  takeBack(): void {
    for (const change of this.#undo.reverse()) {
      if ('counter' in change) this.#adds.set(change.counter, (this.#adds.get(change.counter) ?? 0) - change.delta);
      else if (change.previous) this.#tableOf(change.name).set(change.key, change.previous);
      else this.#tableOf(change.name).remove(change.key);
    }
    this.#undo = [];
  }

  /** All of it, to be applied to the database. It stays pending until it is settled, and before nothing else is taken. */
  take(generation: number, stored: (counter: string) => number): Batch {
    const writes = new Map([...this.#tables].map(([name, table]) => [name, new Map(table.writes)]));
    const counters = new Map([...this.#adds].map(([key, sum]) => [key, stored(key) + sum]));
    this.#taken = { generation, writes, counters };
    this.#adds = new Map();
    this.#hasMore = false;
    this.#rows = 0;
    this.#characters = 0;
    return this.#taken;
  }

  /** The batch is in the database: only what was changed since then stays. */
  settle(): void {
    if (!this.#hasMore) {
      this.clear();
      return;
    }
    for (const [name, writes] of this.#taken?.writes ?? []) {
      const table = this.#tableOf(name);
      for (const [key, write] of writes) table.forget(key, write);
      if (table.writes.size === 0) this.#tables.delete(name);
    }
    this.#taken = undefined;
  }

  clear(): void {
    this.#tables = new Map();
    this.#adds = new Map();
    this.#undo = [];
    this.#hasMore = false;
    this.#taken = undefined;
    this.#rows = 0;
    this.#characters = 0;
  }

  #tableOf(name: string): PendingTable {
    let table = this.#tables.get(name);
    if (!table) this.#tables.set(name, (table = new PendingTable()));
    return table;
  }
}

/** Pending writes of one table. */
export class PendingTable {
  readonly #writes = new Map<string, Write>();
  /** By index, `undefined` being the key: made when first asked for, since most tables are only read by key. */
  readonly #orders = new Map<number | undefined, KeyOrder>();

  get writes(): ReadonlyMap<string, Write> {
    return this.#writes;
  }

  set(key: string, write: Write): void {
    for (const [index, order] of this.#orders) {
      order.remove(key);
      insert(order, index, key, write);
    }
    this.#writes.set(key, write);
  }

  /** Forgets this very write, not one that came after it. */
  forget(key: string, write: Write): void {
    if (this.#writes.get(key) === write) this.remove(key);
  }

  remove(key: string): void {
    for (const order of this.#orders.values()) order.remove(key);
    this.#writes.delete(key);
  }

  /** Rows of the span, in its order; deleted ones are not among them. */
  within({ index, low, high, reverse, limit }: Span): OrderedRow[] {
    let order = this.#orders.get(index);
    if (!order) {
      order = new KeyOrder();
      for (const [key, write] of this.#writes) insert(order, index, key, write);
      this.#orders.set(index, order);
    }
    return order.within(low, high, reverse, limit);
  }
}

function insert(order: KeyOrder, index: number | undefined, key: string, { body, indexKeys }: Write): void {
  const place = index === undefined ? key : indexKeys[index];
  if (body !== undefined && typeof place === 'string') order.insert(place, key, body);
}
