import { applyLifecycle } from './jobs/apply-lifecycle.ts';
import { notificationSubscriptions, notify } from './jobs/notify.ts';
import { completeRestore, expireRestore } from './jobs/restore.ts';
import { aclOperations } from './operations/acls.ts';
import { bucketEncryptionOperations } from './operations/bucket-encryption.ts';
import { bucketOptionOperations } from './operations/bucket-options.ts';
import { bucketPolicyOperations } from './operations/bucket-policies.ts';
import { bucketTaggingOperations } from './operations/bucket-tagging.ts';
import { corsOperations } from './operations/cors.ts';
import { lifecycleOperations } from './operations/lifecycle.ts';
import { notificationOperations } from './operations/notifications.ts';
import { objectLockOperations } from './operations/object-lock.ts';
import { objectTaggingOperations } from './operations/object-tagging.ts';
import { ownershipOperations } from './operations/ownership-controls.ts';
import { publicAccessBlockOperations } from './operations/public-access-block.ts';
import { recordedConfigurationOperations } from './operations/recorded-configurations.ts';
import { replicationOperations } from './operations/replication.ts';
import { restoreOperations } from './operations/restore-object.ts';
import { websiteOperations } from './operations/websites.ts';
import { configurationsTable } from './store/configurations.ts';

/** The part of S3 that is settings of buckets and objects, and what follows from them. */
export const settingsOperations = {
  ...aclOperations,
  ...bucketEncryptionOperations,
  ...bucketOptionOperations,
  ...bucketPolicyOperations,
  ...bucketTaggingOperations,
  ...corsOperations,
  ...lifecycleOperations,
  ...notificationOperations,
  ...objectLockOperations,
  ...objectTaggingOperations,
  ...ownershipOperations,
  ...publicAccessBlockOperations,
  ...recordedConfigurationOperations,
  ...replicationOperations,
  ...restoreOperations,
  ...websiteOperations,
};

export const settingsTables = [configurationsTable];
export const settingsJobs = { applyLifecycle, completeRestore, expireRestore, notify };
export const settingsSubscriptions = notificationSubscriptions;

/** What is kept and answered, but has no effect yet. */
export const settingsRealism = {
  PutBucketAbac: 'recorded',
  PutBucketAccelerateConfiguration: 'recorded',
  PutBucketAnalyticsConfiguration: 'recorded',
  PutBucketEncryption: 'state only',
  PutBucketIntelligentTieringConfiguration: 'recorded',
  PutBucketInventoryConfiguration: 'recorded',
  PutBucketLogging: 'recorded',
  PutBucketMetricsConfiguration: 'recorded',
  PutBucketReplication: 'recorded',
  PutBucketRequestPayment: 'recorded',
} as const;
