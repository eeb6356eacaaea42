import { toReadable } from '../../platform/body-stream.ts';
import { createChecksum } from '../../platform/checksum.ts';
import type { Platform, RequestContext } from '../../platform/service.ts';
import type { Reader } from '../../platform/storage/storage.ts';
import { S3Error, invalidRequest, noSuchKey } from './errors.ts';
import type { Bucket } from './model/bucket.ts';
import { checkCopySourceConditions } from './model/conditions.ts';
import { parseCopySource } from './model/copy-source.ts';
import type { S3ChecksumAlgorithm } from './model/checksum.ts';
import { requireCustomerKey } from './model/object-encryption.ts';
import type { StoredObject } from './model/object.ts';
import { openContent } from './object-content.ts';
import { requireRestored } from './operations/get-object.ts';
import { bucketOf } from './bucket-request.ts';
import { requireVersion } from './store/objects.ts';

export interface CopySourceInput {
  CopySource: string;
  CopySourceIfMatch?: string | undefined;
  CopySourceIfModifiedSince?: Date | undefined;
  CopySourceIfNoneMatch?: string | undefined;
  CopySourceIfUnmodifiedSince?: Date | undefined;
  CopySourceSSECustomerAlgorithm?: string | undefined;
  CopySourceSSECustomerKey?: string | undefined;
  CopySourceSSECustomerKeyMD5?: string | undefined;
  ExpectedSourceBucketOwner?: string | undefined;
}

export interface CopiedObject {
  bucket: Bucket;
  object: StoredObject;
  /** The source names a version, though it may be the current one. */
  versionId: string | undefined;
}

/** What is to be copied, as it is now, all conditions met. */
export async function requireCopySource(reader: Reader, input: CopySourceInput, now: number): Promise<CopiedObject> {
  const { bucket: name, key, versionId } = parseCopySource(input.CopySource);
  const bucket = await bucketOf(reader, { Bucket: name, ExpectedBucketOwner: input.ExpectedSourceBucketOwner });
  const object = await requireVersion(reader, bucket.id, key, versionId);
  if (object.deleteMarker) {
    if (versionId === undefined) throw noSuchKey(key);
    throw copyOfMarker();
  }
  const conditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  checkCopySourceConditions(conditions, object, now);
  requireRestored(object);
  requireCustomerKey(object.encryption, {
    SSECustomerAlgorithm: input.CopySourceSSECustomerAlgorithm,
    SSECustomerKey: input.CopySourceSSECustomerKey,
    SSECustomerKeyMD5: input.CopySourceSSECustomerKeyMD5,
  });
  return { bucket, object, versionId };
}

/** Reading the source is a right of its own: the caller's, checked as for any request. */
export async function authoriseSource(request: RequestContext, input: CopySourceInput): Promise<void> {
  const { bucket, key, versionId } = parseCopySource(input.CopySource);
  const reading = request.call.s3.HeadObject({
    Bucket: bucket,
    Key: key,
    VersionId: versionId,
    SSECustomerAlgorithm: input.CopySourceSSECustomerAlgorithm,
    SSECustomerKey: input.CopySourceSSECustomerKey,
    SSECustomerKeyMD5: input.CopySourceSSECustomerKeyMD5,
  });
  await reading.catch((error: unknown) => {
    throw error instanceof S3Error && error.code === 'MethodNotAllowed' ? copyOfMarker() : error;
  });
}

function copyOfMarker(): S3Error {
  return invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
}

/** ETag and checksum of an object's bytes as one piece, for copies of what was uploaded in parts. */
export async function digestContent(
  platform: Platform,
  object: StoredObject,
  algorithm: S3ChecksumAlgorithm,
): Promise<{ etag: string; value: string }> {
  const md5 = createChecksum('MD5');
  const checksum = createChecksum(algorithm);
  for await (const chunk of toReadable(await openContent(platform, object)) as AsyncIterable<Buffer>) {
    md5.update(chunk);
    checksum.update(chunk);
  }
  return { etag: md5.digest().toString('hex'), value: checksum.digest().toString('base64') };
}

export function sourceTooLarge(): S3Error {
  const message = 'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120';
  return invalidRequest(message);
}
