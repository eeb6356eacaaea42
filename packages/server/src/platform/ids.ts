import { createHash, randomFillSync, randomUUID } from 'node:crypto';

/** Random identifiers in AWS's forms. */
export interface Ids {
  uuid(): string;
  bytes(count: number): Uint8Array;
  /** Lower-case hexadecimal digits: `i-0a1b...` has 17. */
  hex(length: number): string;
  digits(length: number): string;
  /** A-Z, a-z, 0-9. */
  alphanumeric(length: number): string;
  /** a-z, 0-9: the ids of API Gateway. */
  lowerAlphanumeric(length: number): string;
  /** A-Z, 2-7. */
  base32(length: number): string;
  /** IAM's unique id: 21 characters. */
  uniqueId(prefix: UniqueIdPrefix): string;
  /** 20 characters; like AWS's own it tells the account, see `accountOfAccessKey`. */
  accessKeyId(prefix: 'AKIA' | 'ASIA', account: string): string;
  /** 40 characters. */
  secretAccessKey(): string;
  /** At least 0, less than 1. */
  fraction(): number;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
export type UniqueIdPrefix = 'ABIA' | 'ACCA' | 'AGPA' | 'AIDA' | 'AIPA' | 'ANPA' | 'ANVA' | 'APKA' | 'AROA' | 'ASCA';

export type RandomBytes = (count: number) => Uint8Array;

const digitLetters = '0123456789';
const lowerLetters = 'abcdefghijklmnopqrstuvwxyz';
const base32Letters = `${lowerLetters.toUpperCase()}234567`;
const alphanumericLetters = lowerLetters.toUpperCase() + lowerLetters + digitLetters;

export function createIds(randomBytes?: RandomBytes): Ids {
  const bytes = randomBytes ?? createPool();
  const text = (letters: string, length: number): string => randomText(bytes, letters, length);
  return {
    uuid: randomBytes ? () => uuidOf(randomBytes(16)) : () => randomUUID(),
    bytes: (count) => Uint8Array.from(bytes(count)),
    hex: (length) => text('0123456789abcdef', length),
    digits: (length) => text(digitLetters, length),
    alphanumeric: (length) => text(alphanumericLetters, length),
    lowerAlphanumeric: (length) => text(lowerLetters + digitLetters, length),
    base32: (length) => text(base32Letters, length),
    uniqueId: (prefix) => prefix + text(base32Letters, 17),
    accessKeyId: (prefix, account) => prefix + accessKeyTail(account, bytes(5)),
    secretAccessKey: () => Buffer.from(bytes(30)).toString('base64'),
    fraction: () => Buffer.from(bytes(6)).readUIntBE(0, 6) / 2 ** 48,
  };
}

/** A source that repeats itself for the same seed, for tests. */
export function seededRandomBytes(seed: string): RandomBytes {
  let block = 0;
  let stock = Buffer.alloc(0);
  return (count) => {
    while (stock.length < count) {
      stock = Buffer.concat([stock, createHash('sha256').update(`${seed}/${block++}`).digest()]);
    }
    const taken = stock.subarray(0, count);
    stock = stock.subarray(count);
    return taken;
  };
}

/** The account in an access key id, or undefined where the id is not of that form. */
export function accountOfAccessKey(accessKeyId: string): string | undefined {
  const tail = /^A[KS]IA([Q-Z2-7][A-Z2-7]{15})$/.exec(accessKeyId)?.[1];
  if (tail === undefined) return undefined;
  const account = (base32Value(tail) >> 39n) & (2n ** 40n - 1n);
  return account < 10n ** 12n ? String(account).padStart(12, '0') : undefined;
}

/**
 * 80 bits in base32: one that is set, 40 of the account, 39 of chance. AWS does not document it, but tools
 * rely on it to name the account of a leaked key.
 */
function accessKeyTail(account: string, random: Uint8Array): string {
  const chance = BigInt(`0x${Buffer.from(random).toString('hex')}`) & (2n ** 39n - 1n);
  let value = (((1n << 40n) | BigInt(account)) << 39n) | chance;
  let tail = '';
  for (let digit = 0; digit < 16; digit++) {
    tail = base32Letters.charAt(Number(value & 31n)) + tail;
    value >>= 5n;
  }
  return tail;
}

function base32Value(text: string): bigint {
  let value = 0n;
  for (const letter of text) value = (value << 5n) | BigInt(base32Letters.indexOf(letter));
  return value;
}

function randomText(randomBytes: RandomBytes, letters: string, length: number): string {
  // Bytes above the last whole multiple would make some letters likelier than others.
  const limit = 256 - (256 % letters.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < limit) text += letters.charAt(byte % letters.length);
    }
  }
  return text;
}

function uuidOf(random: Uint8Array): string {
  const bytes = Buffer.from(random.buffer, random.byteOffset, 16);
  const hex = bytes.toString('hex');
  const variant = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant.toString(16)}${hex.slice(18, 20)}-${hex.slice(20)}`;
}

/** A system call for a few bytes costs more than the bytes: they are fetched by the page. */
function createPool(): RandomBytes {
  const pool = Buffer.alloc(4096);
  let used = pool.length;
  return (count) => {
    if (count > pool.length) return randomFillSync(Buffer.alloc(count));
    if (used + count > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}
