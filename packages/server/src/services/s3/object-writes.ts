import type { Platform } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { collectLater } from './jobs/collect.ts';
import type { Bucket } from './model/bucket.ts';
import type { DeleteMarker, ObjectVersion, StoredObject } from './model/object.ts';
import { newVersionId, nextOrder } from './model/version-id.ts';
import { releaseContent } from './store/contents.ts';
import * as objects from './store/objects.ts';

/** What every change of a bucket's objects needs. */
export interface WriteScope {
  unit: Unit;
  platform: Platform;
  bucket: Bucket;
  now: number;
}

export type NewObject = Omit<StoredObject, 'bucket' | 'deleteMarker' | 'modifiedAt' | 'order' | 'versionId'>;

/** Makes an object the current one of its key; what it replaces becomes an older version, or goes. */
export async function writeObject(scope: WriteScope, object: NewObject): Promise<StoredObject> {
  const { unit, bucket } = scope;
  const previous = await objects.findObject(unit, bucket.id, object.key);
  const identity = await newIdentity(scope, object.key, previous);
  const written: StoredObject = { ...object, ...identity };
  await retire(scope, object.key, previous, written.versionId);
  objects.putCurrent(unit, written);
  return written;
}

/** What DeleteObject without a version did: a marker, or the removal of an object for good. */
export interface Deletion {
  marker?: DeleteMarker;
  removed?: ObjectVersion;
}

/** Deletes a key: for good where there is no versioning, by a delete marker elsewhere, even of a key that never was. */
export async function deleteCurrent(scope: WriteScope, key: string, owner: string): Promise<Deletion> {
  const { unit, bucket } = scope;
  const previous = await objects.findObject(unit, bucket.id, key);
  if (bucket.versioning === undefined) {
    if (previous === undefined) return {};
    await discard(scope, previous);
    objects.removeCurrent(unit, bucket.id, key);
    return { removed: previous };
  }
  const identity = await newIdentity(scope, key, previous);
  const marker: DeleteMarker = { ...identity, key, owner, deleteMarker: true };
  await retire(scope, key, previous, marker.versionId);
  objects.removeCurrent(unit, bucket.id, key);
  objects.putNoncurrent(unit, marker);
  return { marker };
}

/** Deletes one version for good, which may bring an older one to light. Undefined where there is no such version. */
export async function deleteVersion(
  scope: WriteScope,
  key: string,
  versionId: string,
): Promise<ObjectVersion | undefined> {
  const { unit, bucket } = scope;
  const current = await objects.findObject(unit, bucket.id, key);
  if (current?.versionId === versionId) {
    await discard(scope, current);
    objects.removeCurrent(unit, bucket.id, key);
    await promoteNewest(scope, key);
    return current;
  }
  const version = await objects.findNoncurrent(unit, bucket.id, key, versionId);
  if (version === undefined) return undefined;
  await discard(scope, version);
  objects.removeNoncurrent(unit, version);
  if (current === undefined) {
    objects.removeCurrent(unit, bucket.id, key);
    await promoteNewest(scope, key);
  }
  return version;
}

async function promoteNewest({ unit, bucket }: WriteScope, key: string): Promise<void> {
  const newest = await objects.findNewestNoncurrent(unit, bucket.id, key);
  if (newest === undefined || newest.deleteMarker) return;
  objects.removeNoncurrent(unit, newest);
  objects.putCurrent(unit, newest);
}

async function newIdentity(
  { unit, platform, bucket, now }: WriteScope,
  key: string,
  current: StoredObject | undefined,
): Promise<Pick<ObjectVersion, 'bucket' | 'key' | 'modifiedAt' | 'order' | 'versionId'>> {
  const newest =
    current ?? (bucket.versioning === undefined ? undefined : await objects.findNewestNoncurrent(unit, bucket.id, key));
  const order = nextOrder(now, newest?.order);
  const versionId = bucket.versioning === 'Enabled' ? newVersionId(platform.ids, order) : 'null';
  return { bucket: bucket.id, key, modifiedAt: now, order, versionId };
}

/** Moves the current object to the older versions; a version `null` gives way to a new one, wherever it stands. */
async function retire(
  scope: WriteScope,
  key: string,
  current: StoredObject | undefined,
  newVersion: string,
): Promise<void> {
  const { unit, bucket } = scope;
  if (current?.versionId === newVersion) await discard(scope, current);
  else {
    if (current !== undefined) objects.putNoncurrent(unit, current);
    if (newVersion !== 'null' || bucket.versioning === undefined) return;
    const replaced = await objects.findNoncurrent(unit, bucket.id, key, 'null');
    if (replaced === undefined) return;
    await discard(scope, replaced);
    objects.removeNoncurrent(unit, replaced);
  }
}

async function discard({ unit, platform, bucket, now }: WriteScope, version: ObjectVersion): Promise<void> {
  if (version.deleteMarker) return;
  collectLater(platform, unit, bucket, await releaseContent(unit, version.content), now);
}
