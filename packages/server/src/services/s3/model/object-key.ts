import { S3Error } from '../errors.ts';

const mostBytes = 1024;

export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= mostBytes) return;
  throw new S3Error('KeyTooLongError', 'Your key is too long', { Size: size, MaxSizeAllowed: mostBytes });
}
