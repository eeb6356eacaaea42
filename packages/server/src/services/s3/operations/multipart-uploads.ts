import { bucketOf, openBucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { lastModified } from '../model/last-modified.ts';
import { invalidArgument, unsupportedHeader } from '../errors.ts';
import { countOf, keyAfterMarker, keyEncoder, limitOf, listPage, prefixList } from '../listing.ts';
import { canonicalUserId } from '../model/canonical-user.ts';
import { checksumMember, checksumTypeOf, requireAlgorithm } from '../model/checksum.ts';
import { settingsOfNewObject } from '../model/new-object-settings.ts';
import { encryptionMembers } from '../model/object-encryption.ts';
import { checkKey } from '../model/object-key.ts';
import { initiationOf, newUploadId } from '../model/upload.ts';
import type { Upload } from '../model/upload.ts';
import * as uploads from '../store/uploads.ts';
import { abortUpload } from '../upload-removal.ts';

export const multipartUploadOperations = {
  async CreateMultipartUpload(input, { request }) {
    const { unit, clock, platform, principal } = request;
    checkKey(input.Key);
    const now = clock.now();
    const bucket = await openBucketOf(unit, input, now);
    const { owner, ...settings } = settingsOfNewObject(request, bucket, input);
    const algorithm = input.ChecksumAlgorithm && requireAlgorithm(input.ChecksumAlgorithm);
    if (input.ChecksumType !== undefined && algorithm === undefined) {
      throw invalidArgument(
        'x-amz-checksum-type',
        input.ChecksumType,
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      );
    }
    const checksumType = algorithm && checksumTypeOf(algorithm, input.ChecksumType);
    const upload: Upload = {
      id: newUploadId(platform.ids, now),
      bucket: bucket.id,
      key: input.Key,
      initiatedAt: now,
      initiator: principal.arn,
      initiatorAccount: principal.account,
      owner,
      settings,
      ...(algorithm && { checksumAlgorithm: algorithm }),
      ...(checksumType && { checksumType }),
    };
    uploads.saveUpload(unit, upload);
    return {
      Bucket: bucket.name,
      Key: input.Key,
      UploadId: upload.id,
      ChecksumAlgorithm: algorithm,
      ChecksumType: checksumType,
      ...encryptionMembers(settings.encryption),
    };
  },

  async AbortMultipartUpload(input, { request }) {
    const { unit, platform } = request;
    // A condition of directory buckets.
    if (input.IfMatchInitiatedTime !== undefined) throw unsupportedHeader('x-amz-if-match-initiated-time');
    const bucket = await bucketOf(unit, input);
    await abortUpload(unit, platform, bucket, await uploads.requireUpload(unit, bucket.id, input.Key, input.UploadId));
    return {};
  },

  async ListParts(input, { request }) {
    const { unit } = request;
    const PartNumberMarker = countOf('part-number-marker', input.PartNumberMarker) ?? 0;
    const bucket = await bucketOf(unit, input);
    const upload = await uploads.requireUpload(unit, bucket.id, input.Key, input.UploadId);
    const limit = limitOf('max-parts', input.MaxParts);
    const parts = await uploads.listPartsAfter(unit, upload.id, PartNumberMarker, limit + 1);
    const listed = parts.slice(0, limit);
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker,
      NextPartNumberMarker: listed.at(-1)?.partNumber ?? 0,
      MaxParts: limit,
      IsTruncated: parts.length > limit,
      Parts: listed.map(({ partNumber, modifiedAt, etag, size, checksum }) => ({
        PartNumber: partNumber,
        LastModified: lastModified(modifiedAt),
        ETag: `"${etag}"`,
        Size: size,
        ...(checksum && checksumMember(checksum)),
      })),
      ...uploadEntry(upload),
    };
  },

  async ListMultipartUploads(input, { request }) {
    const { unit } = request;
    const { Prefix = '', Delimiter, KeyMarker = '', EncodingType } = input;
    // Without a key it has no meaning.
    const UploadIdMarker = KeyMarker === '' ? '' : (input.UploadIdMarker ?? '');
    const bucket = await bucketOf(unit, input);
    const encode = keyEncoder(EncodingType);
    const limit = limitOf('max-uploads', input.MaxUploads);
    const listing = { prefix: Prefix, delimiter: Delimiter };
    const marked = UploadIdMarker === '' ? undefined : { key: KeyMarker, ...requireUploadMarker(UploadIdMarker) };
    const first = KeyMarker === '' ? '' : keyAfterMarker(KeyMarker, listing);
    const positionAfter = ({ key, initiatedAt, id }: UploadPlace) => ({ after: [bucket.id, key, initiatedAt, id] });
    const positionFrom = (key: string) => ({ from: [bucket.id, key] });
    const page = await listPage<Upload>({
      ...listing,
      limit: first === undefined && !marked ? 0 : limit,
      start: marked ? positionAfter(marked) : first ? positionFrom(first) : undefined,
      keyOf: ({ key }) => key,
      positionAfter,
      positionFrom,
      fetch: (position, most) =>
        uploads.listUploadsFrom(unit, bucket.id, { startsWith: Prefix, limit: most, ...position }),
    });
    // S3 names the last one even where there are no more.
    const { last } = page;
    return {
      Bucket: bucket.name,
      KeyMarker: encode(KeyMarker),
      UploadIdMarker,
      NextKeyMarker: encode(typeof last === 'object' ? last.key : last),
      NextUploadIdMarker: typeof last === 'object' ? last.id : undefined,
      Prefix: encode(Prefix),
      Delimiter: encode(Delimiter || undefined),
      MaxUploads: limit,
      EncodingType,
      IsTruncated: page.isTruncated,
      Uploads: page.rows.map((upload) => ({
        UploadId: upload.id,
        Key: encode(upload.key),
        Initiated: lastModified(upload.initiatedAt),
        ...uploadEntry(upload),
      })),
      CommonPrefixes: prefixList(page.commonPrefixes, encode),
    };
  },
} satisfies Partial<S3Handlers>;

type UploadPlace = Pick<Upload, 'id' | 'initiatedAt' | 'key'>;

/** The upload itself may be gone: whoever lists uploads often aborts them. */
function requireUploadMarker(id: string): Omit<UploadPlace, 'key'> {
  const initiatedAt = initiationOf(id);
  if (initiatedAt === undefined) throw invalidArgument('upload-id-marker', id, 'Invalid uploadId marker');
  return { id, initiatedAt };
}

function uploadEntry(upload: Upload) {
  const { checksumAlgorithm, checksumType, settings } = upload;
  return {
    StorageClass: settings.storageClass ?? 'STANDARD',
    Owner: { ID: canonicalUserId(upload.owner) },
    Initiator: { ID: upload.initiator, DisplayName: upload.initiator.split('/').at(-1) },
    ChecksumAlgorithm: checksumAlgorithm,
    ChecksumType: checksumType,
  };
}
