import type { GetObjectRequest } from '../../../../generated/types/s3.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { S3Error, invalidArgument, methodNotAllowed } from '../errors.ts';
import { expirationMember } from '../expiration.ts';
import type { Bucket } from '../model/bucket.ts';
import { parseRange } from '../model/byte-range.ts';
import type { ByteSpan } from '../model/byte-range.ts';
import { checksumMember, checksumMembers } from '../model/checksum.ts';
import { checkReadConditions } from '../model/conditions.ts';
import { requireCustomerKey } from '../model/object-encryption.ts';
import { checkPartNumber } from '../model/part-number.ts';
import { objectOutput } from '../model/object-output.ts';
import type { DeleteMarker, StoredObject } from '../model/object.ts';
import { openContent } from '../object-content.ts';
import { ContentGoneError, requireSegments } from '../store/contents.ts';
import { requireVersion } from '../store/objects.ts';

export const getObjectOperations = {
  async GetObject(input, { request }) {
    const { platform } = request;
    checkReadRequest(request, input);
    requireReadableOverrides(input, request.principal.kind === 'anonymous');
    for (let attempt = 1; ; attempt++) {
      const bucket = await bucketOf(platform.storage, input);
      const object = await readableObject(request, platform.storage, bucket, input, 'GET');
      requireRestored(object);
      const answer = await describe(platform.storage, bucket, object, input);
      try {
        return { ...answer.output, Body: await openContent(platform, object, answer.span) };
      } catch (error) {
        // It was replaced since its row was read: what is there now is as good an answer.
        if (!(error instanceof ContentGoneError) || attempt === 5) throw error;
      }
    }
  },

  async HeadObject(input, { request }) {
    const { unit } = request;
    checkReadRequest(request, input);
    const bucket = await bucketOf(unit, input);
    const object = await readableObject(request, unit, bucket, input, 'HEAD');
    return (await describe(unit, bucket, object, input)).output;
  },
} satisfies Partial<S3Handlers>;

type ReadInput = Omit<GetObjectRequest, 'ExpectedBucketOwner'>;

function checkReadRequest({ headers }: RequestContext, { PartNumber }: ReadInput): void {
  // How an object is encrypted is no matter of its reader, unless the key is his own.
  const encryption = headers['x-amz-server-side-encryption'];
  if (encryption !== undefined) {
    const message = 'x-amz-server-side-encryption header is not supported for this operation.';
    throw invalidArgument('x-amz-server-side-encryption', encryption, message);
  }
  if (PartNumber !== undefined) checkPartNumber(PartNumber);
}

/** The object that a request reads, all conditions met. */
export async function readableObject(
  request: RequestContext,
  reader: Reader,
  bucket: Bucket,
  input: ReadInput,
  method: 'GET' | 'HEAD',
): Promise<StoredObject> {
  const object = await currentObject(request, reader, bucket, input, method);
  checkReadConditions(input, object, request.clock.now());
  requireCustomerKey(object.encryption, input);
  return object;
}

async function currentObject(
  request: RequestContext,
  reader: Reader,
  bucket: Bucket,
  { Key, VersionId }: ReadInput,
  method: 'GET' | 'HEAD',
): Promise<StoredObject> {
  try {
    const object = await requireVersion(reader, bucket.id, Key, VersionId);
    if (object.deleteMarker) throw hiddenByMarker(object, VersionId, method);
    return object;
  } catch (error) {
    // Only who may list the bucket is told that a key is not there; HeadBucket asks for just that permission.
    if (error instanceof S3Error && error.code === 'NoSuchKey')
      await request.call.s3.HeadBucket({ Bucket: bucket.name });
    throw error;
  }
}

/** A marker that is asked for by its id is there, but nothing that one could read. */
function hiddenByMarker(marker: DeleteMarker, versionId: string | undefined, method: string): S3Error {
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId };
  if (versionId === undefined)
    return new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: marker.key }, { headers });
  const lastModified = new Date(marker.modifiedAt).toUTCString();
  return methodNotAllowed(method, 'DeleteMarker', { ...headers, allow: 'DELETE', 'last-modified': lastModified });
}

async function describe(reader: Reader, bucket: Bucket, object: StoredObject, input: ReadInput) {
  const part = input.PartNumber === undefined ? undefined : await partOf(reader, object, input);
  const span = part?.span ?? parseRange(input.Range, object.size);
  const isWhole = span === undefined;
  const length = isWhole ? object.size : span.end - span.start + 1;
  const wanted = input.ChecksumMode === 'ENABLED';
  const isPartial = !isWhole && object.size > 0;
  return {
    span: span ?? { start: 0, end: object.size - 1 },
    output: {
      ...objectOutput(bucket, object, input),
      ...(input.VersionId === undefined && (await expirationMember(reader, bucket, object))),
      ContentLength: length,
      ...(isPartial && { ContentRange: `bytes ${span.start}-${span.end}/${object.size}` }),
      ...(part?.count !== undefined && { PartsCount: part.count }),
      ...(wanted && part?.checksum),
      ...(wanted && (isWhole || length === object.size) && !part?.checksum && checksumMembers(object.checksum)),
    },
  };
}

interface PartAnswer {
  span: ByteSpan;
  /** Absent where the object was not uploaded in parts. */
  count?: number;
  checksum?: object | undefined;
}

async function partOf(reader: Reader, object: StoredObject, { PartNumber = 1, Range }: ReadInput): Promise<PartAnswer> {
  if (Range !== undefined)
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  const { content, partsCount, size } = object;
  if (content?.in !== 'segments') {
    if (PartNumber !== 1) throw invalidPartNumber(PartNumber, partsCount ?? 1);
    return { span: { start: 0, end: size - 1 }, ...(partsCount !== undefined && { count: partsCount }) };
  }
  const segments = await requireSegments(reader, content.id);
  // The parts of the object count from one, whatever numbers they were uploaded under.
  const segment = segments[PartNumber - 1];
  if (segment === undefined) throw invalidPartNumber(PartNumber, segments.length);
  const start = segments.slice(0, PartNumber - 1).reduce((sum, before) => sum + before.size, 0);
  const { checksum } = segment;
  const { algorithm, type } = object.checksum ?? {};
  return {
    span: { start, end: start + segment.size - 1 },
    count: segments.length,
    checksum:
      checksum !== undefined && algorithm
        ? { ...checksumMember({ algorithm, value: checksum }), ChecksumType: type }
        : undefined,
  };
}

function invalidPartNumber(requested: number, actual: number): S3Error {
  return new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
    PartNumberRequested: requested,
    ActualPartCount: actual,
  });
}

/** Archived objects have to be restored before they can be read. */
export function requireRestored({ storageClass, restore }: StoredObject): void {
  if (storageClass !== 'GLACIER' && storageClass !== 'DEEP_ARCHIVE') return;
  if (restore && !restore.ongoing) return;
  const message = "The operation is not valid for the object's storage class";
  throw new S3Error('InvalidObjectState', message, { StorageClass: storageClass });
}

function requireReadableOverrides(input: ReadInput, isAnonymous: boolean): void {
  if (!isAnonymous) return;
  const overrides = Object.entries(input).some(([name, value]) => name.startsWith('Response') && value !== undefined);
  if (overrides)
    throw new S3Error('InvalidRequest', 'Request specific response headers cannot be used for anonymous GET requests.');
}
