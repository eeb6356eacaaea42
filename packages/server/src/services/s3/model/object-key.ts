import { S3Error } from '../errors.ts';

const mostBytes = 1024;

export function checkKey(key: string): void {
  // No character has more than three bytes for each of its UTF-16 units.
  if (key.length <= mostBytes / 3) return;
  const size = Buffer.byteLength(key);
  if (size <= mostBytes) return;
  throw new S3Error('KeyTooLongError', 'Your key is too long', { Size: size, MaxSizeAllowed: mostBytes });
}
