import type { Reader } from '../../../platform/storage/storage.ts';
import { compareUtf8 } from '../../../platform/storage/key.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { lastModified } from '../model/last-modified.ts';
import { invalidArgument } from '../errors.ts';
import { commonPrefixOf, keyAfterMarker, keyEncoder, limitOf, listPage, prefixList } from '../listing.ts';
import type { Position } from '../listing.ts';
import { canonicalUserId } from '../model/canonical-user.ts';
import type { ObjectVersion, StoredObject } from '../model/object.ts';
import { isVersionId, orderOfVersionId } from '../model/version-id.ts';
import { findNewestNoncurrent, findObject, findVersion, listNoncurrentRows, listObjectRows } from '../store/objects.ts';
import { checksumEntry, restoreStatus } from './list-objects.ts';

export const listVersionOperations = {
  async ListObjectVersions(input, { request }) {
    const { unit } = request;
    const { Prefix = '', Delimiter, KeyMarker = '', VersionIdMarker = '', EncodingType } = input;
    if (VersionIdMarker !== '' && KeyMarker === '') {
      throw invalidArgument(
        'version-id-marker',
        VersionIdMarker,
        'A version-id marker cannot be specified without a key marker.',
      );
    }
    if (VersionIdMarker !== '' && !isVersionId(VersionIdMarker)) {
      throw invalidArgument('version-id-marker', VersionIdMarker, 'Invalid version id specified');
    }
    const bucket = await bucketOf(unit, input);
    const encode = keyEncoder(EncodingType);
    const limit = limitOf('max-keys', input.MaxKeys);
    const start = await startOf(unit, bucket.id, { prefix: Prefix, delimiter: Delimiter, KeyMarker, VersionIdMarker });
    const page = await listPage<ListedVersion>({
      prefix: Prefix,
      delimiter: Delimiter,
      limit: start === 'end' ? 0 : limit,
      start: start === 'end' ? undefined : start,
      keyOf: ({ version }) => version.key,
      positionAfter: ({ version }) => ({ after: [bucket.id, version.key, -version.order] }),
      positionFrom: (key) => ({ from: [bucket.id, key] }),
      fetch: (position, most) => fetchVersions(unit, bucket.id, Prefix, position, most),
    });
    const last = page.isTruncated ? page.last : undefined;
    const entries = page.rows.map((row) => versionEntry(row, encode));
    return {
      Name: bucket.name,
      Prefix: encode(Prefix),
      Delimiter: encode(Delimiter || undefined),
      KeyMarker: encode(KeyMarker),
      VersionIdMarker,
      MaxKeys: limit,
      EncodingType,
      IsTruncated: page.isTruncated,
      NextKeyMarker: encode(typeof last === 'object' ? last.version.key : last),
      NextVersionIdMarker: typeof last === 'object' ? last.version.versionId : undefined,
      Versions: page.rows.flatMap(({ version }, at) =>
        version.deleteMarker
          ? []
          : [{ ...entries[at], ...objectMembers(version, input.OptionalObjectAttributes !== undefined) }],
      ),
      DeleteMarkers: entries.filter((_entry, at) => page.rows[at]?.version.deleteMarker),
      CommonPrefixes: prefixList(page.commonPrefixes, encode),
    };
  },
} satisfies Partial<S3Handlers>;

interface ListedVersion {
  version: ObjectVersion;
  isLatest: boolean;
}

function versionEntry({ version, isLatest }: ListedVersion, encode: (text: string) => string) {
  return {
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: isLatest,
    LastModified: lastModified(version.modifiedAt),
    Owner: { ID: canonicalUserId(version.owner) },
  };
}

function objectMembers(object: StoredObject, restore: boolean) {
  return {
    ETag: `"${object.etag}"`,
    Size: object.size,
    StorageClass: (object.storageClass ?? 'STANDARD') as 'STANDARD',
    ...checksumEntry(object),
    ...(restore && object.restore && { RestoreStatus: restoreStatus(object.restore) }),
  };
}

interface Start {
  prefix: string;
  delimiter: string | undefined;
  KeyMarker: string;
  VersionIdMarker: string;
}

/** `end` where nothing can come after the markers. */
async function startOf(reader: Reader, bucket: string, start: Start): Promise<Position | 'end'> {
  const { KeyMarker, VersionIdMarker } = start;
  if (KeyMarker === '') return undefined;
  const isGrouped = commonPrefixOf(KeyMarker, start) !== undefined;
  const order = VersionIdMarker && !isGrouped ? await orderOf(reader, bucket, KeyMarker, VersionIdMarker) : undefined;
  if (order !== undefined) return { after: [bucket, KeyMarker, -order] };
  const first = keyAfterMarker(KeyMarker, start);
  return first === undefined ? 'end' : { from: [bucket, first] };
}

/** Where a version stands or, if it was deleted since it was listed, stood. */
async function orderOf(reader: Reader, bucket: string, key: string, versionId: string): Promise<number | undefined> {
  return (await findVersion(reader, bucket, key, versionId))?.order ?? orderOfVersionId(versionId);
}

/** Current objects and older versions in one order: by key, and of a key the newest first. */
async function fetchVersions(
  reader: Reader,
  bucket: string,
  startsWith: string,
  position: Position,
  limit: number,
): Promise<ListedVersion[]> {
  const { lastKey: continued, start, isListed } = await continuation(reader, bucket, position);
  // One more, since the first may have been listed.
  const rows = await listObjectRows(reader, bucket, { startsWith, limit: limit + 1, ...start });
  const current = rows.filter((object) => !isListed(object)).slice(0, limit);
  const older = await listNoncurrentRows(reader, bucket, { startsWith, limit, ...position });
  const merged: ListedVersion[] = [];
  let lastKey = continued;
  for (let c = 0, o = 0; merged.length < limit && (c < current.length || o < older.length);) {
    const object = current[c];
    const noncurrent = older[o];
    if (object && (!noncurrent || compareUtf8(object.key, noncurrent.key) <= 0)) {
      merged.push({ version: object, isLatest: true });
      lastKey = object.key;
      c++;
    } else if (noncurrent) {
      merged.push({ version: noncurrent, isLatest: noncurrent.key !== lastKey });
      lastKey = noncurrent.key;
      o++;
    }
  }
  return merged;
}

interface Continuation {
  /** The key of which newer versions have been listed. */
  lastKey: string | undefined;
  /** Where the current objects begin. */
  start: Position;
  isListed: (object: StoredObject) => boolean;
}

/**
 * A listing that goes on among the versions of a key has had its current object, unless the versions that were listed
 * are gone since: then one of those that follow is the current one.
 */
async function continuation(reader: Reader, bucket: string, position: Position): Promise<Continuation> {
  if (position === undefined || !('after' in position)) {
    return { lastKey: undefined, start: position, isListed: () => false };
  }
  const [, key = '', negativeOrder = 0] = position.after;
  const isListed = ({ key: own, order }: ObjectVersion) => own === key && -order <= Number(negativeOrder);
  const newest =
    (await findObject(reader, bucket, String(key))) ?? (await findNewestNoncurrent(reader, bucket, String(key)));
  const lastKey = newest && isListed(newest) ? String(key) : undefined;
  return { lastKey, start: { from: [bucket, key] }, isListed };
}
