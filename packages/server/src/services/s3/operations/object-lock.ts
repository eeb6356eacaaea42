import { requireBodyChecksum } from '../body-checksum.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { malformedXml, S3Error } from '../errors.ts';
import type { Bucket } from '../model/bucket.ts';
import { changedRetention, checkLockConfiguration, missingLockConfiguration } from '../model/object-lock.ts';
import { objectOf } from '../object-request.ts';
import { saveObject } from '../store/objects.ts';
import { saveSettings } from '../store/settings.ts';

export const objectLockOperations = {
  async GetObjectLockConfiguration(input, { request }) {
    const { name, settings } = await bucketOf(request.unit, input);
    if (!settings.objectLock) {
      const message = 'Object Lock configuration does not exist for this bucket';
      throw new S3Error('ObjectLockConfigurationNotFoundError', message, { BucketName: name });
    }
    return { ObjectLockConfiguration: settings.objectLock };
  },

  async PutObjectLockConfiguration(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const configuration = input.ObjectLockConfiguration ?? {};
    checkLockConfiguration(configuration);
    if (bucket.versioning !== 'Enabled') {
      const message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
      throw new S3Error('InvalidBucketState', message);
    }
    saveSettings(request.unit, bucket, { objectLock: configuration });
    return {};
  },

  async GetObjectRetention(input, { request }) {
    const { bucket, object } = await objectOf(request.unit, input, 'GET');
    requireLockConfiguration(bucket);
    if (!object.retention) throw noSuchLock();
    const { mode, until } = object.retention;
    return { Retention: { Mode: mode, RetainUntilDate: new Date(until) } };
  },

  async PutObjectRetention(input, { request }) {
    requireBodyChecksum(request);
    const { unit, clock } = request;
    const { bucket, object } = await objectOf(unit, input, 'PUT');
    requireLockConfiguration(bucket);
    if (!input.Retention) throw malformedXml();
    // Whether the caller may bypass governance has been decided before the handler, by the action that the header adds.
    const bypass = input.BypassGovernanceRetention ?? false;
    const { retention: current, ...rest } = object;
    const retention = changedRetention(current, input.Retention, { now: clock.now(), bypass });
    await saveObject(unit, { ...rest, ...(retention && { retention }) });
    return {};
  },

  async GetObjectLegalHold(input, { request }) {
    const { bucket, object } = await objectOf(request.unit, input, 'GET');
    requireLockConfiguration(bucket);
    if (object.legalHold === undefined) throw noSuchLock();
    return { LegalHold: { Status: object.legalHold ? 'ON' : 'OFF' } };
  },

  async PutObjectLegalHold(input, { request }) {
    requireBodyChecksum(request);
    const { bucket, object } = await objectOf(request.unit, input, 'PUT');
    requireLockConfiguration(bucket);
    const { Status } = input.LegalHold ?? {};
    if (Status !== 'ON' && Status !== 'OFF') {
      throw malformedXml();
    }
    await saveObject(request.unit, { ...object, legalHold: Status === 'ON' });
    return {};
  },
} satisfies Partial<S3Handlers>;

function requireLockConfiguration({ settings }: Bucket): void {
  if (!settings.objectLock) throw missingLockConfiguration();
}

function noSuchLock(): S3Error {
  const message = 'The specified object does not have a ObjectLock configuration';
  return new S3Error('NoSuchObjectLockConfiguration', message);
}
