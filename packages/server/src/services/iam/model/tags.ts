import { isSystemTag } from '../../../platform/tags.ts';
import type { TagAuthor } from '../../../platform/tags.ts';
import { IamError, invalidInput, quotaExceeded } from '../errors.ts';
import type { Tag } from './entity.ts';

const tagsPerEntity = 50;

/** Tags of a new entity, in order of their keys. Keys keep their case, but are the same without regard to it. */
export function newTags(tags: readonly Tag[] | undefined, quota: string, author: TagAuthor): Tag[] {
  return mergeTags([], tags ?? [], quota, author);
}

/** `quota` is the quota's name in AWS's message: `TagsPerRole`. */
export function mergeTags(current: readonly Tag[], added: readonly Tag[], quota: string, author: TagAuthor): Tag[] {
  const merged = new Map(current.map((tag) => [tag.Key.toLowerCase(), tag]));
  const seen = new Set<string>();
  for (const { Key, Value } of added) {
    const key = Key.toLowerCase();
    if (seen.has(key)) {
      throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
    }
    if (isSystemTag(key) && author.calledVia === undefined) throw reserved(Key);
    seen.add(key);
    merged.set(key, { Key, Value });
  }
  const counted = [...merged.keys()].filter((key) => !isSystemTag(key));
  if (counted.length > tagsPerEntity) throw quotaExceeded(quota, tagsPerEntity);
  return sorted(merged.values());
}

export function removeTags(current: readonly Tag[], keys: readonly string[], author: TagAuthor): Tag[] {
  const removed = new Set(keys.map((key) => key.toLowerCase()));
  const system = current.find(({ Key }) => isSystemTag(Key) && removed.has(Key.toLowerCase()));
  if (system && author.calledVia === undefined) throw reserved(system.Key);
  return current.filter(({ Key }) => !removed.has(Key.toLowerCase()));
}

export function tagRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function reserved(key: string): IamError {
  return new IamError('ValidationError', `Tag keys that start with aws: are reserved for AWS: ${key}`);
}

function sorted(tags: Iterable<Tag>): Tag[] {
  return [...tags].sort((a, b) => (a.Key < b.Key ? -1 : 1));
}
