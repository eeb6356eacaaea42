import { compareUtf8, encodeKey } from './key.ts';
import { requireLayout } from './row-reader.ts';
import type { RowSource, StoredRow, StoredValue } from './row-reader.ts';
import { resolveSpan, spanHolds } from './span.ts';
import type { Span } from './span.ts';
import type { Key, Range, Table, Unit } from './storage.ts';
import type { TableLayout, TableLayouts } from './table.ts';

/** The last thing that a unit did to a row. */
export interface Write {
  /** JSON text; undefined for a deletion. */
  body: string | undefined;
  /** In the order of the layout's index names. */
  indexKeys: readonly (string | null)[];
}

/** The version of a row that a unit has seen. */
export interface VersionRead {
  table: string;
  key: string;
  version: number;
}

type OrderedRow = Omit<StoredRow, 'version'> & { version?: number };

/**
 * One attempt at a unit of work, the same above every backend: it notes the versions of what it reads, keeps what it
 * writes and shows it to its own reads. Rows are turned into JSON when they are put: what a caller does to its object
 * afterwards is not written, and what cannot be written fails at the caller's own line.
 */
export class BufferedUnit implements Unit {
  /** In the order of their coming; of a row that was read twice the first version counts. */
  readonly reads: VersionRead[] = [];
  readonly writes = new Map<string, Map<string, Write>>();
  readonly adds = new Map<string, number>();
  readonly effects: (() => void)[] = [];
  readonly #layouts: TableLayouts;
  readonly #source: RowSource;
  #finished = false;

  constructor(layouts: TableLayouts, source: RowSource) {
    this.#layouts = layouts;
    this.#source = source;
  }

  get hasWrites(): boolean {
    return this.writes.size > 0 || this.adds.size > 0;
  }

  /** From here on every use is a mistake: work that was not awaited would silently get lost. */
  finish(): void {
    this.#finished = true;
  }

  async get<Row>(table: Table<Row>, key: Key): Promise<Row | undefined> {
    const layout = this.#layout(table.name);
    const encoded = encodeKey(key);
    const own = this.writes.get(layout.name)?.get(encoded);
    const read = own ? own.body : this.#read(layout, encoded);
    // Not to wait for what is there already saves a turn of the microtask queue, on every request's way.
    const body = read instanceof Promise ? await read : read;
    return body === undefined ? undefined : (layout.parse(body) as Row);
  }

  async list<Row, Index extends string>(table: Table<Row, Index>, range: Range<Index>): Promise<Row[]> {
    const layout = this.#layout(table.name);
    const span = resolveSpan(layout, range);
    const own = this.writes.get(layout.name);
    // Each own write hides at most one stored row.
    const widened = own && span.limit !== undefined ? { ...span, limit: span.limit + own.size } : span;
    const listed = this.#source.list(layout, widened);
    const stored = listed instanceof Promise ? await listed : listed;
    const rows: OrderedRow[] = own ? mergeOwnWrites(stored, own, span) : stored;
    return rows.map((row) => {
      if (row.version !== undefined) this.#noteRead(layout, row.key, row.version);
      return layout.parse(row.body) as Row;
    });
  }

  async count<Row, Index extends string>(table: Table<Row, Index>, range: Range<Index>): Promise<number> {
    const layout = this.#layout(table.name);
    const span = resolveSpan(layout, range);
    const own = this.writes.get(layout.name);
    if (!own) return this.#source.count(layout, span);
    let count = await this.#source.count(layout, { ...span, limit: undefined });
    for (const [key, write] of own) {
      const body = await this.#read(layout, key);
      if (body !== undefined && isInSpan(span, key, layout.indexKeysOf(JSON.parse(body)))) count--;
      if (write.body !== undefined && isInSpan(span, key, write.indexKeys)) count++;
    }
    return span.limit === undefined ? count : Math.min(count, span.limit);
  }

  async counter(key: Key): Promise<number> {
    this.#checkRunning();
    const encoded = encodeKey(key);
    return (await this.#source.counter(encoded)) + (this.adds.get(encoded) ?? 0);
  }

  put<Row>(table: Table<Row>, row: Row): void {
    const layout = this.#layout(table.name);
    this.#write(layout, layout.keyOf(row), { body: JSON.stringify(row), indexKeys: layout.indexKeysOf(row) });
  }

  delete<Row>(table: Table<Row>, key: Key): void {
    this.#write(this.#layout(table.name), encodeKey(key), { body: undefined, indexKeys: [] });
  }

  add(counter: Key, delta: number): void {
    this.#checkRunning();
    // Sums of these cannot overflow, so that no unit can make its group's commit fail.
    if (!(Math.abs(delta) <= Number.MAX_SAFE_INTEGER)) throw new TypeError(`${delta} cannot be added to a counter`);
    const encoded = encodeKey(counter);
    this.adds.set(encoded, (this.adds.get(encoded) ?? 0) + delta);
  }

  afterCommit(effect: () => void): void {
    this.#checkRunning();
    this.effects.push(effect);
  }

  #read(layout: TableLayout, key: string): string | undefined | Promise<string | undefined> {
    const value = this.#source.get(layout, key);
    if (value instanceof Promise) return value.then((late) => this.#noted(layout, key, late));
    return this.#noted(layout, key, value);
  }

  #noted(layout: TableLayout, key: string, { body, version }: StoredValue): string | undefined {
    this.#noteRead(layout, key, version);
    return body;
  }

  #noteRead(layout: TableLayout, key: string, version: number): void {
    this.reads.push({ table: layout.name, key, version });
  }

  #write(layout: TableLayout, key: string, write: Write): void {
    const ofTable = this.writes.get(layout.name);
    if (ofTable) ofTable.set(key, write);
    else this.writes.set(layout.name, new Map([[key, write]]));
  }

  #layout(table: string): TableLayout {
    this.#checkRunning();
    return requireLayout(this.#layouts, table);
  }

  #checkRunning(): void {
    if (this.#finished) throw new Error('This unit of work has ended: was something in it not awaited?');
  }
}

function mergeOwnWrites(stored: StoredRow[], own: ReadonlyMap<string, Write>, span: Span): OrderedRow[] {
  const rows: OrderedRow[] = stored.filter((row) => !own.has(row.key));
  for (const [key, { body, indexKeys }] of own) {
    const order = span.index === undefined ? key : indexKeys[span.index];
    if (body !== undefined && typeof order === 'string' && spanHolds(span, order)) rows.push({ key, order, body });
  }
  const direction = span.reverse ? -1 : 1;
  rows.sort((a, b) => direction * (compareUtf8(a.order, b.order) || compareUtf8(a.key, b.key)));
  return span.limit === undefined ? rows : rows.slice(0, span.limit);
}

function isInSpan(span: Span, key: string, indexKeys: readonly (string | null)[]): boolean {
  const order = span.index === undefined ? key : indexKeys[span.index];
  return typeof order === 'string' && spanHolds(span, order);
}
