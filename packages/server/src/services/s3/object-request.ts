import type { Unit } from '../../platform/storage/storage.ts';
import { bucketOf } from './bucket-request.ts';
import { methodNotAllowed } from './errors.ts';
import type { Bucket } from './model/bucket.ts';
import type { StoredObject } from './model/object.ts';
import { requireVersion } from './store/objects.ts';

interface ObjectInput {
  Bucket: string;
  Key: string;
  VersionId?: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

/** The version that a request on an object's settings names: a delete marker has none, and answers MethodNotAllowed. */
export async function objectOf(
  unit: Unit,
  input: ObjectInput,
  method: 'DELETE' | 'GET' | 'POST' | 'PUT',
): Promise<{ bucket: Bucket; object: StoredObject; versionId: string | undefined }> {
  const bucket = await bucketOf(unit, input);
  const object = await requireVersion(unit, bucket.id, input.Key, input.VersionId);
  if (object.deleteMarker) throw methodNotAllowed(method, 'DeleteMarker', { 'x-amz-delete-marker': 'true' });
  return { bucket, object, versionId: bucket.versioning && object.versionId };
}
