import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import type { Storage } from '../../../platform/storage/storage.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { lastModified } from '../model/last-modified.ts';
import { invalidArgument } from '../errors.ts';
import { keyAfterMarker, keyEncoder, limitOf, prefixList } from '../listing.ts';
import type { ListedPage } from '../listing.ts';
import type { Bucket } from '../model/bucket.ts';
import { canonicalUserId } from '../model/canonical-user.ts';
import type { StoredObject } from '../model/object.ts';
import { listObjectEntries } from '../store/objects.ts';

export const listObjectOperations = {
  async ListObjects(input, { request }) {
    const { Prefix = '', Delimiter, Marker = '', EncodingType, OptionalObjectAttributes } = input;
    const bucket = await bucketOf(request.platform.storage, input);
    const encode = keyEncoder(EncodingType);
    const limit = limitOf('max-keys', input.MaxKeys);
    const page = await listObjects(request.platform.storage, bucket, {
      prefix: Prefix,
      delimiter: Delimiter,
      limit,
      marker: Marker,
    });
    const entry = { owner: true, restore: OptionalObjectAttributes !== undefined, encode };
    return {
      Name: bucket.name,
      Prefix: encode(Prefix),
      Marker: encode(Marker),
      Delimiter: encode(Delimiter || undefined),
      MaxKeys: limit,
      IsTruncated: page.isTruncated,
      EncodingType,
      Contents: page.rows.map((object) => objectEntry(object, entry)),
      CommonPrefixes: prefixList(page.commonPrefixes, encode),
      // Without a delimiter the client takes the last key.
      NextMarker: page.isTruncated && Delimiter ? encode(lastKey(page)) : undefined,
    };
  },

  async ListObjectsV2(input, { request }) {
    const { Prefix = '', Delimiter, StartAfter, ContinuationToken, EncodingType, FetchOwner = false } = input;
    const bucket = await bucketOf(request.platform.storage, input);
    const encode = keyEncoder(EncodingType);
    const limit = limitOf('max-keys', input.MaxKeys);
    const kind = `ListObjectsV2 ${bucket.id}`;
    const marker = positionOf(kind, ContinuationToken) ?? StartAfter ?? '';
    const page = await listObjects(request.platform.storage, bucket, {
      prefix: Prefix,
      delimiter: Delimiter,
      limit,
      marker,
    });
    const entry = { owner: FetchOwner, restore: input.OptionalObjectAttributes !== undefined, encode };
    return {
      Name: bucket.name,
      Prefix: encode(Prefix),
      Delimiter: encode(Delimiter || undefined),
      MaxKeys: limit,
      KeyCount: page.rows.length + page.commonPrefixes.length,
      IsTruncated: page.isTruncated,
      EncodingType,
      Contents: page.rows.map((object) => objectEntry(object, entry)),
      CommonPrefixes: prefixList(page.commonPrefixes, encode),
      ContinuationToken,
      NextContinuationToken: page.isTruncated ? encodePageToken(kind, lastKey(page)) : undefined,
      StartAfter: encode(StartAfter),
    };
  },
} satisfies Partial<S3Handlers>;

interface ObjectListing {
  prefix: string;
  delimiter: string | undefined;
  limit: number;
  marker: string;
}

async function listObjects(
  storage: Storage,
  bucket: Bucket,
  { prefix, delimiter, limit, marker }: ObjectListing,
): Promise<ListedPage<StoredObject>> {
  const first = marker === '' ? '' : keyAfterMarker(marker, { prefix, delimiter });
  if (first === undefined || limit === 0) return { rows: [], commonPrefixes: [], isTruncated: false, last: undefined };
  const range = { startsWith: prefix, from: [bucket.id, first], limit: limit + 1 };
  const entries = await listObjectEntries(storage, bucket.id, range, delimiter);
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.flatMap((entry) => ('row' in entry ? entry.row : [])),
    commonPrefixes: shown.flatMap((entry) => ('group' in entry ? entry.group : [])),
    isTruncated: entries.length > limit,
    last: last && ('row' in last ? last.row : last.group),
  };
}

function lastKey({ last }: ListedPage<StoredObject>): string | undefined {
  return typeof last === 'object' ? last.key : last;
}

interface EntryOptions {
  owner: boolean;
  restore: boolean;
  encode: (text: string) => string;
}

function objectEntry(object: StoredObject, { owner, restore, encode }: EntryOptions) {
  const { key, modifiedAt, etag, size, storageClass = 'STANDARD' as const } = object;
  return {
    Key: encode(key),
    LastModified: lastModified(modifiedAt),
    ETag: `"${etag}"`,
    ...checksumEntry(object),
    Size: size,
    // A class that only names the place of special buckets is none that objects here can have.
    StorageClass: storageClass as 'STANDARD',
    ...(owner && { Owner: { ID: canonicalUserId(object.owner) } }),
    ...(restore && object.restore && { RestoreStatus: restoreStatus(object.restore) }),
  };
}

export function checksumEntry({ checksum }: Pick<StoredObject, 'checksum'>) {
  return checksum ? { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type } : {};
}

export function restoreStatus({ ongoing, expiresAt }: NonNullable<StoredObject['restore']>) {
  return {
    IsRestoreInProgress: ongoing,
    ...(expiresAt !== undefined && { RestoreExpiryDate: new Date(expiresAt) }),
  };
}

function positionOf(kind: string, token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const position = decodePageToken(kind, token);
  if (typeof position === 'string') return position;
  throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect');
}
