import type { Reader } from '../../platform/storage/storage.ts';
import { accessDenied, S3Error } from './errors.ts';
import type { Bucket } from './model/bucket.ts';
import { requireBucket, requireOpenBucket } from './store/buckets.ts';

interface BucketInput {
  Bucket: string;
  ExpectedBucketOwner?: string | undefined;
}

/** The bucket that a request names. Throws NoSuchBucket, or AccessDenied where its owner is not the expected one. */
export async function bucketOf(reader: Reader, input: BucketInput): Promise<Bucket> {
  return expected(await requireBucket(reader, input.Bucket), input);
}

/** The same for requests that add to what is in the bucket. */
export async function openBucketOf(reader: Reader, input: BucketInput, now: number): Promise<Bucket> {
  return expected(await requireOpenBucket(reader, input.Bucket, now), input);
}

function expected(bucket: Bucket, { ExpectedBucketOwner }: BucketInput): Bucket {
  if (ExpectedBucketOwner === undefined || ExpectedBucketOwner === bucket.account) return bucket;
  if (/^\d{12}$/.test(ExpectedBucketOwner)) throw accessDenied();
  const message = 'The value of the expected bucket owner parameter must be an AWS account ID';
  throw new S3Error('InvalidBucketOwnerAWSAccountID', message);
}
