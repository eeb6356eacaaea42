import type { Tag } from '../../../../generated/types/s3.ts';
import { awsTagLimits, isSystemTag, mergeTags, tagsFromList, tagText } from '../../../platform/tags.ts';
import type { TagAuthor, TagProblem, Tags } from '../../../platform/tags.ts';
import { invalidArgument, S3Error } from '../errors.ts';

/** Objects have up to 10 tags, buckets up to 50. */
export function parseTagSet(list: readonly Tag[], resource: 'bucket' | 'object', author: TagAuthor = {}): Tags {
  const errors = (problem: TagProblem) => {
    const { Value } = list.find(({ Key }) => Key === problem.key) ?? {};
    return tagError(problem, resource, Value);
  };
  const limits = { ...awsTagLimits, tags: resource === 'object' ? 10 : 50 };
  return mergeTags(undefined, tagsFromList(list, errors), errors, { ...author, limits });
}

/** A bucket's tags after PutBucketTagging, which must name AWS's own among them as they are. */
export function replacedBucketTags(current: Tags, list: readonly Tag[], { calledVia }: TagAuthor): Tags {
  if (calledVia !== undefined) return parseTagSet(list, 'bucket', { calledVia });
  const kept = list.filter(({ Key, Value }) => isSystemTag(Key) && current[Key] === Value);
  const own = parseTagSet(
    list.filter((tag) => !kept.includes(tag)),
    'bucket',
  );
  requireNoSystemTags(current, new Set(kept.map(({ Key }) => Key)));
  return { ...own, ...Object.fromEntries(kept.map(({ Key, Value }) => [Key, Value])) };
}

/** Throws where AWS's own tags would go. */
export function requireNoSystemTags(current: Tags, besides: ReadonlySet<string> = new Set()): void {
  const system = Object.keys(current).find((key) => isSystemTag(key) && !besides.has(key));
  if (system === undefined) return;
  throw new S3Error('InvalidTag', 'System Tags cannot be removed by requester', { TagKey: system });
}

/** The x-amz-tagging header: tags as a query string. */
export function parseTaggingHeader(header: string): Tags {
  const list = header
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [, key = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
      return { Key: decoded(key, header), Value: decoded(value, header) };
    });
  const keys = list.map(({ Key }) => Key);
  if (keys.includes('') || new Set(keys).size < keys.length) throw invalidHeader(header);
  return parseTagSet(list, 'object');
}

function decoded(text: string, header: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidHeader(header);
  }
}

function invalidHeader(header: string): S3Error {
  return invalidArgument(
    'x-amz-tagging',
    header,
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
  );
}

const invalidTag: Record<Exclude<TagProblem['kind'], 'too many'>, string> = {
  duplicate: 'Cannot provide multiple Tags with the same key',
  reserved: 'System tags cannot be added/updated by requester',
  characters: 'The TagKey you have provided is invalid',
  'key length': 'The TagKey you have provided is invalid',
  'value length': 'The TagValue you have provided is invalid',
};

function tagError({ kind, key = '' }: TagProblem, resource: 'bucket' | 'object', value: string | undefined): S3Error {
  if (kind === 'value length' || (kind === 'characters' && tagText.test(key))) {
    return new S3Error('InvalidTag', invalidTag['value length'], { TagKey: key, TagValue: value });
  }
  if (kind === 'reserved' && resource === 'object') {
    return new S3Error('InvalidTag', 'Your TagKey cannot be prefixed with aws:', { TagKey: key });
  }
  if (kind !== 'too many') return new S3Error('InvalidTag', invalidTag[kind], { TagKey: key });
  const message =
    resource === 'object' ? 'Object tags cannot be greater than 10' : 'Bucket tag count cannot be greater than 50';
  return new S3Error('BadRequest', message);
}
