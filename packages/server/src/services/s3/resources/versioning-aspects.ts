import type {
  DefaultRetention as ApiRetention,
  ObjectLockConfiguration as ApiLock,
  ServerSideEncryptionRule,
} from '../../../../generated/types/s3.ts';
import { unlessGone } from '../../../platform/resource-steps.ts';
import { notImplemented } from '../errors.ts';
import { bucketAspect } from './bucket-aspect.ts';

export const versioning = bucketAspect<{ Status: 'Enabled' | 'Suspended' }>('VersioningConfiguration', {
  put: ({ s3, Bucket }, { Status }) => s3.PutBucketVersioning({ Bucket, VersioningConfiguration: { Status } }),
  remove: ({ s3, Bucket }) => s3.PutBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
  async read({ s3, Bucket }) {
    const { Status } = await s3.GetBucketVersioning({ Bucket });
    return Status && { Status };
  },
});

interface LockConfiguration extends ApiLock {
  Rule?: { DefaultRetention?: ApiRetention & { DefaultEventHold?: unknown } };
}

export const objectLock = bucketAspect<LockConfiguration>('ObjectLockConfiguration', {
  put({ s3, Bucket }, { ObjectLockEnabled, Rule }) {
    if (Rule?.DefaultRetention?.DefaultEventHold !== undefined) {
      const path = 'ObjectLockConfiguration.Rule.DefaultRetention.DefaultEventHold';
      throw notImplemented(`${path} of AWS::S3::Bucket`);
    }
    return s3.PutObjectLockConfiguration({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled, Rule } });
  },
  /** What is locked stays locked; only the rule for new objects can go. */
  remove: ({ s3, Bucket }) =>
    s3.PutObjectLockConfiguration({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
  async read({ s3, Bucket }) {
    const found = await unlessGone(s3.GetObjectLockConfiguration({ Bucket }), 'ObjectLockConfigurationNotFoundError');
    return found?.ObjectLockConfiguration as LockConfiguration | undefined;
  },
});

interface EncryptionRule extends Pick<ServerSideEncryptionRule, 'BlockedEncryptionTypes' | 'BucketKeyEnabled'> {
  ServerSideEncryptionByDefault?: ServerSideEncryptionRule['ApplyServerSideEncryptionByDefault'];
}

interface BucketEncryption {
  ServerSideEncryptionConfiguration: EncryptionRule[];
}

export const encryption = bucketAspect<BucketEncryption>('BucketEncryption', {
  put({ s3, Bucket }, { ServerSideEncryptionConfiguration: rules }) {
    const Rules = rules.map(({ ServerSideEncryptionByDefault: byDefault, ...rule }) => ({
      ...rule,
      ApplyServerSideEncryptionByDefault: byDefault,
    }));
    return s3.PutBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
  },
  remove: ({ s3, Bucket }) => s3.DeleteBucketEncryption({ Bucket }),
  async read({ s3, Bucket }) {
    const { ServerSideEncryptionConfiguration: found } = await s3.GetBucketEncryption({ Bucket });
    const rules = found?.Rules.map(({ ApplyServerSideEncryptionByDefault: byDefault, ...rule }) => ({
      ...rule,
      ServerSideEncryptionByDefault: byDefault,
    }));
    return rules && { ServerSideEncryptionConfiguration: rules };
  },
});
