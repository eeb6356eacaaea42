import { compareUtf8 } from './key.ts';
import type { PendingChanges } from './pending-changes.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { RowSource, StoredRow, StoredValue } from './row-reader.ts';
import type { Span } from './span.ts';
import type { SqliteRows } from './sqlite-rows.ts';
import type { TableLayout } from './table.ts';

/** Rows as all units see them: pending changes laid over what the database has. */
export class LayeredRows implements RowSource {
  readonly #base: SqliteRows;
  readonly #pending: PendingChanges;
  readonly #recent: RecentWrites;

  constructor(base: SqliteRows, pending: PendingChanges, recent: RecentWrites) {
    this.#base = base;
    this.#pending = pending;
    this.#recent = recent;
  }

  get({ name }: TableLayout, key: string): StoredValue {
    const write = this.#pending.table(name)?.writes.get(key);
    return { body: write ? write.body : this.#base.get(name, key), version: this.#recent.now };
  }

  list(layout: TableLayout, span: Span): StoredRow[] {
    const version = this.#recent.now;
    const pending = this.#pending.table(layout.name);
    const base = this.#base.list(layout, span, (key) => pending !== undefined && pending.writes.has(key));
    const fresh = pending?.within(span) ?? [];
    const rows = fresh.length === 0 ? base : merge(base, fresh, span);
    return rows.map(({ key, order, body }) => ({ key, order, body, version }));
  }

  firstKey(layout: TableLayout, span: Span): string | undefined {
    const pending = this.#pending.table(layout.name);
    const base = this.#base.firstKey(layout, span, (key) => pending !== undefined && pending.writes.has(key));
    const fresh = pending?.within({ ...span, limit: 1 })[0]?.key;
    return base === undefined || (fresh !== undefined && compareUtf8(fresh, base) < 0) ? fresh : base;
  }

  count(layout: TableLayout, span: Span): number {
    const pending = this.#pending.table(layout.name);
    if (!pending) return this.#base.count(layout, span);
    const stored = this.#base.keys(layout, span).filter((key) => !pending.writes.has(key)).length;
    const count = stored + pending.within({ ...span, limit: undefined }).length;
    return Math.min(count, span.limit ?? count);
  }

  counter(key: string): number {
    return this.#pending.counter(key, (stored) => this.#base.counter(stored));
  }
}

type Row = Omit<StoredRow, 'version'>;

function merge(a: readonly Row[], b: readonly Row[], { reverse, limit }: Span): Row[] {
  const direction = reverse ? -1 : 1;
  const merged: Row[] = [];
  const most = Math.min(limit ?? Infinity, a.length + b.length);
  for (let i = 0, j = 0; merged.length < most;) {
    const [left, right] = [a[i], b[j]];
    const takesLeft = left && (!right || direction * compareRows(left, right) < 0);
    if (takesLeft) i++;
    else j++;
    merged.push((takesLeft ? left : right)!);
  }
  return merged;
}

function compareRows(a: Row, b: Row): number {
  return compareUtf8(a.order, b.order) || compareUtf8(a.key, b.key);
}
