import type { Value } from './sample.ts';

/** CBOR of whatever it is given; https://www.rfc-editor.org/rfc/rfc8949 */
export function encodeCbor(value: Value): Buffer {
  const parts: Buffer[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

function write(value: Value, parts: Buffer[]): void {
  if (value === null) parts.push(Buffer.of(0xf6));
  else if (typeof value === 'boolean') parts.push(Buffer.of(value ? 0xf5 : 0xf4));
  else if (typeof value === 'number') parts.push(number(value));
  else if (typeof value === 'string') sized(3, Buffer.from(value), parts);
  else if (value instanceof Uint8Array) sized(2, Buffer.from(value), parts);
  else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const item of value) write(item, parts);
  } else {
    const entries = Object.entries(value);
    parts.push(head(5, entries.length));
    for (const [name, item] of entries) {
      sized(3, Buffer.from(name), parts);
      write(item, parts);
    }
  }
}

function number(value: number): Buffer {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value >= 0 ? head(0, value) : head(1, -1 - value);
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function sized(major: number, content: Buffer, parts: Buffer[]): void {
  parts.push(head(major, content.length), content);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.of((major << 5) | count);
  const bytes = Buffer.alloc(5);
  bytes[0] = (major << 5) | 26;
  bytes.writeUInt32BE(count, 1);
  return bytes;
}
