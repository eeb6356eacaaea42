/** Writes numbers in their shortest exact form, Date as tag 1, and leaves out undefined members. */
export function writeCbor(value: unknown): Buffer {
  const writer = new CborWriter();
  writer.write(value);
  return writer.finish();
}

class CborWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #at = 0;

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  write(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.#text(value);
        break;
      case 'number':
        this.#number(value);
        break;
      case 'boolean':
        this.#byte(value ? 0xf5 : 0xf4);
        break;
      case 'bigint':
        this.#bigint(value);
        break;
      case 'object':
        this.#object(value);
        break;
      default:
        this.#byte(0xf6);
    }
  }

  #object(value: object | null): void {
    if (value === null) this.#byte(0xf6);
    else if (Array.isArray(value)) {
      this.#head(4, value.length);
      for (const item of value) this.write(item);
    } else if (value instanceof Uint8Array) {
      this.#head(2, value.length);
      this.#reserve(value.length);
      this.#bytes.set(value, this.#at);
      this.#at += value.length;
    } else if (value instanceof Date) {
      this.#byte(0xc1);
      this.#number(value.getTime() / 1000);
    } else {
      const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
      this.#head(5, entries.length);
      for (const [key, entry] of entries) {
        this.#text(key);
        this.write(entry);
      }
    }
  }

  #text(value: string): void {
    const length = Buffer.byteLength(value);
    this.#head(3, length);
    this.#reserve(length);
    this.#at += this.#bytes.write(value, this.#at);
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0) this.#head(0, value);
      else this.#head(1, -1 - value);
      return;
    }
    this.#reserve(9);
    if (Object.is(Math.fround(value), value)) {
      this.#bytes[this.#at] = 0xfa;
      this.#at = this.#bytes.writeFloatBE(value, this.#at + 1);
    } else {
      this.#bytes[this.#at] = 0xfb;
      this.#at = this.#bytes.writeDoubleBE(value, this.#at + 1);
    }
  }

  #bigint(value: bigint): void {
    const magnitude = value < 0n ? -1n - value : value;
    if (magnitude >= 2n ** 64n) throw new RangeError('integer beyond 64 bits');
    this.#reserve(9);
    this.#bytes[this.#at] = value < 0n ? 0x3b : 0x1b;
    this.#at = this.#bytes.writeBigUInt64BE(magnitude, this.#at + 1);
  }

  #head(major: number, argument: number): void {
    this.#reserve(9);
    const type = major << 5;
    if (argument < 24) this.#byte(type | argument);
    else if (argument < 0x100) {
      this.#byte(type | 24);
      this.#byte(argument);
    } else if (argument < 0x10000) {
      this.#byte(type | 25);
      this.#at = this.#bytes.writeUInt16BE(argument, this.#at);
    } else if (argument < 0x100000000) {
      this.#byte(type | 26);
      this.#at = this.#bytes.writeUInt32BE(argument, this.#at);
    } else {
      this.#byte(type | 27);
      this.#at = this.#bytes.writeBigUInt64BE(BigInt(argument), this.#at);
    }
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
