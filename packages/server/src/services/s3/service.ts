import { defineService } from '../../platform/service.ts';
import { access } from './access.ts';
import { s3Context } from './context.ts';
import { collect } from './jobs/collect.ts';
import { discardBucketJob } from './jobs/discard-bucket.ts';
import { bucketOperations } from './operations/buckets.ts';
import { completeUploadOperations } from './operations/complete-upload.ts';
import { copyObjectOperations } from './operations/copy-object.ts';
import { deleteObjectOperations } from './operations/delete-objects.ts';
import { getObjectOperations } from './operations/get-object.ts';
import { listObjectOperations } from './operations/list-objects.ts';
import { listVersionOperations } from './operations/list-versions.ts';
import { multipartUploadOperations } from './operations/multipart-uploads.ts';
import { objectAttributeOperations } from './operations/object-attributes.ts';
import { putObjectOperations } from './operations/put-object.ts';
import { uploadPartOperations } from './operations/upload-parts.ts';
import { versioningOperations } from './operations/versioning.ts';
import { bucketPolicyResource } from './resources/bucket-policy.ts';
import { bucketResource } from './resources/bucket.ts';
import {
  settingsJobs,
  settingsOperations,
  settingsRealism,
  settingsSubscriptions,
  settingsTables,
} from './settings.ts';
import { bucketsTable } from './store/buckets.ts';
import { blobHoldersTable, contentsTable, heldBlobs } from './store/contents.ts';
import { objectsTable, versionsTable } from './store/objects.ts';
import { partsTable, uploadsTable } from './store/uploads.ts';
import { s3Web } from './web/routes.ts';

export const s3 = defineService({
  name: 's3',
  context: s3Context,
  access,
  operations: {
    ...bucketOperations,
    ...versioningOperations,
    ...putObjectOperations,
    ...getObjectOperations,
    ...objectAttributeOperations,
    ...deleteObjectOperations,
    ...copyObjectOperations,
    ...multipartUploadOperations,
    ...uploadPartOperations,
    ...completeUploadOperations,
    ...listObjectOperations,
    ...listVersionOperations,
    ...settingsOperations,
  },
  // Bodies stream before or after the unit that writes or reads their rows; a deletion takes two units.
  unmanaged: [
    'CopyObject',
    'DeleteBucket',
    'GetObject',
    'PutBucketNotificationConfiguration',
    'PutObject',
    'UploadPart',
    'UploadPartCopy',
  ],
  tables: [
    bucketsTable,
    objectsTable,
    versionsTable,
    contentsTable,
    blobHoldersTable,
    uploadsTable,
    partsTable,
    ...settingsTables,
  ],
  realism: settingsRealism,
  resourceTypes: { 'AWS::S3::Bucket': bucketResource, 'AWS::S3::BucketPolicy': bucketPolicyResource },
  jobs: { collect, discardBucket: discardBucketJob, ...settingsJobs },
  subscriptions: settingsSubscriptions,
  web: s3Web,
  referencedBlobs: heldBlobs,
});
