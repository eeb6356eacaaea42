import type { Scope } from '../../../platform/service.ts';
import { invalidArgument, S3Error } from '../errors.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function checkBucketName(name: string): void {
  const isWellFormed =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !/\.[.-]|-\./.test(name) && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  const isReserved =
    /^(xn--|sthree-|amzn-s3-demo-)/.test(name) || /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!isWellFormed || isReserved) {
    throw invalidBucketName(name);
  }
}

/** Ends every name in an account's own namespace: nobody else can have such a name. */
export function regionalSuffix({ account, region }: Scope): string {
  return `-${account}-${region}-an`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html */
export function checkNamespace(name: string, namespace: string | undefined, owner: Scope): void {
  if (namespace !== undefined && namespace !== 'account-regional' && namespace !== 'global') {
    throw invalidArgument('x-amz-bucket-namespace', namespace, 'Invalid x-amz-bucket-namespace');
  }
  const hasSuffix = namespace === 'account-regional' ? name.endsWith(regionalSuffix(owner)) : !name.endsWith('-an');
  if (!hasSuffix) throw invalidBucketName(name);
}

function invalidBucketName(BucketName: string): S3Error {
  return new S3Error('InvalidBucketName', 'The specified bucket is not valid.', { BucketName });
}
