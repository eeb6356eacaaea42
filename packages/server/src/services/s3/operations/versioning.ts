import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { S3Error, malformedXml, notImplemented } from '../errors.ts';
import { saveBucket } from '../store/buckets.ts';

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
    saveBucket(unit, { ...bucket, versioning: Status, ...(MFADelete && { mfaDelete: MFADelete }) });
  },
} satisfies Partial<S3Handlers>;
