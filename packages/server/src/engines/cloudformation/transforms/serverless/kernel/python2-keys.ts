const MINIMUM_SLOTS = 8;
const VACATED = Symbol('vacated');
const HALF = 2 ** 32;

/** 64 bits in two halves; the multiplications below stay within what a number holds exactly. */
interface Hash {
  high: number;
  low: number;
}

/** The hash of a string in CPython 2.7 on 64 bits, without a hash seed. */
function hashOf(text: string): Hash {
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const [first] = characters;
  if (first === undefined) return { high: 0, low: 0 };
  let [high, low] = [0, (first << 7) >>> 0];
  for (const character of characters) {
    const product = low * 1_000_003;
    high = (high * 1_000_003 + Math.floor(product / HALF)) % HALF;
    low = ((product % HALF) ^ character) >>> 0;
  }
  return { high, low: (low ^ characters.length) >>> 0 };
}

/**
 * The keys of a dictionary in the order in which Python 2.7 would list them.
 *
 * The logical id of an API's deployment is a hash of the printed definition, and AWS has kept that id stable since its
 * transform ran on Python 2.7. So the order of the keys is that of Python 2.7's hash table, history included.
 */
export class Python2Keys {
  readonly #hashes = new Map<string, Hash>();
  #slots: (string | typeof VACATED | undefined)[] = newSlots(MINIMUM_SLOTS);
  #fill = 0;

  list(): string[] {
    return this.#slots.filter((slot) => typeof slot === 'string');
  }

  add(key: string): void {
    if (!this.#hashes.has(key)) this.#add(key, hashOf(key));
  }

  remove(key: string): void {
    if (!this.#hashes.delete(key)) return;
    this.#slots[this.#slots.indexOf(key)] = VACATED;
  }

  /** Adding many at once makes room first, which can lead to another order than adding one by one. */
  merge(keys: readonly string[]): void {
    if (keys.length === 0) return;
    if ((this.#fill + keys.length) * 3 >= this.#slots.length * 2) this.#resize((this.#hashes.size + keys.length) * 2);
    for (const key of keys) this.add(key);
  }

  /** What a copy has: the same keys, added anew one by one. */
  copied(): Python2Keys {
    const copy = new Python2Keys();
    for (const key of this.list()) copy.#add(key, this.#hashes.get(key) ?? hashOf(key));
    return copy;
  }

  #add(key: string, hash: Hash): void {
    this.#insert(key, hash);
    this.#hashes.set(key, hash);
    if (this.#fill * 3 >= this.#slots.length * 2) this.#resize(this.#hashes.size * 4);
  }

  #insert(key: string, { high, low }: Hash): void {
    const mask = this.#slots.length - 1;
    let slot = (low & mask) >>> 0;
    let vacated: number | undefined;
    let walker = slot;
    let [perturbHigh, perturbLow] = [high, low];
    while (this.#slots[slot] !== undefined) {
      if (this.#slots[slot] === VACATED) vacated ??= slot;
      walker = (walker * 5 + perturbLow + 1) % HALF;
      slot = (walker & mask) >>> 0;
      perturbLow = ((perturbLow >>> 5) | (perturbHigh << 27)) >>> 0;
      perturbHigh >>>= 5;
    }
    if (vacated === undefined) this.#fill += 1;
    this.#slots[vacated ?? slot] = key;
  }

  #resize(request: number): void {
    let size = MINIMUM_SLOTS;
    while (size <= request) size *= 2;
    const entries = this.list().map((key) => [key, this.#hashes.get(key) ?? hashOf(key)] as const);
    this.#slots = newSlots(size);
    this.#fill = 0;
    this.#hashes.clear();
    for (const [key, hash] of entries) this.#add(key, hash);
  }
}

function newSlots(size: number): (string | typeof VACATED | undefined)[] {
  return Array<string | undefined>(size).fill(undefined);
}
