import { createHash } from 'node:crypto';

import { jsonText } from './json-text.ts';
import { isAlphanumeric, isGiven } from './values.ts';

const SUFFIX_LENGTH = 10;

/** The hash that names a generated resource after its content: it changes when, and only when, the content does. */
export function contentHash(content: unknown, length: number = SUFFIX_LENGTH): string {
  if (!isGiven(content)) return '';
  const text = typeof content === 'string' ? content : jsonText(content);
  return createHash('sha1').update(text, 'utf8').digest('hex').slice(0, length);
}

export function hashedId(prefix: string, content: unknown): string {
  return prefix + contentHash(content);
}

/** A suffix that may stand in a logical id does so; anything else is hashed. */
export function suffixedId(prefix: string, suffix: string): string {
  return isAlphanumeric(suffix) ? prefix + suffix : hashedId(prefix, suffix);
}
