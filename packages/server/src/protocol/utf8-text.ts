import { isUtf8 } from 'node:buffer';

/** Text of bytes that claim to be UTF-8; undefined where they are not. Few texts have a replacement character. */
export function readUtf8(bytes: Buffer): string | undefined {
  const text = bytes.toString();
  return text.includes('\ufffd') && !isUtf8(bytes) ? undefined : text;
}
