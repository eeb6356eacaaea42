/** Tags as services store them. AWS's wire forms differ by the names of their members. */
export type Tags = Record<string, string>;

export interface Tag {
  Key: string;
  Value: string;
}

export interface TagProblem {
  kind: 'duplicate' | 'reserved' | 'key length' | 'value length' | 'characters' | 'too many';
  /** The tag's key; absent with `too many`. */
  key?: string;
  message: string;
}

/** The service's own error for tags that AWS refuses. */
export type TagErrors = (problem: TagProblem) => Error;

export interface TagLimits {
  tags: number;
  keyLength: number;
  valueLength: number;
}

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const awsTagLimits: TagLimits = { tags: 50, keyLength: 128, valueLength: 256 };

/** What keys and values may be made of. */
export const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Whose change it is: a request's context says it. Services that AWS lets set tags under `aws:` give `calledVia`. */
export interface TagAuthor {
  readonly calledVia?: string | undefined;
}

/** Set by services of AWS (`aws:cloudformation:stack-name`), beyond the reach of users and not counted in limits. */
export function isSystemTag(key: string): boolean {
  return /^aws:/i.test(key);
}

/** Keeps the order; a tag without a value has the empty one. */
export function tagsFromList(list: readonly { Key?: string; Value?: string }[], errors: TagErrors): Tags {
  const tags = new Map<string, string>();
  for (const { Key = '', Value = '' } of list) {
    if (tags.has(Key)) throw errors({ kind: 'duplicate', key: Key, message: `Duplicate tag key: ${Key}` });
    tags.set(Key, Value);
  }
  return Object.fromEntries(tags);
}

export function tagsToList(tags: Tags = {}): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags after TagResource: new ones are checked, and so is the number of all of them together. */
export function mergeTags(
  current: Tags | undefined,
  added: Tags,
  errors: TagErrors,
  { limits = awsTagLimits, calledVia }: TagAuthor & { limits?: TagLimits } = {},
): Tags {
  for (const [key, value] of Object.entries(added)) {
    const problem = problemOf(key, value, limits, calledVia !== undefined);
    if (problem) throw errors(problem);
  }
  const merged = { ...current, ...added };
  if (Object.keys(merged).filter((key) => !isSystemTag(key)).length > limits.tags) {
    throw errors({ kind: 'too many', message: `A resource cannot have more than ${limits.tags} tags` });
  }
  return merged;
}

/** The tags after UntagResource; keys that are not there are no error. */
export function removeTags(
  current: Tags | undefined,
  keys: readonly string[],
  errors: TagErrors,
  { calledVia }: TagAuthor = {},
): Tags {
  const removed = new Set(keys);
  const system = keys.find((key) => isSystemTag(key) && current?.[key] !== undefined);
  if (system !== undefined && calledVia === undefined) throw errors(reserved(system));
  return Object.fromEntries(Object.entries(current ?? {}).filter(([key]) => !removed.has(key)));
}

function reserved(key: string): TagProblem {
  return { kind: 'reserved', key, message: `aws: prefixed tag key names are reserved: ${key}` };
}

function problemOf(key: string, value: string, limits: TagLimits, reservedAllowed: boolean): TagProblem | undefined {
  const shown = key.slice(0, limits.keyLength);
  if (key.length === 0 || key.length > limits.keyLength) {
    const message = `Tag keys must have between 1 and ${limits.keyLength} characters: ${shown}`;
    return { kind: 'key length', key, message };
  }
  if (value.length > limits.valueLength) {
    const message = `Tag values must not have more than ${limits.valueLength} characters: ${shown}`;
    return { kind: 'value length', key, message };
  }
  if (isSystemTag(key) && !reservedAllowed) return reserved(key);
  if (tagText.test(key) && tagText.test(value)) return undefined;
  return { kind: 'characters', key, message: `The tag contains characters that are not allowed: ${shown}` };
}
