/** CBOR (RFC 8949) as rpcv2Cbor uses it: one data item in, one out. */
import { serializationError } from './body-values.ts';
import { setEntry } from './xml-scalars.ts';

const maxDepth = 500;

/** Maps become objects, byte strings Buffers, tag 1 Date, integers beyond 2^53 bigint. */
export function readCbor(bytes: Uint8Array): unknown {
  const reader = new CborReader(bytes);
  const value = reader.read(0);
  if (!reader.atEnd) throw malformed('data after the end of the item');
  return value;
}

const breakCode = Symbol('break');

class CborReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(depth: number): unknown {
    const value = this.#item(depth);
    if (value === breakCode) throw malformed('a break outside of an item of indefinite length');
    return value;
  }

  #item(depth: number): unknown {
    if (depth > maxDepth) throw malformed(`nesting deeper than ${maxDepth} levels`);
    const head = this.#bytes[this.#take(1)] as number;
    const info = head & 31;
    switch (head >> 5) {
      case 0:
        return this.#argument(info);
      case 1:
        return negative(this.#argument(info));
      case 2:
        return info === 31 ? this.#byteChunks() : this.#slice(this.#length(info));
      case 3:
        return info === 31 ? this.#textChunks() : this.#text(info);
      case 4:
        return this.#array(info, depth);
      case 5:
        return this.#map(info, depth);
      case 6:
        return tagged(this.#argument(info), this.read(depth + 1));
      default:
        return this.#simple(info);
    }
  }

  /** Claims `count` bytes and gives the place of the first. */
  #take(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) throw malformed('unexpected end of input');
    this.#at = start + count;
    return start;
  }

  #slice(length: number): Buffer {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  #argument(info: number): number | bigint {
    if (info < 24) return info;
    switch (info) {
      case 24:
        return this.#bytes[this.#take(1)] as number;
      case 25:
        return this.#bytes.readUInt16BE(this.#take(2));
      case 26:
        return this.#bytes.readUInt32BE(this.#take(4));
      case 27: {
        const value = this.#bytes.readBigUInt64BE(this.#take(8));
        return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
      }
      default:
        throw malformed(`reserved length ${info}`);
    }
  }

  #length(info: number): number {
    const length = this.#argument(info);
    // A length beyond the rest of the input must not reserve memory.
    if (length > this.#bytes.length - this.#at) throw malformed('unexpected end of input');
    return Number(length);
  }

  #text(info: number): string {
    const length = this.#length(info);
    const start = this.#take(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  #byteChunks(): Buffer {
    const chunks: Buffer[] = [];
    for (const info of this.#chunks(2)) chunks.push(this.#slice(this.#length(info)));
    return Buffer.concat(chunks);
  }

  #textChunks(): string {
    let text = '';
    for (const info of this.#chunks(3)) text += this.#text(info);
    return text;
  }

  /** Heads of the definite chunks of a string of indefinite length; the reader of each must consume it. */
  *#chunks(major: number): Generator<number> {
    for (;;) {
      const head = this.#bytes[this.#take(1)] as number;
      if (head === 0xff) return;
      if (head >> 5 !== major || (head & 31) === 31) throw malformed('a chunk of another type inside a string');
      yield head & 31;
    }
  }

  #array(info: number, depth: number): unknown[] {
    const items: unknown[] = [];
    if (info === 31) {
      for (let item = this.#item(depth + 1); item !== breakCode; item = this.#item(depth + 1)) items.push(item);
      return items;
    }
    const length = this.#length(info);
    for (let index = 0; index < length; index += 1) items.push(this.read(depth + 1));
    return items;
  }

  #map(info: number, depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const length = info === 31 ? Number.POSITIVE_INFINITY : this.#length(info);
    for (let index = 0; index < length; index += 1) {
      const key = this.#item(depth + 1);
      if (key === breakCode && info === 31) break;
      if (typeof key !== 'string') throw malformed('a map key that is no text');
      const value = this.read(depth + 1);
      setEntry(result, key, value);
    }
    return result;
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#bytes.readUInt16BE(this.#take(2)));
      case 26:
        return this.#bytes.readFloatBE(this.#take(4));
      case 27:
        return this.#bytes.readDoubleBE(this.#take(8));
      case 31:
        return breakCode;
      default:
        throw malformed(`simple value ${info}`);
    }
  }
}

function malformed(reason: string): Error {
  return serializationError(`The request body is not valid CBOR: ${reason}`);
}

function negative(argument: number | bigint): number | bigint {
  if (typeof argument === 'number' && argument < Number.MAX_SAFE_INTEGER) return -1 - argument;
  return -1n - BigInt(argument);
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 25) * (1024 + fraction);
}

/** Longest bignum that is read: converting is quadratic in the length, and no AWS number needs more. */
const maxBignumBytes = 64;

function tagged(tag: number | bigint, value: unknown): unknown {
  switch (tag) {
    case 1: {
      if (typeof value !== 'number' && typeof value !== 'bigint') throw malformed('a timestamp that is no number');
      const date = new Date(Math.round(Number(value) * 1000));
      if (Number.isNaN(date.getTime())) throw malformed('a timestamp out of range');
      return date;
    }
    case 2:
    case 3: {
      if (!(value instanceof Uint8Array) || value.length > maxBignumBytes) throw malformed('a bignum that is no bytes');
      const magnitude = BigInt(`0x${Buffer.from(value).toString('hex') || '0'}`);
      return tag === 2 ? magnitude : -1n - magnitude;
    }
    default:
      return value;
  }
}

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
