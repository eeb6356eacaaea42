import type { Key } from '../../platform/storage/storage.ts';
import { abortsUpload, currentVersionAction, noncurrentVersionAction } from './model/lifecycle.ts';
import type { LifecycleAction, LifecycleRules, LifecycleVersion } from './model/lifecycle.ts';
import { isLocked } from './model/object-lock.ts';
import type { ObjectVersion, StorageClass, StoredObject } from './model/object.ts';
import { publishOwnEvent } from './object-events.ts';
import { deleteCurrent, deleteVersion } from './object-writes.ts';
import type { WriteScope } from './object-writes.ts';
import * as objects from './store/objects.ts';
import { listUploadsFrom } from './store/uploads.ts';
import { abortUpload } from './upload-removal.ts';

/** One page of a lifecycle run, in one unit. `now` is the midnight of the run, not that of the page. */
export interface LifecycleStep extends WriteScope {
  lifecycle: LifecycleRules;
}

/** Where a run stands among the versions of a bucket, and what it needs to know of those before. */
export interface VersionPosition {
  key: string;
  order: number;
  /** When the version before was written: since then this one is not current. */
  replacedAt: number;
  /** Noncurrent versions of the key that have been seen. */
  noncurrent: number;
}

const perPage = 100;

/** Deletes or moves current objects; answers the key to go on after. */
export async function applyToObjects(step: LifecycleStep, after: string | undefined): Promise<string | undefined> {
  const { unit, bucket } = step;
  const position = after === undefined ? {} : { after: [bucket.id, after] };
  const page = await objects.listObjectRows(unit, bucket.id, { ...position, limit: perPage });
  for (const object of page) {
    const moment = { isOnly: false, now: step.now };
    await applyToCurrent(step, object, currentVersionAction(step.lifecycle, factsOf(object), moment));
  }
  return page.length < perPage ? undefined : page.at(-1)?.key;
}

async function applyToCurrent(
  step: LifecycleStep,
  object: StoredObject,
  action: LifecycleAction | undefined,
): Promise<void> {
  const { unit, platform, bucket } = step;
  if (action === undefined) return;
  if (action.kind === 'transition') return transition(step, object, action.storageClass);
  const { marker, removed } = await deleteCurrent(atPresent(step), object.key, bucket.account);
  if (marker) publishOwnEvent(unit, platform, bucket, 'LifecycleExpiration', 'DeleteMarkerCreated', marker);
  else if (removed) publishOwnEvent(unit, platform, bucket, 'LifecycleExpiration', 'Delete', removed);
}

/** Noncurrent versions, and the delete markers that hide keys. */
export async function applyToVersions(
  step: LifecycleStep,
  after: VersionPosition | undefined,
): Promise<VersionPosition | undefined> {
  const { unit, bucket } = step;
  const range = { ...(after && { after: rowKey(bucket.id, after) }), limit: perPage };
  const page = await objects.listNoncurrentRows(unit, bucket.id, range);
  let position = after;
  for (const version of page) {
    if (position?.key !== version.key) position = await startOfKey(step, version);
    position = await applyToVersion(step, version, position);
  }
  return page.length < perPage ? undefined : position;
}

/** What stands before the first row of a key: its current object, unless a delete marker hides it. */
async function startOfKey({ unit, bucket }: LifecycleStep, { key, order }: ObjectVersion): Promise<VersionPosition> {
  const current = await objects.findObject(unit, bucket.id, key);
  return { key, order, replacedAt: current?.modifiedAt ?? Infinity, noncurrent: 0 };
}

async function applyToVersion(
  step: LifecycleStep,
  version: ObjectVersion,
  position: VersionPosition,
): Promise<VersionPosition> {
  const { lifecycle, now, unit, bucket } = step;
  const { replacedAt, noncurrent } = position;
  const next = { key: version.key, order: version.order, replacedAt: version.modifiedAt };
  if (replacedAt === Infinity) {
    const [older] = await objects.listNoncurrentRows(unit, bucket.id, { after: rowKey(bucket.id, version), limit: 1 });
    const isOnly = older?.key !== version.key;
    const action = currentVersionAction(lifecycle, factsOf(version), { isOnly, now });
    if (action?.kind === 'expire') await remove(step, version);
    return { ...next, noncurrent: 0 };
  }
  const action = noncurrentVersionAction(lifecycle, factsOf(version), {
    noncurrentSince: replacedAt,
    newer: noncurrent,
    now,
  });
  if (action?.kind === 'transition' && !version.deleteMarker) await transition(step, version, action.storageClass);
  if (action?.kind === 'expire') await remove(step, version);
  return { ...next, noncurrent: noncurrent + 1 };
}

/** Answers the place in the list of uploads to go on after. */
export async function applyToUploads(
  { unit, platform, bucket, lifecycle, now }: LifecycleStep,
  after: [string, number, string] | undefined,
): Promise<[string, number, string] | undefined> {
  const position = after && { after: [bucket.id, ...after] };
  const page = await listUploadsFrom(unit, bucket.id, { limit: perPage, ...position });
  for (const upload of page) {
    if (!abortsUpload(lifecycle, { key: upload.key, initiated: upload.initiatedAt }, now)) continue;
    await abortUpload(unit, platform, bucket, upload);
  }
  const last = page.at(-1);
  return page.length < perPage || !last ? undefined : [last.key, last.initiatedAt, last.id];
}

async function transition(step: LifecycleStep, object: StoredObject, storageClass: string): Promise<void> {
  const { unit, platform, bucket } = step;
  await objects.saveObject(unit, { ...object, storageClass: storageClass as StorageClass });
  publishOwnEvent(unit, platform, bucket, 'LifecycleTransition', '', object, { storageClass });
}

function rowKey(bucket: string, { key, order }: { key: string; order: number }): Key {
  return [bucket, key, -order];
}

/** What is locked stays, and is looked at again the next day. */
async function remove(step: LifecycleStep, version: ObjectVersion): Promise<void> {
  const { unit, platform, bucket } = step;
  const { now } = atPresent(step);
  if (!version.deleteMarker && isLocked(version, { now, bypass: false })) return;
  await deleteVersion(atPresent(step), version.key, version.versionId);
  publishOwnEvent(unit, platform, bucket, 'LifecycleExpiration', 'Delete', version);
}

/** Writes carry the time at which they happen. */
function atPresent({ unit, platform, bucket }: LifecycleStep): WriteScope {
  return { unit, platform, bucket, now: platform.clock.now() };
}

function factsOf(version: ObjectVersion): LifecycleVersion {
  const { key, modifiedAt: lastModified } = version;
  if (version.deleteMarker) {
    return { key, lastModified, size: 0, tags: {}, storageClass: 'STANDARD', isDeleteMarker: true };
  }
  const { size, tags = {}, storageClass = 'STANDARD' } = version;
  return { key, lastModified, size, tags, storageClass, isDeleteMarker: false };
}
