import type { Reader } from '../../platform/storage/storage.ts';
import type { Bucket } from './model/bucket.ts';
import { expirationHeader } from './model/lifecycle.ts';
import type { StoredObject } from './model/object.ts';
import { findLifecycle } from './store/lifecycle.ts';

/** The member for x-amz-expiration, where a lifecycle rule will delete the object. Only for current versions. */
export async function expirationMember(
  reader: Reader,
  bucket: Bucket,
  { key, size, tags = {}, storageClass = 'STANDARD', modifiedAt: lastModified }: StoredObject,
): Promise<{ Expiration?: string }> {
  const lifecycle = bucket.settings.expires && (await findLifecycle(reader, bucket));
  if (!lifecycle) return {};
  const version = { key, size, tags, storageClass, lastModified, isDeleteMarker: false };
  const Expiration = expirationHeader(lifecycle.rules, version);
  return Expiration === undefined ? {} : { Expiration };
}
