import type { ObjectLockConfiguration, ServerSideEncryptionRule } from '../../../../generated/types/s3.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { AccessControl } from './access-control.ts';

/**
 * What requests on objects need of a bucket's configuration, kept in its row. Configurations that only their own
 * operations and jobs read are rows of their own: a bucket's row is read by every request.
 */
export interface BucketSettings {
  /** Absent: BucketOwnerEnforced, as in every bucket made since April 2023. */
  ownership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';
  /** The ownership controls were deleted. */
  withoutOwnership?: true;
  acl?: AccessControl;
  /** JSON text. */
  policy?: string;
  publicAccessBlock?: PublicAccessBlock;
  tags?: Tags;
  encryption?: ServerSideEncryptionRule;
  /** Set where object lock is enabled; a default retention in it is optional. */
  objectLock?: ObjectLockConfiguration;
  /** True where a notification configuration exists: facts about objects are then worth a job. */
  notifies?: true;
  /** True where a lifecycle configuration exists. */
  expires?: true;
  requesterPays?: true;
}

export interface PublicAccessBlock {
  blockPublicAcls: boolean;
  ignorePublicAcls: boolean;
  blockPublicPolicy: boolean;
  restrictPublicBuckets: boolean;
}
