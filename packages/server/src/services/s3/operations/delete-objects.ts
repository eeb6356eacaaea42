import type { DeleteObjectRequest } from '../../../../generated/types/s3.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Calls, RequestContext } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { requireBodyChecksum } from '../body-checksum.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import {
  invalidArgument,
  invalidVersionId,
  malformedXml,
  noSuchKey,
  noSuchVersion,
  unsupportedHeader,
} from '../errors.ts';
import type { Bucket } from '../model/bucket.ts';
import { matches, preconditionFailed } from '../model/conditions.ts';
import { checkKey } from '../model/object-key.ts';
import { requireUnlocked } from '../model/object-lock.ts';
import type { StoredObject } from '../model/object.ts';
import { isVersionId } from '../model/version-id.ts';
import { publishObjectEvent } from '../object-events.ts';
import { deleteCurrent, deleteVersion } from '../object-writes.ts';
import { findObject, findVersion } from '../store/objects.ts';

const mostDeletedAtOnce = 1000;

export const deleteObjectOperations = {
  async DeleteObject(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    checkBypass(bucket, input.BypassGovernanceRetention);
    const { DeleteMarker, VersionId } = await deleteObject(request.unit, request, bucket, input);
    return { DeleteMarker, VersionId };
  },

  async DeleteObjects(input, { request }) {
    const { Bucket, BypassGovernanceRetention } = input;
    const { Objects, Quiet } = input.Delete;
    requireBodyChecksum(request);
    if (Objects.length === 0 || Objects.length > mostDeletedAtOnce) throw malformedXml();
    if (Objects.some(({ Key }) => Key === '')) throw malformedXml();
    checkBypass(await bucketOf(request.unit, input), BypassGovernanceRetention);
    const { s3 } = callsWithin(request);
    const Deleted = [];
    const Errors = [];
    for (const { Key, VersionId, ETag, LastModifiedTime, Size } of Objects) {
      const conditions = { IfMatch: ETag, IfMatchLastModifiedTime: LastModifiedTime, IfMatchSize: Size };
      try {
        // Each key is authorised by itself: one that is not allowed does not keep the others.
        const done = await s3.DeleteObject({ Bucket, Key, VersionId, BypassGovernanceRetention, ...conditions });
        const { DeleteMarker, VersionId: id } = done;
        Deleted.push({ Key, VersionId, DeleteMarker, DeleteMarkerVersionId: DeleteMarker ? id : undefined });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // Among many, a version id that can be none is a version that is not there.
        const isWrongId = VersionId !== undefined && error.code === 'InvalidArgument';
        const { code, message } = isWrongId ? noSuchVersion(Key, VersionId) : error;
        Errors.push({ Key, VersionId, Code: code, Message: message });
      }
    }
    return { Deleted: Quiet ? undefined : Deleted, Errors };
  },
} satisfies Partial<S3Handlers>;

function checkBypass({ settings }: Bucket, bypass: boolean | undefined): void {
  if (bypass === undefined || settings.objectLock) return;
  const message = 'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.';
  throw invalidArgument('x-amz-bypass-governance-retention', bypass, message);
}

/** Calls as the principal of a request, under its conditions and in its unit. */
function callsWithin({ platform, principal, account, region, conditions, unit }: RequestContext): Calls {
  return platform.callAs({ principal, account, region, conditions, unit });
}

type DeleteInput = Omit<DeleteObjectRequest, 'Bucket'>;

async function deleteObject(unit: Unit, request: RequestContext, bucket: Bucket, input: DeleteInput) {
  const { Key: key, VersionId: versionId, BypassGovernanceRetention: bypass = false } = input;
  checkKey(key);
  if (versionId !== undefined && !isVersionId(versionId)) throw invalidVersionId(versionId);
  const scope = { unit, platform: request.platform, bucket, now: request.clock.now() };
  await checkConditions(unit, bucket, input);
  if (versionId === undefined || bucket.versioning === undefined) {
    if (versionId !== undefined && versionId !== 'null') throw invalidVersionId(versionId);
    const { marker, removed } = await deleteCurrent(scope, key, request.principal.account);
    if (marker) publishObjectEvent(unit, request, bucket, 'ObjectRemoved', 'DeleteMarkerCreated', marker);
    else if (removed) publishObjectEvent(unit, request, bucket, 'ObjectRemoved', 'Delete', removed);
    return marker ? { DeleteMarker: true, VersionId: marker.versionId } : { VersionId: versionId };
  }
  const version = await findVersion(unit, bucket.id, key, versionId);
  if (version === undefined) return { VersionId: versionId };
  if (!version.deleteMarker) requireUnlocked(version, { now: scope.now, bypass });
  await deleteVersion(scope, key, versionId);
  publishObjectEvent(unit, request, bucket, 'ObjectRemoved', 'Delete', version);
  return { DeleteMarker: version.deleteMarker, VersionId: versionId };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
async function checkConditions(unit: Unit, bucket: Bucket, input: DeleteInput): Promise<void> {
  const { Key, IfMatch, IfMatchLastModifiedTime, IfMatchSize } = input;
  // Conditions of directory buckets.
  if (IfMatchLastModifiedTime !== undefined) throw unsupportedHeader('x-amz-if-match-last-modified-time');
  if (IfMatchSize !== undefined) throw unsupportedHeader('x-amz-if-match-size');
  if (IfMatch === undefined) return;
  const current: StoredObject | undefined = await findObject(unit, bucket.id, Key);
  if (current === undefined) throw noSuchKey(Key);
  if (!matches(IfMatch, current.etag)) throw preconditionFailed('If-Match');
}
