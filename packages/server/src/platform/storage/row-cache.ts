const mostNoticed = 1000;

/**
 * Bodies of rows that were read or written a moment ago, in two generations: what is not used while one fills up is
 * dropped. One process owns the file, so a body is right until a write of ours.
 */
export class RowCache {
  readonly #generationBytes: number;
  readonly #largestBody: number;
  #young = new Map<string, string>();
  #old = new Map<string, string>();
  #youngBytes = 0;
  /** Read once. */
  readonly #noticed = new Set<string>();

  constructor(generationBytes = 512 * 1024) {
    this.#generationBytes = generationBytes;
    this.#largestBody = generationBytes / 32;
  }

  get(id: string): string | undefined {
    const young = this.#young.get(id);
    if (young !== undefined) return young;
    const old = this.#old.get(id);
    if (old !== undefined) this.set(id, old);
    return old;
  }

  /** Keeps a row that is read for the second time: most are read once, and to hold on to those costs more than it saves. */
  offer(id: string, body: string): void {
    if (this.#noticed.delete(id)) {
      this.set(id, body);
      return;
    }
    if (this.#noticed.size >= mostNoticed) this.#noticed.clear();
    this.#noticed.add(id);
  }

  set(id: string, body: string): void {
    if (body.length > this.#largestBody) {
      this.delete(id);
      return;
    }
    if (this.#youngBytes > this.#generationBytes) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(id, body);
    this.#youngBytes += 2 * (id.length + body.length);
  }

  /** What is not kept is not worth keeping now; undefined deletes. */
  replace(id: string, body: string | undefined): void {
    const isKept = this.#young.has(id) || this.#old.has(id);
    if (isKept && body !== undefined) this.set(id, body);
    else if (isKept) this.delete(id);
  }

  delete(id: string): void {
    this.#young.delete(id);
    this.#old.delete(id);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#noticed.clear();
    this.#youngBytes = 0;
  }
}
