const bitsPerKey = 12;
const probes = 4;

/**
 * A Bloom filter: tells of most keys which are not in a table that they are not, without asking the database. Of those
 * that are it never does; with as many keys as it is made for, it is wrong about one in three hundred others.
 */
export class KeyFilter {
  readonly capacity: number;
  readonly #words: Uint32Array;
  readonly #mask: number;
  #keys = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    const bits = 2 ** Math.ceil(Math.log2(Math.max(32, capacity * bitsPerKey)));
    this.#words = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  get isFull(): boolean {
    return this.#keys >= this.capacity;
  }

  add(key: string): void {
    this.#keys++;
    const start = hash(key);
    const step = stepOf(start);
    for (let probe = 0, bit = start; probe < probes; probe++, bit = (bit + step) | 0) {
      this.#words[(bit & this.#mask) >>> 5]! |= 1 << (bit & 31);
    }
  }

  mayHold(key: string): boolean {
    const start = hash(key);
    const step = stepOf(start);
    for (let probe = 0, bit = start; probe < probes; probe++, bit = (bit + step) | 0) {
      if (!(this.#words[(bit & this.#mask) >>> 5]! & (1 << (bit & 31)))) return false;
    }
    return true;
  }
}

/** FNV-1a by UTF-16 units, and a last mixing: the filter takes the lowest bits. */
function hash(key: string): number {
  let hashed = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hashed = Math.imul(hashed ^ key.charCodeAt(i), 0x01000193);
  hashed = Math.imul(hashed ^ (hashed >>> 16), 0x85ebca6b);
  return hashed ^ (hashed >>> 13);
}

/** Odd, so that the probes do not meet each other. */
function stepOf(start: number): number {
  return Math.imul(start ^ (start >>> 15), 0xc2b2ae35) | 1;
}
