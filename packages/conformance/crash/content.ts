import { createCipheriv, createHash, hash } from 'node:crypto';
import type { Random } from './random.ts';

/** Bytes that follow from a name: whoever knows it can tell whether they are whole. */
export interface Content {
  bytes: Buffer;
  /** In hexadecimal digits, as in the ETag of an object of one piece. */
  md5: string;
}

const kibibyte = 1024;
const iv = Buffer.alloc(16);

export function contentOf(name: string, size: number): Content {
  const key = createHash('md5').update(name).digest();
  const bytes = createCipheriv('aes-128-ctr', key, iv).update(Buffer.alloc(size));
  return { bytes, md5: md5Of(bytes) };
}

/** Most contents fit into a row of the database, a few go through many turns of a stream. */
export function anyContent(name: string, random: Random): Content {
  if (random.chance(0.02)) return contentOf(name, random.pick([0, 1, 32 * kibibyte, 32 * kibibyte + 1]));
  if (random.chance(0.6)) return contentOf(name, random.below(32 * kibibyte));
  return contentOf(
    name,
    (random.chance(0.75) ? 33 : 200) * kibibyte + random.below((random.chance(0.75) ? 200 : 2800) * kibibyte),
  );
}

export function md5Of(bytes: Uint8Array): string {
  return hash('md5', bytes);
}
