import { S3Error, noSuchKey, unsupportedHeader } from '../errors.ts';
import type { StoredObject } from './object.ts';

export interface ReadConditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
  IfModifiedSince?: Date | undefined;
  IfUnmodifiedSince?: Date | undefined;
}

type Subject = Pick<StoredObject, 'etag' | 'modifiedAt'>;

/**
 * Throws PreconditionFailed or NotModified. An ETag says more than a date, and so stands above it. A date to come says
 * nothing.
 */
export function checkReadConditions(conditions: ReadConditions, object: Subject, now: number): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const modified = seconds(object.modifiedAt);
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.etag)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince && modified > seconds(IfUnmodifiedSince.getTime())) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, object.etag)) throw notModified('If-None-Match', object);
  } else if (IfModifiedSince && IfModifiedSince.getTime() <= now && modified <= seconds(IfModifiedSince.getTime())) {
    throw notModified('If-Modified-Since', object);
  }
}

/** The same of a copy's source, where nothing is "not modified". */
export function checkCopySourceConditions(conditions: ReadConditions, source: Subject, now: number): void {
  try {
    checkReadConditions(conditions, source, now);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    throw preconditionFailed(`x-amz-copy-source-${String(error.details.members?.['Condition']).toLowerCase()}`);
  }
}

export interface WriteConditions {
  Key: string;
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkWriteConditions(
  { Key, IfMatch, IfNoneMatch }: WriteConditions,
  current: Subject | undefined,
): void {
  if (IfNoneMatch !== undefined && IfMatch !== undefined) {
    throw unsupportedHeader('If-Match,If-None-Match', 'Multiple conditional request headers present in the request');
  }
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw unsupportedHeader('If-None-Match');
    if (current) throw preconditionFailed('If-None-Match');
  }
  if (IfMatch !== undefined) {
    if (!current) throw noSuchKey(Key);
    if (!matches(IfMatch, current.etag)) throw preconditionFailed('If-Match');
  }
}

export function preconditionFailed(condition: string): S3Error {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new S3Error('PreconditionFailed', message, { Condition: condition });
}

function notModified(condition: string, { etag, modifiedAt }: Subject): S3Error {
  const headers = { etag: `"${etag}"`, 'last-modified': new Date(modifiedAt).toUTCString() };
  return new S3Error('NotModified', 'Not Modified', { Condition: condition }, { headers });
}

/** A list of ETags, in quotes or not, or a star. */
export function matches(header: string, etag: string): boolean {
  return header.split(',').some((item) => {
    const text = item.trim().replace(/^W\//, '').replaceAll('"', '');
    return text === '*' || text === etag;
  });
}

/** HTTP's dates know no less. */
function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
