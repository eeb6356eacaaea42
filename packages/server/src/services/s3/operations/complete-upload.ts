import type { CompleteMultipartUploadRequest } from '../../../../generated/types/s3.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { openBucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { noSuchUpload } from '../errors.ts';
import type { Bucket } from '../model/bucket.ts';
import { checksumMembers } from '../model/checksum.ts';
import { checkClaims, checksumOfParts, chosenParts, etagOfParts } from '../model/completion.ts';
import { checkWriteConditions } from '../model/conditions.ts';
import { encryptionMembers, requireCustomerKey } from '../model/object-encryption.ts';
import type { StoredObject } from '../model/object.ts';
import type { Part, Upload } from '../model/upload.ts';
import { publishObjectEvent } from '../object-events.ts';
import { writeObject } from '../object-writes.ts';
import { keepSegments } from '../store/contents.ts';
import { findObject } from '../store/objects.ts';
import { findUpload, listPartsAfter, removePart, removeUpload } from '../store/uploads.ts';
import { dropParts } from '../upload-removal.ts';

export const completeUploadOperations = {
  async CompleteMultipartUpload(input, { request }) {
    const { unit, clock } = request;
    const bucket = await openBucketOf(unit, input, clock.now());
    const current = await findObject(unit, bucket.id, input.Key);
    const upload = await findUpload(unit, bucket.id, input.UploadId);
    if (upload?.key !== input.Key) {
      // A client that got no answer asks again.
      if (current && isOfUpload(current, input.UploadId)) return completed(request, bucket, current);
      throw noSuchUpload(input.UploadId);
    }
    if (input.SSECustomerKey !== undefined) requireCustomerKey(upload.settings.encryption, input);
    checkWriteConditions(input, current);
    return completed(request, bucket, await complete(unit, request, bucket, upload, input));
  },
} satisfies Partial<S3Handlers>;

function isOfUpload({ content }: StoredObject, uploadId: string): boolean {
  return content?.in === 'segments' && content.id === uploadId;
}

/** Makes one object of the parts where they are: no byte is copied. */
async function complete(
  unit: Unit,
  request: RequestContext,
  bucket: Bucket,
  upload: Upload,
  input: CompleteMultipartUploadRequest,
): Promise<StoredObject> {
  const { platform, clock } = request;
  const uploaded = await listPartsAfter(unit, upload.id, 0);
  const parts = chosenParts(upload, input.MultipartUpload?.Parts, uploaded);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const checksum = checksumOfParts(upload, parts);
  checkClaims(input, { size, checksum });
  const chosen = new Set(parts);
  dropParts(
    unit,
    platform,
    bucket,
    uploaded.filter((part) => !chosen.has(part)),
  );
  for (const part of parts) removePart(unit, part);
  removeUpload(unit, upload);
  const object = await writeObject(
    { unit, platform, bucket, now: clock.now() },
    {
      ...upload.settings,
      owner: upload.owner,
      key: upload.key,
      size,
      etag: etagOfParts(parts),
      partsCount: parts.length,
      content: keepSegments(unit, upload.id, parts.map(segmentOf)),
      ...(checksum && { checksum }),
    },
  );
  publishObjectEvent(unit, request, bucket, 'ObjectCreated', 'CompleteMultipartUpload', object);
  return object;
}

function segmentOf({ partNumber, size, blob, checksum }: Part) {
  return { partNumber, size, blob, ...(checksum && { checksum: checksum.value }) };
}

function completed({ endpoint }: RequestContext, bucket: Bucket, object: StoredObject) {
  return {
    Location: `${endpoint}/${bucket.name}/${encodeURIComponent(object.key)}`,
    Bucket: bucket.name,
    Key: object.key,
    ETag: `"${object.etag}"`,
    ...checksumMembers(object.checksum),
    ...encryptionMembers(object.encryption),
    VersionId: bucket.versioning === 'Enabled' ? object.versionId : undefined,
  };
}
