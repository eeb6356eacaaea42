import type { Calls } from '../../../platform/service.ts';
import type { ResourceContext } from '../../../platform/resource-handler.ts';

/** A property of AWS::S3::Bucket that has operations of its own. */
export interface BucketAspect {
  readonly property: string;
  put(bucket: BucketTarget, value: unknown): Promise<unknown>;
  /** Undoes it, as far as S3 can. */
  remove(bucket: BucketTarget): Promise<unknown>;
  /** Undefined where it is not set. Absent: write-only. */
  read?(bucket: BucketTarget): Promise<unknown>;
}

export interface BucketTarget {
  readonly Bucket: string;
  readonly s3: Calls['s3'];
  readonly account: string;
}

/** `Value` is the form of the property in a template. */
export function bucketAspect<Value>(
  property: string,
  steps: {
    put(bucket: BucketTarget, value: Value): Promise<unknown>;
    remove(bucket: BucketTarget): Promise<unknown>;
    read?(bucket: BucketTarget): Promise<Value | undefined>;
  },
): BucketAspect {
  return { property, ...steps, put: (bucket, value) => steps.put(bucket, value as Value) };
}

export function targetOf(Bucket: string, { call, account }: ResourceContext): BucketTarget {
  return { Bucket, s3: call.s3, account };
}
