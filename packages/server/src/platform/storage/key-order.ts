export interface OrderedRow {
  /** The index key, or the key itself. */
  readonly order: string;
  readonly key: string;
  readonly body: string;
}

interface OrderedEntry extends OrderedRow {
  /** Compares, as JavaScript compares texts, by the UTF-8 bytes of the order and then of the key. */
  readonly sort: string;
}

/** Rows in the order of one index, or of their keys, in a sorted array: some hundred rows, changed one by one. */
export class KeyOrder {
  readonly #entries: OrderedEntry[] = [];
  readonly #byKey = new Map<string, OrderedEntry>();

  insert(order: string, key: string, body: string): void {
    const entry = { sort: sortText(order, key), order, key, body };
    this.#entries.splice(this.#position(entry.sort), 0, entry);
    this.#byKey.set(key, entry);
  }

  /** Does nothing where the row is not there. */
  remove(key: string): void {
    const entry = this.#byKey.get(key);
    if (!entry) return;
    this.#entries.splice(this.#position(entry.sort), 1);
    this.#byKey.delete(key);
  }

  /** Rows from `low`, inclusive, up to `high`, exclusive; with `reverse` the last ones, last first. */
  within(low: string, high: string | undefined, reverse: boolean, limit = Infinity): OrderedRow[] {
    const start = this.#position(collate(low));
    const end = high === undefined ? this.#entries.length : this.#position(collate(high));
    if (!reverse) return this.#entries.slice(start, Math.min(end, start + limit));
    return this.#entries.slice(Math.max(start, end - limit), Math.max(start, end)).reverse();
  }

  /** Of the first entry that does not sort before. */
  #position(sort: string): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.sort < sort) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** U+0000, which no encoded key holds, ends the order: one that another begins with sorts before it. */
function sortText(order: string, key: string): string {
  return collate(`${order}\0${key}`);
}

/**
 * JavaScript compares UTF-16 units, among which surrogates stand before U+E000 to U+FFFF; in UTF-8 what they encode
 * stands behind. Exchanging the two blocks makes the orders the same.
 */
function collate(text: string): string {
  if (!/[\ud800-\uffff]/.test(text)) return text;
  let collated = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800) collated += text.charAt(i);
    else collated += String.fromCharCode(unit <= 0xdfff ? unit + 0x2000 : unit - 0x800);
  }
  return collated;
}
