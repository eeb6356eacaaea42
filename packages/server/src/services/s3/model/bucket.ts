import type { BucketSettings } from './bucket-settings.ts';

export interface Bucket {
  /** Unique in all accounts and regions. */
  name: string;
  account: string;
  region: string;
  /** Begins the keys of all that is in it, so that a later bucket of the same name starts empty. */
  id: string;
  /** The old name of eu-west-1, by which the bucket was made: GetBucketLocation answers what CreateBucket was told. */
  constraint?: 'EU';
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Absent until it was first set; it cannot become absent again. */
  versioning?: 'Enabled' | 'Suspended';
  mfaDelete?: 'Enabled' | 'Disabled';
  /** Being deleted since then: nothing new may come in while it is looked at whether it is empty. */
  closingAt?: number;
  settings: BucketSettings;
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}
