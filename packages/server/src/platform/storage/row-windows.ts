import { compareUtf8 } from './key.ts';
import type { Span } from './span.ts';

/** A row as it is in the database. */
export interface BaseRow {
  key: string;
  /** What the span is ordered by: the index key, or the key itself. */
  order: string;
  body: string;
}

/** Rows behind `after`, or the first ones from `low` on, whatever their upper bound. */
export type ReadOn = (after: BaseRow | undefined, limit: number) => BaseRow[];

export type IsHidden = (key: string) => boolean;

const mostWindows = 256;
const mostCharacters = 1024 * 1024;
const longestStep = 64;

/**
 * What was read ahead from the beginnings of spans. A queue is read from its head again and again while its first
 * rows are taken away, and the database changes only when a batch is applied to it: until then one query serves many
 * reads. Further queries read twice as far each time, so that a short read stays cheap.
 */
export class RowWindows {
  readonly #windows = new Map<string, Window>();
  #characters = 0;

  /** The first rows of a span that are not hidden. A row that is hidden once must stay so until {@link forget}. */
  list(id: string, { low, high, limit = 0 }: Span, isHidden: IsHidden, readOn: ReadOn): BaseRow[] {
    const window = this.#windowOf(`${id} ${low}`);
    const rows: BaseRow[] = [];
    for (let i = 0; rows.length < limit; i++) {
      if (i === window.rows.length && !this.#extend(window, limit, readOn)) break;
      const row = window.rows[i]!;
      if (high !== undefined && compareUtf8(row.order, high) >= 0) break;
      if (!isHidden(row.key)) rows.push(row);
      else if (i === 0) {
        window.last = window.rows.shift();
        i--;
      }
    }
    return rows;
  }

  forget(): void {
    this.#windows.clear();
    this.#characters = 0;
  }

  #windowOf(id: string): Window {
    if (this.#windows.size > mostWindows || this.#characters > mostCharacters) this.forget();
    let window = this.#windows.get(id);
    if (!window) this.#windows.set(id, (window = { rows: [], last: undefined, step: 0, isWhole: false }));
    return window;
  }

  /** False where there is no more. */
  #extend(window: Window, limit: number, readOn: ReadOn): boolean {
    if (window.isWhole) return false;
    const step = Math.max(limit, window.step);
    const more = readOn(window.rows.at(-1) ?? window.last, step);
    window.step = Math.min(longestStep, step * 2);
    window.isWhole = more.length < step;
    for (const row of more) {
      window.rows.push(row);
      this.#characters += row.body.length;
    }
    return more.length > 0;
  }
}

interface Window {
  /** From the first one that was not hidden at the last look. */
  readonly rows: BaseRow[];
  /** The row before these. */
  last: BaseRow | undefined;
  /** How many rows the next query reads, at least. */
  step: number;
  /** No rows follow. */
  isWhole: boolean;
}
