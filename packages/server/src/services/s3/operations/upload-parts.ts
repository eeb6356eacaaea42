import type { UploadPartCopyRequest } from '../../../../generated/types/s3.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { lastModified } from '../model/last-modified.ts';
import { authoriseSource, requireCopySource, sourceTooLarge } from '../copy-source.ts';
import { invalidRequest } from '../errors.ts';
import type { S3Error } from '../errors.ts';
import { parseCopyRange } from '../model/byte-range.ts';
import { checksumMember } from '../model/checksum.ts';
import { encryptionMembers, requireCustomerKey } from '../model/object-encryption.ts';
import { requireLockChecksum } from '../model/object-lock.ts';
import { checkPartNumber } from '../model/part-number.ts';
import type { Part, Upload } from '../model/upload.ts';
import { openContent } from '../object-content.ts';
import { claimedChecksum, keeping, receiveBody } from '../receive-body.ts';
import type { BodyInput, ReceivedBody } from '../receive-body.ts';
import { holdBlob, unlessGone } from '../store/contents.ts';
import { findPart, requireUpload, savePart } from '../store/uploads.ts';
import { dropParts } from '../upload-removal.ts';

const largestCopy = 5 * 1024 ** 3;

export const uploadPartOperations = {
  async UploadPart(input, { request }) {
    const upload = await uploadOf(request, input);
    requirePartChecksum(request, upload, input);
    const part = await storePart(request, input, upload, input);
    return {
      ETag: `"${part.etag}"`,
      ...(part.checksum && checksumMember(part.checksum)),
      ...encryptionMembers(upload.settings.encryption),
    };
  },

  async UploadPartCopy(input, { request }) {
    const upload = await uploadOf(request, input);
    await authoriseSource(request, input);
    let source;
    do source = await openSource(request, input).catch(unlessGone);
    while (source === undefined);
    const { bucket, object, body } = source;
    const part = await storePart(request, input, upload, body);
    return {
      CopyPartResult: {
        ETag: `"${part.etag}"`,
        LastModified: lastModified(part.modifiedAt),
        ...(part.checksum && checksumMember(part.checksum)),
      },
      CopySourceVersionId: bucket.versioning && object.versionId,
      ...encryptionMembers(upload.settings.encryption),
    };
  },
} satisfies Partial<S3Handlers>;

async function openSource({ platform, clock }: RequestContext, input: UploadPartCopyRequest) {
  const { bucket, object } = await requireCopySource(platform.storage, input, clock.now());
  const { CopySourceRange } = input;
  const span =
    CopySourceRange === undefined ? { start: 0, end: object.size - 1 } : parseCopyRange(CopySourceRange, object.size);
  const ContentLength = span.end - span.start + 1;
  if (ContentLength > largestCopy) throw sourceTooLarge();
  return { bucket, object, body: { Body: await openContent(platform, object, span), ContentLength } };
}

interface PartInput {
  Bucket: string;
  Key: string;
  UploadId: string;
  PartNumber: number;
  ExpectedBucketOwner?: string | undefined;
  SSECustomerAlgorithm?: string | undefined;
  SSECustomerKey?: string | undefined;
  SSECustomerKeyMD5?: string | undefined;
}

async function uploadOf({ platform }: RequestContext, input: PartInput): Promise<Upload> {
  checkPartNumber(input.PartNumber);
  const bucket = await bucketOf(platform.storage, input);
  const upload = await requireUpload(platform.storage, bucket.id, input.Key, input.UploadId);
  requireCustomerKey(upload.settings.encryption, input);
  return upload;
}

async function storePart(request: RequestContext, input: PartInput, upload: Upload, body: BodyInput): Promise<Part> {
  const { platform, clock } = request;
  const received = await receiveBody(request, body, { asBlob: true, algorithm: upload.checksumAlgorithm });
  return keeping(request, received, async () => {
    requireSameAlgorithm(upload, received);
    return request.transact(async (unit) => {
      const bucket = await bucketOf(unit, input);
      await requireUpload(unit, bucket.id, input.Key, upload.id);
      const { etag, size, checksum, blob } = received;
      const part: Part = {
        upload: upload.id,
        partNumber: input.PartNumber,
        size,
        etag,
        modifiedAt: clock.now(),
        blob: blob?.id ?? '',
        checksum,
      };
      const replaced = await findPart(unit, upload.id, input.PartNumber);
      if (replaced) dropParts(unit, platform, bucket, [replaced]);
      savePart(unit, part);
      holdBlob(unit, part.blob, upload.id);
      return part;
    });
  });
}

function requireSameAlgorithm({ checksumAlgorithm }: Upload, { checksum }: ReceivedBody): void {
  if (checksumAlgorithm === undefined || checksumAlgorithm === checksum.algorithm) return;
  throw checksumMismatch(checksumAlgorithm, checksum.algorithm);
}

/** A composite checksum is made of what the client says of its parts. */
function requirePartChecksum(request: RequestContext, upload: Upload, input: BodyInput): void {
  const claimed = claimedChecksum(request, input);
  const { checksumAlgorithm, checksumType, settings } = upload;
  if (checksumAlgorithm && checksumType === 'COMPOSITE' && claimed === undefined) {
    throw checksumMismatch(checksumAlgorithm, 'null');
  }
  requireLockChecksum(settings, claimed !== undefined || input.ContentMD5 !== undefined, 'Put Part');
}

function checksumMismatch(expected: string, actual: string): S3Error {
  return invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`,
  );
}
