import type { ServerSideEncryptionRule } from '../../../../generated/types/s3.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { malformedXml, S3Error } from '../errors.ts';
import { saveSettings } from '../store/settings.ts';

/** What holds in every bucket since 2023. */
const defaultRule: ServerSideEncryptionRule = {
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
  BucketKeyEnabled: false,
};

export const bucketEncryptionOperations = {
  async GetBucketEncryption(input, { request }) {
    const { settings } = await bucketOf(request.unit, input);
    return { ServerSideEncryptionConfiguration: { Rules: [settings.encryption ?? defaultRule] } };
  },

  async PutBucketEncryption(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const [rule, ...others] = input.ServerSideEncryptionConfiguration.Rules;
    if (rule === undefined || others.length > 0 || Object.keys(rule).length === 0) throw malformedXml();
    const { algorithm, KMSMasterKeyID } = defaultOf(rule);
    if (KMSMasterKeyID !== undefined && !algorithm.startsWith('aws:kms')) {
      const message = 'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse';
      throw new S3Error('InvalidArgument', message, { ArgumentName: 'ApplyServerSideEncryptionByDefault' });
    }
    saveSettings(request.unit, bucket, { encryption: { ...defaultRule, ...rule } });
  },

  async DeleteBucketEncryption(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    saveSettings(request.unit, bucket, { encryption: undefined });
  },
} satisfies Partial<S3Handlers>;

function defaultOf({ ApplyServerSideEncryptionByDefault: chosen }: ServerSideEncryptionRule) {
  return { algorithm: chosen?.SSEAlgorithm ?? 'AES256', KMSMasterKeyID: chosen?.KMSMasterKeyID };
}
