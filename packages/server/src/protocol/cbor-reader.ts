/** Reads CBOR (RFC 8949) as rpcv2Cbor uses it: one data item. */
import { serializationError } from './body-values.ts';
import { readUtf8 } from './utf8-text.ts';
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
    const text = readUtf8(this.#slice(this.#length(info)));
    if (text === undefined) throw malformed('a text that is not UTF-8');
    return text;
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
