interface SettingsAction {
  on: 'bucket' | 'object';
  action: string;
  /** Where the request names a version. */
  versionAction?: string;
}

function bucket(action: string): SettingsAction {
  return { on: 'bucket', action };
}

function object(action: string, versionAction = action): SettingsAction {
  return { on: 'object', action, versionAction };
}

/** Actions of the operations on settings, which often go by another name than the operation. */
export const settingsActions: Readonly<Record<string, SettingsAction>> = {
  DeleteBucketAnalyticsConfiguration: bucket('PutAnalyticsConfiguration'),
  DeleteBucketCors: bucket('PutBucketCORS'),
  DeleteBucketEncryption: bucket('PutEncryptionConfiguration'),
  DeleteBucketIntelligentTieringConfiguration: bucket('PutIntelligentTieringConfiguration'),
  DeleteBucketInventoryConfiguration: bucket('PutInventoryConfiguration'),
  DeleteBucketLifecycle: bucket('PutLifecycleConfiguration'),
  DeleteBucketMetricsConfiguration: bucket('PutMetricsConfiguration'),
  DeleteBucketOwnershipControls: bucket('PutBucketOwnershipControls'),
  DeleteBucketPolicy: bucket('DeleteBucketPolicy'),
  DeleteBucketReplication: bucket('PutReplicationConfiguration'),
  DeleteBucketTagging: bucket('PutBucketTagging'),
  DeleteBucketWebsite: bucket('DeleteBucketWebsite'),
  DeleteObjectTagging: object('DeleteObjectTagging', 'DeleteObjectVersionTagging'),
  DeletePublicAccessBlock: bucket('PutBucketPublicAccessBlock'),
  GetBucketAbac: bucket('GetBucketAbac'),
  GetBucketAccelerateConfiguration: bucket('GetAccelerateConfiguration'),
  GetBucketAcl: bucket('GetBucketAcl'),
  GetBucketAnalyticsConfiguration: bucket('GetAnalyticsConfiguration'),
  GetBucketCors: bucket('GetBucketCORS'),
  GetBucketEncryption: bucket('GetEncryptionConfiguration'),
  GetBucketIntelligentTieringConfiguration: bucket('GetIntelligentTieringConfiguration'),
  GetBucketInventoryConfiguration: bucket('GetInventoryConfiguration'),
  GetBucketLifecycle: bucket('GetLifecycleConfiguration'),
  GetBucketLifecycleConfiguration: bucket('GetLifecycleConfiguration'),
  GetBucketLogging: bucket('GetBucketLogging'),
  GetBucketMetricsConfiguration: bucket('GetMetricsConfiguration'),
  GetBucketNotification: bucket('GetBucketNotification'),
  GetBucketNotificationConfiguration: bucket('GetBucketNotification'),
  GetBucketOwnershipControls: bucket('GetBucketOwnershipControls'),
  GetBucketPolicy: bucket('GetBucketPolicy'),
  GetBucketPolicyStatus: bucket('GetBucketPolicyStatus'),
  GetBucketReplication: bucket('GetReplicationConfiguration'),
  GetBucketRequestPayment: bucket('GetBucketRequestPayment'),
  GetBucketTagging: bucket('GetBucketTagging'),
  GetBucketWebsite: bucket('GetBucketWebsite'),
  GetObjectAcl: object('GetObjectAcl', 'GetObjectVersionAcl'),
  GetObjectLegalHold: object('GetObjectLegalHold'),
  GetObjectLockConfiguration: bucket('GetBucketObjectLockConfiguration'),
  GetObjectRetention: object('GetObjectRetention'),
  GetObjectTagging: object('GetObjectTagging', 'GetObjectVersionTagging'),
  GetPublicAccessBlock: bucket('GetBucketPublicAccessBlock'),
  ListBucketAnalyticsConfigurations: bucket('GetAnalyticsConfiguration'),
  ListBucketIntelligentTieringConfigurations: bucket('GetIntelligentTieringConfiguration'),
  ListBucketInventoryConfigurations: bucket('GetInventoryConfiguration'),
  ListBucketMetricsConfigurations: bucket('GetMetricsConfiguration'),
  PutBucketAbac: bucket('PutBucketAbac'),
  PutBucketAccelerateConfiguration: bucket('PutAccelerateConfiguration'),
  PutBucketAcl: bucket('PutBucketAcl'),
  PutBucketAnalyticsConfiguration: bucket('PutAnalyticsConfiguration'),
  PutBucketCors: bucket('PutBucketCORS'),
  PutBucketEncryption: bucket('PutEncryptionConfiguration'),
  PutBucketIntelligentTieringConfiguration: bucket('PutIntelligentTieringConfiguration'),
  PutBucketInventoryConfiguration: bucket('PutInventoryConfiguration'),
  PutBucketLifecycle: bucket('PutLifecycleConfiguration'),
  PutBucketLifecycleConfiguration: bucket('PutLifecycleConfiguration'),
  PutBucketLogging: bucket('PutBucketLogging'),
  PutBucketMetricsConfiguration: bucket('PutMetricsConfiguration'),
  PutBucketNotification: bucket('PutBucketNotification'),
  PutBucketNotificationConfiguration: bucket('PutBucketNotification'),
  PutBucketOwnershipControls: bucket('PutBucketOwnershipControls'),
  PutBucketPolicy: bucket('PutBucketPolicy'),
  PutBucketReplication: bucket('PutReplicationConfiguration'),
  PutBucketRequestPayment: bucket('PutBucketRequestPayment'),
  PutBucketTagging: bucket('PutBucketTagging'),
  PutBucketWebsite: bucket('PutBucketWebsite'),
  PutObjectAcl: object('PutObjectAcl', 'PutObjectVersionAcl'),
  PutObjectLegalHold: object('PutObjectLegalHold'),
  PutObjectLockConfiguration: bucket('PutBucketObjectLockConfiguration'),
  PutObjectRetention: object('PutObjectRetention'),
  PutObjectTagging: object('PutObjectTagging', 'PutObjectVersionTagging'),
  PutPublicAccessBlock: bucket('PutBucketPublicAccessBlock'),
  RestoreObject: object('RestoreObject'),
};
