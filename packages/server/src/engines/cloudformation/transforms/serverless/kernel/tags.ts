import { entriesOf } from './python-text.ts';
import { resourceError } from './errors.ts';
import { isAbsent, isMap, type Fields } from './values.ts';

export type Tag = { Key: string; Value: unknown };

const RESERVED = ['lambda:createdBy', 'serverlessrepo:applicationId', 'serverlessrepo:semanticVersion'];
export const CREATED_BY_SAM: Tag = { Key: 'lambda:createdBy', Value: 'SAM' };

export function tagList(tags: unknown): Tag[] {
  return isMap(tags) ? entriesOf(tags).map(([Key, Value]) => ({ Key, Value: isAbsent(Value) ? '' : Value })) : [];
}

/** The tags of a resource behind the one that says what made it. */
export function tagsWithMaker(id: string, tags: unknown, additional: Fields = {}): Tag[] {
  const reserved = RESERVED.find((name) => isMap(tags) && name in tags);
  if (reserved !== undefined) {
    throw resourceError(
      id,
      `${reserved} is a reserved Tag key name and cannot be set on your resource. Please change the tag key in the input.`,
    );
  }
  return [CREATED_BY_SAM, ...tagList(additional), ...tagList(tags)];
}
