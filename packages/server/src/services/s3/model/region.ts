import type { CreateBucketConfiguration } from '../../../../generated/types/s3.ts';

type LocationConstraint = NonNullable<CreateBucketConfiguration['LocationConstraint']>;

/** The first region is where buckets go that name none: it is no constraint. EU is the old name of eu-west-1. */
const otherRegions: Readonly<Record<Exclude<LocationConstraint, 'EU'>, true>> = {
  'af-south-1': true,
  'ap-east-1': true,
  'ap-east-2': true,
  'ap-northeast-1': true,
  'ap-northeast-2': true,
  'ap-northeast-3': true,
  'ap-south-1': true,
  'ap-south-2': true,
  'ap-southeast-1': true,
  'ap-southeast-2': true,
  'ap-southeast-3': true,
  'ap-southeast-4': true,
  'ap-southeast-5': true,
  'ap-southeast-6': true,
  'ap-southeast-7': true,
  'ca-central-1': true,
  'ca-west-1': true,
  'cn-north-1': true,
  'cn-northwest-1': true,
  'eu-central-1': true,
  'eu-central-2': true,
  'eu-north-1': true,
  'eu-south-1': true,
  'eu-south-2': true,
  'eu-west-1': true,
  'eu-west-2': true,
  'eu-west-3': true,
  'il-central-1': true,
  'me-central-1': true,
  'me-south-1': true,
  'mx-central-1': true,
  'sa-east-1': true,
  'us-east-2': true,
  'us-gov-east-1': true,
  'us-gov-west-1': true,
  'us-west-1': true,
  'us-west-2': true,
};

/** Of those that S3 may be told to make a bucket in. */
export function isOtherRegion(name: string): boolean {
  return Object.hasOwn(otherRegions, name);
}
