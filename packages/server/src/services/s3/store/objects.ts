import type { Group, Key, Reader, Storage, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidVersionId, noSuchKey, noSuchVersion } from '../errors.ts';
import { checkKey } from '../model/object-key.ts';
import type { DeleteMarker, ObjectVersion, StoredObject } from '../model/object.ts';
import { isVersionId, orderOfVersionId } from '../model/version-id.ts';

/** What GetObject answers without a version: one row for each key that has such an object. */
export const objectsTable = defineTable<StoredObject>()({
  name: 's3.objects',
  key: ({ bucket, key }) => [bucket, key],
});

/** Delete markers, and objects that are not the latest version of their key; the newest of a key first. */
export const versionsTable = defineTable<ObjectVersion>()({
  name: 's3.versions',
  key: versionKey,
  indexes: {
    /** The one version of a key that was written without versioning. */
    unversioned: ({ bucket, key, versionId }) => (versionId === 'null' ? [bucket, key] : undefined),
  },
});

function versionKey({ bucket, key, order }: ObjectVersion): Key {
  return [bucket, key, -order];
}

export function findObject(reader: Reader, bucket: string, key: string): Promise<StoredObject | undefined> {
  return reader.get(objectsTable, [bucket, key]);
}

/** The newest version that is not current: a delete marker is, where no object is current. */
export async function findNewestNoncurrent(
  reader: Reader,
  bucket: string,
  key: string,
): Promise<ObjectVersion | undefined> {
  return (await reader.list(versionsTable, { prefix: [bucket, key], limit: 1 }))[0];
}

/** The delete marker by which the key's object is hidden. */
async function findHidingMarker(reader: Reader, bucket: string, key: string): Promise<DeleteMarker | undefined> {
  const newest = await findNewestNoncurrent(reader, bucket, key);
  return newest?.deleteMarker ? newest : undefined;
}

export async function findNoncurrent(
  reader: Reader,
  bucket: string,
  key: string,
  versionId: string,
): Promise<ObjectVersion | undefined> {
  if (versionId === 'null') {
    return (await reader.list(versionsTable, { index: 'unversioned', prefix: [bucket, key], limit: 1 }))[0];
  }
  const order = orderOfVersionId(versionId);
  const found = order === undefined ? undefined : await reader.get(versionsTable, [bucket, key, -order]);
  return found?.versionId === versionId ? found : undefined;
}

/** An object or delete marker by its version id, whether it is current or not. */
export async function findVersion(
  reader: Reader,
  bucket: string,
  key: string,
  versionId: string,
): Promise<ObjectVersion | undefined> {
  const current = await findObject(reader, bucket, key);
  return current?.versionId === versionId ? current : findNoncurrent(reader, bucket, key, versionId);
}

/**
 * What a request on an object means: that version, or the current one. Throws NoSuchKey or NoSuchVersion; a delete
 * marker is answered, since operations differ in what they make of it.
 */
export async function requireVersion(
  reader: Reader,
  bucket: string,
  key: string,
  versionId: string | undefined,
): Promise<ObjectVersion> {
  checkKey(key);
  if (versionId !== undefined) {
    if (!isVersionId(versionId)) throw invalidVersionId(versionId);
    const version = await findVersion(reader, bucket, key, versionId);
    if (version === undefined) throw noSuchVersion(key, versionId);
    return version;
  }
  const current = (await findObject(reader, bucket, key)) ?? (await findHidingMarker(reader, bucket, key));
  if (current === undefined) throw noSuchKey(key);
  return current;
}

/** Writes changed settings of an object, wherever it stands now. Its version and order must be as they were read. */
export async function saveObject(unit: Unit, object: StoredObject): Promise<void> {
  const current = await findObject(unit, object.bucket, object.key);
  if (current?.versionId === object.versionId) unit.put(objectsTable, object);
  else unit.put(versionsTable, object);
}

export function putCurrent(unit: Unit, object: StoredObject): void {
  unit.put(objectsTable, object);
}

/** To be called with every change of a key's versions, even where there is none current: changes of a key meet there. */
export function removeCurrent(unit: Unit, bucket: string, key: string): void {
  unit.delete(objectsTable, [bucket, key]);
}

export function putNoncurrent(unit: Unit, version: ObjectVersion): void {
  unit.put(versionsTable, version);
}

export function removeNoncurrent(unit: Unit, version: ObjectVersion): void {
  unit.delete(versionsTable, versionKey(version));
}

export async function hasObjects(reader: Reader, bucket: string): Promise<boolean> {
  if ((await reader.list(objectsTable, { prefix: [bucket], limit: 1 })).length > 0) return true;
  return (await reader.list(versionsTable, { prefix: [bucket], limit: 1 })).length > 0;
}

interface RowRange {
  startsWith?: string;
  from?: Key;
  after?: Key;
  limit: number;
}

export function listObjectRows(reader: Reader, bucket: string, range: RowRange): Promise<StoredObject[]> {
  return reader.list(objectsTable, { prefix: [bucket], ...range });
}

/** With a delimiter, groups in the place of what begins alike. */
export async function listObjectEntries(
  storage: Storage,
  bucket: string,
  range: RowRange,
  delimiter: string | undefined,
): Promise<(Group | { row: StoredObject })[]> {
  if (delimiter) return storage.listGrouped(objectsTable, { prefix: [bucket], ...range, delimiter });
  return (await listObjectRows(storage, bucket, range)).map((row) => ({ row }));
}

/** Of each key the newest first. */
export function listNoncurrentRows(reader: Reader, bucket: string, range: RowRange): Promise<ObjectVersion[]> {
  return reader.list(versionsTable, { prefix: [bucket], ...range });
}
