import type { Bucket } from './bucket.ts';
import { lastModified } from './last-modified.ts';
import { metadataHeaders } from './metadata.ts';
import { encryptionMembers } from './object-encryption.ts';
import { lockOutput } from './object-lock.ts';
import type { StoredObject } from './object.ts';

export interface ResponseOverrides {
  ResponseCacheControl?: string | undefined;
  ResponseContentDisposition?: string | undefined;
  ResponseContentEncoding?: string | undefined;
  ResponseContentLanguage?: string | undefined;
  ResponseContentType?: string | undefined;
  ResponseExpires?: Date | undefined;
}

/** What GetObject and HeadObject say of an object, but for its content. */
export function objectOutput(bucket: Bucket, object: StoredObject, overrides: ResponseOverrides) {
  const { headers = {}, storageClass, restore, tags } = object;
  const { Expires } = headers;
  return {
    AcceptRanges: 'bytes',
    LastModified: lastModified(object.modifiedAt),
    ETag: `"${object.etag}"`,
    VersionId: bucket.versioning && object.versionId,
    CacheControl: headerBytes(overrides.ResponseCacheControl ?? headers.CacheControl),
    ContentDisposition: headerBytes(overrides.ResponseContentDisposition ?? headers.ContentDisposition),
    ContentEncoding: headerBytes(overrides.ResponseContentEncoding ?? headers.ContentEncoding),
    ContentLanguage: headerBytes(overrides.ResponseContentLanguage ?? headers.ContentLanguage),
    ContentType: headerBytes(overrides.ResponseContentType ?? headers.ContentType ?? 'binary/octet-stream'),
    Expires: overrides.ResponseExpires ?? (Expires === undefined ? undefined : new Date(Expires)),
    WebsiteRedirectLocation: object.redirectLocation,
    Metadata: metadataHeaders(object.metadata),
    ...encryptionMembers(object.encryption),
    StorageClass: storageClass,
    TagCount: tags && Object.keys(tags).length > 0 ? Object.keys(tags).length : undefined,
    Restore: restore && restoreText(restore),
    ReplicationStatus: object.replicationStatus,
    ...lockOutput(object),
  };
}

/** Headers carry bytes: text beyond them is sent as UTF-8's. */
function headerBytes(text: string | undefined): string | undefined {
  return text === undefined || /^[\x20-\x7e\t]*$/.test(text)
    ? text
    : Buffer.from(text)
        .toString('latin1')
        .replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ' ');
}

function restoreText({ ongoing, expiresAt }: NonNullable<StoredObject['restore']>): string {
  const expiry = expiresAt === undefined ? '' : `, expiry-date="${new Date(expiresAt).toUTCString()}"`;
  return `ongoing-request="${ongoing}"${expiry}`;
}
