import type { Member, Shape, ScalarShape, TimestampFormat } from './model.ts';

/** Scalars as text, shared by the protocols whose bodies are XML or forms. Readers return undefined for what is invalid. */

const INTEGER = /^[+-]?\d{1,19}$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;
const HTTP_DATE = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(?:\.\d+)? (?:GMT|UTC|[+-]\d{4})$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export function readInteger(text: string): number | undefined {
  const value = readLong(text);
  return value !== undefined && (value | 0) === value ? value : undefined;
}

export function readLong(text: string): number | undefined {
  const value = INTEGER.test(text) ? Number(text) : Number.NaN;
  // 2^63 - 1 is 2^63 as a number.
  return Math.abs(value) <= 2 ** 63 ? value : undefined;
}

export function readFloat(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  if (text === 'NaN') return Number.NaN;
  if (text === 'Infinity') return Number.POSITIVE_INFINITY;
  return text === '-Infinity' ? Number.NEGATIVE_INFINITY : undefined;
}

/** XML Schema's four spellings; old clients also send `True` and `False`. */
export function readBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === '1' || text === 'True' || text === 'TRUE') return true;
  return text === 'false' || text === '0' || text === 'False' || text === 'FALSE' ? false : undefined;
}

/** Every format is read whatever the model names: clients mix them, and none can be taken for another. */
export function readTimestamp(text: string): Date | undefined {
  const iso = DATE_TIME.exec(text);
  if (iso) {
    // Without a zone JavaScript would read local time, where AWS reads UTC.
    const zone = text.length > 10 && iso[1] === undefined ? 'Z' : '';
    return validDate(new Date(text.replace(/([+-]\d\d)(\d\d)?$/, isoOffset) + zone));
  }
  if (DECIMAL.test(text)) return validDate(new Date(Math.round(Number(text) * 1000)));
  return HTTP_DATE.test(text) ? validDate(new Date(text)) : undefined;
}

function validDate(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** JavaScript wants the colon and the minutes of an offset; a plain date has no offset and ends in a month and day. */
function isoOffset(match: string, hours: string, minutes: string | undefined, at: number): string {
  return at > 10 ? `${hours}:${minutes ?? '00'}` : match;
}

export function readBlob(text: string): Buffer | undefined {
  const packed = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  return BASE64.test(packed) ? Buffer.from(packed, 'base64') : undefined;
}

export function writeTimestamp(date: Date, format: TimestampFormat): string {
  if (format === 'unixTimestamp') return String(date.getTime() / 1000);
  if (format === 'rfc822') return date.toUTCString();
  const iso = date.toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}Z` : iso;
}

export function writeBlob(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

export function timestampFormatOf(member: Member, shape: Shape): TimestampFormat {
  return member.timestampFormat ?? (shape as ScalarShape).timestampFormat ?? 'iso8601';
}

/** Sets a key that came from outside; `__proto__` becomes an ordinary property. */
export function setEntry(map: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else (map as Record<string, unknown>)[key] = value;
}
