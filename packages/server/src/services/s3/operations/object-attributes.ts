import type { GetObjectAttributesRequest } from '../../../../generated/types/s3.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { invalidArgument, invalidRequest } from '../errors.ts';
import { lastModified } from '../model/last-modified.ts';
import { limitOf } from '../listing.ts';
import { checksumMember, checksumMembers } from '../model/checksum.ts';
import type { StoredObject } from '../model/object.ts';
import { requireSegments } from '../store/contents.ts';
import { readableObject } from './get-object.ts';

export const objectAttributeOperations = {
  async GetObjectAttributes(input, { request }) {
    const { unit } = request;
    const wants = new Set(requireAttributes(input.ObjectAttributes));
    const bucket = await bucketOf(unit, input);
    const object = await readableObject(request, unit, bucket, input, 'GET');
    return {
      LastModified: lastModified(object.modifiedAt),
      VersionId: bucket.versioning && object.versionId,
      // Alone here, S3 gives the ETag without its quotes.
      ETag: wants.has('ETag') ? object.etag : undefined,
      Checksum: wants.has('Checksum') && object.checksum ? checksumMembers(object.checksum) : undefined,
      ObjectParts: wants.has('ObjectParts') ? await partsOf(unit, object, input) : undefined,
      StorageClass: wants.has('StorageClass') ? (object.storageClass ?? 'STANDARD') : undefined,
      ObjectSize: wants.has('ObjectSize') ? object.size : undefined,
    };
  },
} satisfies Partial<S3Handlers>;

const attributes = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const;

function requireAttributes(asked: GetObjectAttributesRequest['ObjectAttributes']) {
  if (asked.length === 0) {
    throw invalidRequest(
      'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
    );
  }
  if (asked.every((name) => attributes.includes(name))) return asked;
  throw invalidArgument('x-amz-object-attributes', asked.join(','), 'Invalid attribute name specified.');
}

async function partsOf(reader: Reader, object: StoredObject, input: GetObjectAttributesRequest) {
  const { content, checksum } = object;
  if (content?.in !== 'segments' || object.partsCount === undefined) return undefined;
  // Here S3 does not mind numbers that make no sense.
  const limit = limitOf('max-parts', (input.MaxParts ?? 0) > 0 ? input.MaxParts : undefined);
  const PartNumberMarker = Math.max(0, input.PartNumberMarker ?? 0);
  const segments = await requireSegments(reader, content.id);
  const counts = { TotalPartsCount: segments.length };
  // Parts are only known to those who gave them checksums that stand for themselves.
  if (checksum?.type !== 'COMPOSITE') return counts;
  const after = segments.filter(({ partNumber }) => partNumber > PartNumberMarker);
  const listed = after.slice(0, limit);
  return {
    ...counts,
    PartNumberMarker,
    NextPartNumberMarker: listed.at(-1)?.partNumber ?? 0,
    MaxParts: limit,
    IsTruncated: after.length > limit,
    Parts: listed.map(({ partNumber, size, checksum: value = '' }) => ({
      PartNumber: partNumber,
      Size: size,
      ...checksumMember({ algorithm: checksum.algorithm, value }),
    })),
  };
}
