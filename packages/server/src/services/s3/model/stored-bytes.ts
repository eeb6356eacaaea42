import { isUtf8 } from 'node:buffer';

/** Bytes in a row: text where they are text, which is shorter than base64 and needs no decoding, or else base64. */
export type StoredBytes = { text: string } | { data: string };

/** In JSON each of these would take six bytes. Text has hardly any, and what is not text shows it soon. */
// oxlint-disable-next-line no-control-regex -- these are what it is about
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f]/;

export function storedBytes(bytes: Buffer): StoredBytes {
  if (isUtf8(bytes)) {
    const text = bytes.toString();
    if (!controls.test(text.slice(0, 256))) return { text };
  }
  return { data: bytes.toString('base64') };
}

export function bytesOf(stored: StoredBytes): Buffer {
  return 'text' in stored ? Buffer.from(stored.text) : Buffer.from(stored.data, 'base64');
}
