import type { CopyObjectRequest } from '../../../../generated/types/s3.ts';
import type { Platform, RequestContext } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { openBucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { lastModified } from '../model/last-modified.ts';
import { authoriseSource, digestContent, requireCopySource, sourceTooLarge } from '../copy-source.ts';
import type { CopiedObject } from '../copy-source.ts';
import { invalidArgument, invalidRequest } from '../errors.ts';
import { checksumMembers, defaultAlgorithm, requireAlgorithm } from '../model/checksum.ts';
import type { StoredChecksum } from '../model/checksum.ts';
import { checkWriteConditions } from '../model/conditions.ts';
import { settingsOfNewObject } from '../model/new-object-settings.ts';
import type { NewObjectSettings } from '../model/new-object-settings.ts';
import { encryptionMembers } from '../model/object-encryption.ts';
import { checkKey } from '../model/object-key.ts';
import type { Bucket } from '../model/bucket.ts';
import type { StoredObject } from '../model/object.ts';
import { publishObjectEvent } from '../object-events.ts';
import { writeObject } from '../object-writes.ts';
import { shareContent, unlessGone } from '../store/contents.ts';
import { findObject } from '../store/objects.ts';

const largestSource = 5 * 1024 ** 3;

export const copyObjectOperations = {
  async CopyObject(input, { request }) {
    const { platform, clock } = request;
    checkKey(input.Key);
    checkDirectives(input);
    await authoriseSource(request, input);
    for (;;) {
      const source = await requireCopySource(platform.storage, input, clock.now());
      if (source.object.size > largestSource) throw sourceTooLarge();
      const digests = await digestsOfCopy(platform, source.object, input).catch(unlessGone);
      if (digests === undefined) continue;
      const copied = await request.transact((unit) => copy(unit, request, input, source.object, digests));
      if (copied === undefined) continue;
      const { bucket, object } = copied;
      return {
        CopyObjectResult: {
          ETag: `"${object.etag}"`,
          LastModified: lastModified(object.modifiedAt),
          ...checksumMembers(object.checksum),
        },
        CopySourceVersionId: source.bucket.versioning && source.object.versionId,
        VersionId: bucket.versioning === 'Enabled' ? object.versionId : undefined,
        ...encryptionMembers(object.encryption),
      };
    }
  },
} satisfies Partial<S3Handlers>;

function isDirective(text: string | undefined): boolean {
  return text === undefined || text === 'COPY' || text === 'REPLACE';
}

function checkDirectives({ MetadataDirective, TaggingDirective }: CopyObjectRequest): void {
  if (!isDirective(MetadataDirective)) {
    throw invalidArgument('x-amz-metadata-directive', MetadataDirective, 'Unknown metadata directive.');
  }
  if (!isDirective(TaggingDirective)) {
    throw invalidArgument('x-amz-tagging-directive', TaggingDirective, 'Unknown tagging directive.');
  }
}

interface CopyDigests {
  etag: string;
  checksum: StoredChecksum;
}

/** A copy is one piece, whatever its source was made of, and its digests are that piece's. */
async function digestsOfCopy(
  platform: Platform,
  object: StoredObject,
  { ChecksumAlgorithm }: CopyObjectRequest,
): Promise<CopyDigests> {
  const { etag, checksum } = object;
  const wanted = ChecksumAlgorithm && requireAlgorithm(ChecksumAlgorithm);
  const isUsable = checksum?.type === 'FULL_OBJECT' && (wanted === undefined || wanted === checksum.algorithm);
  if (isUsable && !etag.includes('-')) return { etag, checksum };
  const algorithm = wanted ?? checksum?.algorithm ?? defaultAlgorithm;
  const computed = await digestContent(platform, object, algorithm);
  return { etag: computed.etag, checksum: { algorithm, type: 'FULL_OBJECT', value: computed.value } };
}

/** Undefined where the source is not the one any more that the digests are of. */
async function copy(
  unit: Unit,
  request: RequestContext,
  input: CopyObjectRequest,
  digested: StoredObject,
  digests: CopyDigests,
): Promise<{ bucket: Bucket; object: StoredObject } | undefined> {
  const { platform, clock } = request;
  const now = clock.now();
  const source = await requireCopySource(unit, input, now);
  if (source.object.order !== digested.order || source.object.versionId !== digested.versionId) return undefined;
  const bucket = await openBucketOf(unit, input, now);
  requireChange(input, bucket, source);
  checkWriteConditions(input, await findObject(unit, bucket.id, input.Key));
  const { object: original } = source;
  const content = original.content && (await shareContent(unit, platform, original.content));
  const object = await writeObject(
    { unit, platform, bucket, now },
    {
      ...settingsOfCopy(request, bucket, input, original),
      key: input.Key,
      size: original.size,
      ...digests,
      ...(content && { content }),
    },
  );
  publishObjectEvent(unit, request, bucket, 'ObjectCreated', 'Copy', object);
  return { bucket, object };
}

function settingsOfCopy(
  request: RequestContext,
  bucket: Bucket,
  input: CopyObjectRequest,
  source: StoredObject,
): NewObjectSettings {
  const copiesTags = (input.TaggingDirective ?? 'COPY') === 'COPY';
  const { headers, metadata, tags, ...settings } = settingsOfNewObject(request, bucket, {
    ...input,
    ...(copiesTags && { Tagging: undefined }),
  });
  const described = (input.MetadataDirective ?? 'COPY') === 'COPY' ? source : { headers, metadata };
  const labelled = copiesTags ? source.tags : tags;
  return {
    ...settings,
    ...(described.headers && { headers: described.headers }),
    ...(described.metadata && { metadata: described.metadata }),
    ...(labelled && { tags: labelled }),
  };
}

/** To copy an object onto itself is a way to change it, and nothing else. */
function requireChange(
  input: CopyObjectRequest,
  bucket: Bucket,
  { bucket: from, object, versionId }: CopiedObject,
): void {
  if (from.id !== bucket.id || object.key !== input.Key || versionId !== undefined) return;
  const { MetadataDirective, StorageClass, WebsiteRedirectLocation, ServerSideEncryption, SSECustomerAlgorithm } =
    input;
  const { ChecksumAlgorithm, CopySourceSSECustomerAlgorithm } = input;
  const changes = [
    StorageClass,
    WebsiteRedirectLocation,
    ServerSideEncryption,
    SSECustomerAlgorithm,
    ChecksumAlgorithm,
    CopySourceSSECustomerAlgorithm,
  ];
  if (MetadataDirective === 'REPLACE' || changes.some((change) => change !== undefined)) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
