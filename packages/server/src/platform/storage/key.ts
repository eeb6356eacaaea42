/**
 * Keys as text whose order by UTF-8 bytes is the order of the keys, so that any database can sort and range over
 * them. Each part ends with U+0001, below every other character in use; hence a key that is a prefix of another in
 * parts is its prefix in text, and sorts before it. U+0000 is never used: PostgreSQL's text cannot hold it.
 */
import type { Key } from './storage.ts';

const partEnd = '\u0001';
const escape = '\u0002';
const afterPartEnd = '\u0002';
// oxlint-disable-next-line no-control-regex -- the characters that the encoding uses itself
const ownCharacters = /[\u0000-\u0002]/g;
// oxlint-disable-next-line no-control-regex -- what they become
const escapes = /\u0002[\u0003-\u0005]/g;
// oxlint-disable-next-line no-control-regex -- and surrogates, since one without its pair is no text
const needsEscape = /[\u0000-\u0002\ud800-\udfff]/;
const zero = 0x30;
const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Holds nothing between two calls. */
const scratch = new DataView(new ArrayBuffer(8));

export function encodeKey(key: Key): string {
  let text = '';
  for (const part of key) text += (typeof part === 'string' ? encodeText(part) : encodeNumber(part)) + partEnd;
  return text;
}

/** A part without its end: the prefix of all parts that start with this text. */
export function encodeText(text: string): string {
  if (!needsEscape.test(text)) return text;
  return text
    .toWellFormed()
    .replace(ownCharacters, (character) => escape + String.fromCharCode(3 + character.charCodeAt(0)));
}

/** The text that an encoded key has as its part from `start` on. */
export function decodeText(encoded: string, start: number): string {
  const text = encoded.slice(start, encoded.indexOf(partEnd, start));
  return text.includes(escape) ? text.replace(escapes, (pair) => String.fromCharCode(pair.charCodeAt(1) - 3)) : text;
}

/**
 * The bits of the double in hex, negative numbers inverted. Trailing zeros are left out: the part's end sorts before
 * them, and whole numbers stay short. The leading escape keeps numbers apart from all strings.
 */
function encodeNumber(number: number): string {
  if (Number.isNaN(number)) throw new TypeError('NaN cannot be part of a key');
  // Adding 0 makes -0 the 0 that it equals.
  scratch.setFloat64(0, number + 0);
  const high = scratch.getUint32(0) ^ (number < 0 ? 0xffffffff : 0x80000000);
  const low = scratch.getUint32(4) ^ (number < 0 ? 0xffffffff : 0);
  const hex = low === 0 ? hexWord(high) : hexWord(high) + hexWord(low);
  let end = hex.length;
  while (hex.charCodeAt(end - 1) === zero) end--;
  return escape + (end < hex.length ? hex.slice(0, end) : hex);
}

function hexWord(word: number): string {
  return (
    hexBytes[word >>> 24]! + hexBytes[(word >>> 16) & 255]! + hexBytes[(word >>> 8) & 255]! + hexBytes[word & 255]!
  );
}

/** The least encoded key after this one. */
export function keyAfter(encoded: string): string {
  return encoded + partEnd;
}

/** The least text above all texts that start with `prefix`; undefined where there is none. */
export function prefixEnd(prefix: string): string | undefined {
  const unit = prefix.charCodeAt(prefix.length - 1);
  if (unit < 0xd7ff) return prefix.slice(0, -1) + String.fromCharCode(unit + 1);
  // The usual one: a prefix of whole parts.
  if (prefix.endsWith(partEnd)) return prefix.slice(0, -1) + afterPartEnd;
  const points = Array.from(prefix);
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    if (last < 0x10ffff) return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
  return undefined;
}

/** Order by UTF-8 bytes. JavaScript's own order, by UTF-16 units, puts emoji before U+E000 to U+FFFF. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return utf8Rank(unitA) - utf8Rank(unitB);
  }
  return a.length - b.length;
}

function utf8Rank(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  return isSurrogate ? unit + 0x10000 : unit;
}
