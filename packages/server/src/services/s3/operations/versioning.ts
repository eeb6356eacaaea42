import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { S3Error, malformedXml, notImplemented } from '../errors.ts';
import { saveBucket } from '../store/buckets.ts';
import { findConfiguration } from '../store/configurations.ts';

export const versioningOperations = {
  async GetBucketVersioning(input, { request }) {
    const { versioning, mfaDelete } = await bucketOf(request.unit, input);
    return { Status: versioning, MFADelete: mfaDelete };
  },

  async PutBucketVersioning(input, { request }) {
    const { unit } = request;
    const bucket = await bucketOf(unit, input);
    const { Status, MFADelete } = input.VersioningConfiguration;
    if (Status !== 'Enabled' && Status !== 'Suspended') {
      if (Status === undefined) {
        const message = 'The Versioning element must be specified';
        throw new S3Error('IllegalVersioningConfigurationException', message);
      }
      throw malformedXml();
    }
    if (MFADelete === 'Enabled') throw notImplemented('MFA delete');
    if (Status === 'Suspended' && bucket.settings.objectLock) {
      const message =
        'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.';
      throw new S3Error('InvalidBucketState', message);
    }
    if (Status === 'Suspended' && (await findConfiguration(unit, bucket, 'replication'))) {
      const message =
        'A replication configuration is present on this bucket, so you cannot change the versioning state. To change the versioning state, first delete the replication configuration.';
      throw new S3Error('InvalidBucketState', message);
    }
    saveBucket(unit, { ...bucket, versioning: Status, ...(MFADelete && { mfaDelete: MFADelete }) });
  },
} satisfies Partial<S3Handlers>;
