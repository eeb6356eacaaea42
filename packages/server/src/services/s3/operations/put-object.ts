import { Readable } from 'node:stream';
import type { PutObjectRequest } from '../../../../generated/types/s3.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { openBucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { notImplemented } from '../errors.ts';
import { expirationMember } from '../expiration.ts';
import type { Bucket } from '../model/bucket.ts';
import { checksumMembers } from '../model/checksum.ts';
import { checkWriteConditions } from '../model/conditions.ts';
import { settingsOfNewObject } from '../model/new-object-settings.ts';
import type { NewObjectSettings } from '../model/new-object-settings.ts';
import { encryptionMembers } from '../model/object-encryption.ts';
import { checkKey } from '../model/object-key.ts';
import { requireLockChecksum } from '../model/object-lock.ts';
import { publishObjectEvent } from '../object-events.ts';
import { writeObject } from '../object-writes.ts';
import { claimedChecksum, keeping, keepReceived, receiveBody } from '../receive-body.ts';
import { findObject } from '../store/objects.ts';

export const putObjectOperations = {
  async PutObject(input, { request }) {
    const { platform, clock } = request;
    checkKey(input.Key);
    refuseAppending(input);
    if (input.Body instanceof Readable) await requirePlace(request, input);
    const received = await receiveBody(request, input);
    const checksum = { ...received.checksum, type: 'FULL_OBJECT' } as const;
    const { bucket, object, expiration } = await keeping(request, received, () =>
      request.transact(async (unit) => {
        const now = clock.now();
        const bucket = await openBucketOf(unit, input, now);
        const settings = settingsOf(request, bucket, input);
        if (input.IfMatch !== undefined || input.IfNoneMatch !== undefined) {
          checkWriteConditions(input, await findObject(unit, bucket.id, input.Key));
        }
        const content = keepReceived(unit, platform, received);
        const object = await writeObject(
          { unit, platform, bucket, now },
          {
            ...settings,
            key: input.Key,
            size: received.size,
            etag: received.etag,
            checksum,
            ...(content && { content }),
          },
        );
        publishObjectEvent(unit, request, bucket, 'ObjectCreated', 'Put', object);
        return { bucket, object, expiration: await expirationMember(unit, bucket, object) };
      }),
    );
    return {
      ETag: `"${object.etag}"`,
      ...checksumMembers(checksum),
      ...encryptionMembers(object.encryption),
      ...expiration,
      VersionId: bucket.versioning === 'Enabled' ? object.versionId : undefined,
    };
  },
} satisfies Partial<S3Handlers>;

/** A body that streams is taken in only where it may be kept. */
async function requirePlace(request: RequestContext, input: PutObjectRequest): Promise<void> {
  const bucket = await openBucketOf(request.platform.storage, input, request.clock.now());
  settingsOf(request, bucket, input);
}

function settingsOf(request: RequestContext, bucket: Bucket, input: PutObjectRequest): NewObjectSettings {
  const settings = settingsOfNewObject(request, bucket, input);
  if (settings.retention || settings.legalHold) {
    const isClaimed = input.ContentMD5 !== undefined || claimedChecksum(request, input) !== undefined;
    requireLockChecksum(settings, isClaimed, 'Put Object');
  }
  return settings;
}

function refuseAppending({ WriteOffsetBytes }: PutObjectRequest): void {
  if (WriteOffsetBytes !== undefined) throw notImplemented('Appending to objects, which only directory buckets have,');
}
