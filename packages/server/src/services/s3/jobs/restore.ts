import type { JobContext, JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { Bucket } from '../model/bucket.ts';
import { midnightAfter } from '../model/lifecycle.ts';
import type { StoredObject } from '../model/object.ts';
import { publishOwnEvent } from '../object-events.ts';
import { findBucket } from '../store/buckets.ts';
import { findVersion, saveObject } from '../store/objects.ts';

interface Payload {
  bucket: string;
  id: string;
  key: string;
  versionId: string;
  /** Of the version: one `null` may have replaced another. */
  order: number;
}

/** The copy of an archived object is there, for as many days as were asked for. */
export const completeRestore: JobDefinition = {
  run: ({ days, ...payload }: Payload & { days: number }, context) =>
    withObject(payload, context, async (unit, bucket, object) => {
      if (!object.restore?.ongoing) return;
      const { platform } = context;
      const expiresAt = midnightAfter(platform.clock.now(), days);
      await saveObject(unit, { ...object, restore: { ongoing: false, expiresAt } });
      scheduleExpiry(platform, unit, bucket, object, expiresAt);
      const extras = { restoredUntil: expiresAt, ...(object.storageClass && { storageClass: object.storageClass }) };
      publishOwnEvent(unit, platform, bucket, 'ObjectRestore', 'Completed', object, extras);
    }),
};

/** The copy goes; the archived object stays. */
export const expireRestore: JobDefinition = {
  run: (payload: Payload, context) =>
    withObject(payload, context, async (unit, bucket, object) => {
      const { restore, ...archived } = object;
      if (restore?.expiresAt === undefined || restore.expiresAt > context.clock.now()) return;
      await saveObject(unit, archived);
      publishOwnEvent(unit, context.platform, bucket, 'ObjectRestore', 'Delete', object);
    }),
};

export function scheduleRestore(
  platform: Platform,
  unit: Unit,
  bucket: Bucket,
  object: StoredObject,
  { days, runAt }: { days: number; runAt: number },
): void {
  const { account, region } = bucket;
  const payload = { ...payloadOf(bucket, object), days };
  platform.jobs.enqueue(unit, {
    type: 's3.completeRestore',
    id: jobId('restore', object),
    runAt,
    account,
    region,
    payload,
  });
}

/** Of a restored copy, whose days may be changed while it is there. */
export function scheduleExpiry(
  platform: Platform,
  unit: Unit,
  bucket: Bucket,
  object: StoredObject,
  runAt: number,
): void {
  const { account, region } = bucket;
  const payload = payloadOf(bucket, object);
  platform.jobs.enqueue(unit, {
    type: 's3.expireRestore',
    id: jobId('restored', object),
    runAt,
    account,
    region,
    payload,
  });
}

function payloadOf({ name, id }: Bucket, { key, versionId, order }: StoredObject): Payload {
  return { bucket: name, id, key, versionId, order };
}

function jobId(kind: string, { bucket, key, order }: StoredObject): string {
  return `s3.${kind}/${bucket}/${order}/${key}`;
}

async function withObject(
  { bucket: name, id, key, versionId, order }: Payload,
  { platform }: JobContext,
  work: (unit: Unit, bucket: Bucket, object: StoredObject) => Promise<void>,
): Promise<void> {
  await platform.storage.transact(async (unit) => {
    const bucket = await findBucket(unit, name);
    const object = bucket?.id === id ? await findVersion(unit, id, key, versionId) : undefined;
    if (bucket && object && !object.deleteMarker && object.order === order) await work(unit, bucket, object);
  });
}
