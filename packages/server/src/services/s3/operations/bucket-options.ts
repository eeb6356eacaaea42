import type { LoggingEnabled } from '../../../../generated/types/s3.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { invalidRequest, malformedXml, S3Error } from '../errors.ts';
import type { Bucket } from '../model/bucket.ts';
import { findBucket } from '../store/buckets.ts';
import * as configurations from '../store/configurations.ts';
import { saveSettings } from '../store/settings.ts';
import type { Reader } from '../../../platform/storage/storage.ts';

export const bucketOptionOperations = {
  async GetBucketLogging(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    return { LoggingEnabled: await configurations.findConfiguration(request.unit, bucket, 'logging') };
  },

  async PutBucketLogging(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const { LoggingEnabled: logging } = input.BucketLoggingStatus;
    if (!logging) {
      configurations.deleteConfiguration(request.unit, bucket, 'logging');
      return;
    }
    await requireLogTarget(request.unit, bucket, logging);
    configurations.putConfiguration(request.unit, bucket, 'logging', logging);
  },

  async GetBucketAccelerateConfiguration(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    return (await configurations.findConfiguration(request.unit, bucket, 'accelerate')) ?? {};
  },

  async PutBucketAccelerateConfiguration(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const { Status } = input.AccelerateConfiguration;
    if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml();
    if (bucket.name.includes('.'))
      throw invalidRequest('S3 Transfer Acceleration is not supported for buckets with periods (.) in their names');
    configurations.putConfiguration(request.unit, bucket, 'accelerate', { Status });
  },

  async GetBucketRequestPayment(input, { request }) {
    const { settings } = await bucketOf(request.unit, input);
    return { Payer: settings.requesterPays ? 'Requester' : 'BucketOwner' };
  },

  async PutBucketRequestPayment(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const { Payer } = input.RequestPaymentConfiguration;
    if (Payer !== 'Requester' && Payer !== 'BucketOwner') throw malformedXml();
    saveSettings(request.unit, bucket, { requesterPays: Payer === 'Requester' ? true : undefined });
  },

  async GetBucketAbac(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const abac = await configurations.findConfiguration(request.unit, bucket, 'abac');
    return { AbacStatus: abac ?? { Status: 'Disabled' } };
  },

  async PutBucketAbac(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const { Status } = input.AbacStatus;
    if (Status !== 'Enabled' && Status !== 'Disabled') throw malformedXml();
    configurations.putConfiguration(request.unit, bucket, 'abac', { Status });
  },
} satisfies Partial<S3Handlers>;

async function requireLogTarget(
  reader: Reader,
  bucket: Bucket,
  { TargetBucket, TargetGrants }: LoggingEnabled,
): Promise<void> {
  const target = await findBucket(reader, TargetBucket);
  if (target === undefined) throw invalidTarget('The target bucket for logging does not exist', TargetBucket);
  if (target.account !== bucket.account) {
    throw invalidTarget('The owner for the bucket to be logged and the target bucket must be the same.', TargetBucket);
  }
  if (target.region !== bucket.region) {
    const message = 'S3 bucket logging is only supported for buckets in the same region.';
    throw new S3Error('InvalidTargetBucketForLogging', message, { TargetBucket });
  }
  if (
    (TargetGrants ?? []).length > 0 &&
    (target.settings.ownership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced'
  ) {
    throw new S3Error(
      'InvalidArgument',
      'Bucket owner enforced setting is enabled on the target bucket: TargetGrants cannot be specified',
      { TargetBucket },
    );
  }
}

function invalidTarget(message: string, TargetBucket: string): S3Error {
  return new S3Error('InvalidTargetBucketForLogging', message, { TargetBucket });
}
