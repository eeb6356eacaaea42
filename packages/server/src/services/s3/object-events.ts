import type { Platform, RequestContext } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import type { Bucket } from './model/bucket.ts';
import { objectArn } from './model/bucket.ts';
import type { ObjectEvent, ObjectFact } from './model/object-event.ts';
import type { ObjectVersion } from './model/object.ts';

type EventOrigin = Pick<ObjectEvent, 'principalId' | 'requester' | 'requestId' | 'sourceIp'>;
type EventExtras = Pick<ObjectEvent, 'restoredUntil' | 'storageClass'>;

/** Makes a change of an object known, in the unit of the change. */
export function publishObjectEvent(
  unit: Unit,
  request: RequestContext,
  bucket: Bucket,
  fact: ObjectFact,
  cause: string,
  object: ObjectVersion,
  extras?: EventExtras,
): void {
  if (!bucket.settings.notifies) return;
  const origin = {
    requestId: request.requestId,
    principalId: `AWS:${request.principal.userId}`,
    requester: request.principal.account,
    sourceIp: String(request.conditions['aws:SourceIp'] ?? ''),
  };
  // A form is a PutObject by another way.
  const way =
    cause === 'Put' && request.conditions['s3:authType'] === 'POST' && fact === 'ObjectCreated' ? 'Post' : cause;
  publish(unit, request.platform, bucket, { fact, cause: way }, object, origin, extras);
}

/** The same for what S3 does by itself: lifecycle rules, restores. */
export function publishOwnEvent(
  unit: Unit,
  platform: Platform,
  bucket: Bucket,
  fact: ObjectFact,
  cause: string,
  object: ObjectVersion,
  extras?: EventExtras,
): void {
  if (!bucket.settings.notifies) return;
  const service = 's3.amazonaws.com';
  const origin = { requestId: platform.ids.uuid(), principalId: service, requester: service, sourceIp: service };
  publish(unit, platform, bucket, { fact, cause }, object, origin, extras);
}

function publish(
  unit: Unit,
  platform: Platform,
  bucket: Bucket,
  { fact, cause }: { fact: ObjectFact; cause: string },
  object: ObjectVersion,
  origin: EventOrigin,
  extras: EventExtras = {},
): void {
  const now = platform.clock.now();
  const detail: ObjectEvent = {
    bucket: bucket.name,
    bucketOwner: bucket.account,
    key: object.key,
    ...(bucket.versioning !== undefined && { versionId: object.versionId }),
    ...(!object.deleteMarker && { size: object.size, etag: object.etag }),
    sequencer: sequencer(cause === 'Delete' ? Math.max(object.order + 1, now * 1000) : object.order),
    cause,
    ...origin,
    ...extras,
  };
  platform.events.publish(unit, {
    type: `s3.${fact}`,
    account: bucket.account,
    region: bucket.region,
    time: now,
    resources: [objectArn(bucket.name, object.key)],
    detail,
  });
}

/** Of the events of a key, the later one has the greater: a removal comes after what it removes. */
function sequencer(order: number): string {
  return order.toString(16).toUpperCase().padStart(18, '0');
}
