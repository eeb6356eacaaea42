import type { LoggingEnabled } from '../../../../generated/types/s3.ts';
import { bucketAspect } from './bucket-aspect.ts';

interface AccelerateConfiguration {
  AccelerationStatus: 'Enabled' | 'Suspended';
}

export const acceleration = bucketAspect<AccelerateConfiguration>('AccelerateConfiguration', {
  put: ({ s3, Bucket }, { AccelerationStatus: Status }) =>
    s3.PutBucketAccelerateConfiguration({ Bucket, AccelerateConfiguration: { Status } }),
  remove: ({ s3, Bucket }) =>
    s3.PutBucketAccelerateConfiguration({ Bucket, AccelerateConfiguration: { Status: 'Suspended' } }),
  async read({ s3, Bucket }) {
    const { Status } = await s3.GetBucketAccelerateConfiguration({ Bucket });
    return Status && { AccelerationStatus: Status };
  },
});

export const abac = bucketAspect<'Disabled' | 'Enabled'>('AbacStatus', {
  put: ({ s3, Bucket }, Status) => s3.PutBucketAbac({ Bucket, AbacStatus: { Status } }),
  remove: ({ s3, Bucket }) => s3.PutBucketAbac({ Bucket, AbacStatus: { Status: 'Disabled' } }),
  async read({ s3, Bucket }) {
    const { AbacStatus } = await s3.GetBucketAbac({ Bucket });
    return AbacStatus?.Status;
  },
});

interface LoggingConfiguration {
  /** Default: the bucket itself. */
  DestinationBucketName?: string;
  LogFilePrefix?: string;
  TargetObjectKeyFormat?: LoggingEnabled['TargetObjectKeyFormat'];
}

export const logging = bucketAspect<LoggingConfiguration>('LoggingConfiguration', {
  put({ s3, Bucket }, { DestinationBucketName = Bucket, LogFilePrefix = '', TargetObjectKeyFormat }) {
    const LoggingEnabled = {
      TargetBucket: DestinationBucketName,
      TargetPrefix: LogFilePrefix,
      ...(TargetObjectKeyFormat && { TargetObjectKeyFormat }),
    };
    return s3.PutBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled } });
  },
  remove: ({ s3, Bucket }) => s3.PutBucketLogging({ Bucket, BucketLoggingStatus: {} }),
  async read({ s3, Bucket }) {
    const { LoggingEnabled: found } = await s3.GetBucketLogging({ Bucket });
    if (!found) return undefined;
    const { TargetBucket, TargetPrefix, TargetObjectKeyFormat } = found;
    return {
      DestinationBucketName: TargetBucket,
      LogFilePrefix: TargetPrefix,
      ...(TargetObjectKeyFormat && { TargetObjectKeyFormat }),
    };
  },
});
