import type { ReplicationConfiguration } from '../../../../generated/types/s3.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { invalidRequest, malformedXml, S3Error } from '../errors.ts';
import { findBucket } from '../store/buckets.ts';
import * as configurations from '../store/configurations.ts';

/** Checked and kept; nothing is replicated. */
export const replicationOperations = {
  async GetBucketReplication(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const configuration = await configurations.findConfiguration(request.unit, bucket, 'replication');
    if (!configuration) {
      const message = 'The replication configuration was not found';
      throw new S3Error('ReplicationConfigurationNotFoundError', message, { BucketName: bucket.name });
    }
    return { ReplicationConfiguration: configuration };
  },

  async PutBucketReplication(input, { request }) {
    const { unit, platform } = request;
    const bucket = await bucketOf(unit, input);
    if (bucket.versioning !== 'Enabled') {
      throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    }
    const { Role, Rules } = input.ReplicationConfiguration;
    if (Rules.length === 0 || Rules.length > 1000) throw malformedXml();
    await requireDestinations(unit, Rules);
    const named = Rules.map((rule) => ({ ...rule, ID: rule.ID ?? platform.ids.alphanumeric(48) }));
    configurations.putConfiguration(unit, bucket, 'replication', { Role, Rules: named });
  },

  async DeleteBucketReplication(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    configurations.deleteConfiguration(request.unit, bucket, 'replication');
  },
} satisfies Partial<S3Handlers>;

async function requireDestinations(reader: Reader, rules: ReplicationConfiguration['Rules']): Promise<void> {
  for (const { Destination } of rules) {
    const name = /^arn:aws[a-z-]*:s3:::([^/]+)$/.exec(Destination.Bucket)?.[1];
    const target = name === undefined ? undefined : await findBucket(reader, name);
    if (!target) throw invalidRequest('Destination bucket must exist.');
    if (target.versioning !== 'Enabled') throw invalidRequest('Destination bucket must have versioning enabled.');
  }
}
