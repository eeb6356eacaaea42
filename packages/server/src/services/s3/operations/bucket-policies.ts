import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { accessDenied, S3Error } from '../errors.ts';
import { bucketArn } from '../model/bucket.ts';
import { checkBucketPolicy, isPublicPolicy } from '../model/bucket-policy.ts';
import { saveSettings } from '../store/settings.ts';

export const bucketPolicyOperations = {
  async GetBucketPolicy(input, { request }) {
    const { name, settings } = await bucketOf(request.unit, input);
    if (settings.policy === undefined) throw noSuchPolicy(name);
    return { Policy: settings.policy };
  },

  async PutBucketPolicy(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    checkBucketPolicy(input.Policy, bucket.name);
    if (bucket.settings.publicAccessBlock?.blockPublicPolicy && isPublicPolicy(input.Policy)) {
      const attempt = `s3:PutBucketPolicy on resource: "${bucketArn(bucket.name)}"`;
      const reason = 'public policies are blocked by the BlockPublicPolicy block public access setting.';
      throw accessDenied(`User: ${request.principal.arn} is not authorized to perform: ${attempt} because ${reason}`);
    }
    saveSettings(request.unit, bucket, { policy: input.Policy });
  },

  async DeleteBucketPolicy(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    saveSettings(request.unit, bucket, { policy: undefined });
  },

  async GetBucketPolicyStatus(input, { request }) {
    const { name, settings } = await bucketOf(request.unit, input);
    if (settings.policy === undefined) throw noSuchPolicy(name);
    return { PolicyStatus: { IsPublic: isPublicPolicy(settings.policy) } };
  },
} satisfies Partial<S3Handlers>;

function noSuchPolicy(bucket: string): S3Error {
  return new S3Error('NoSuchBucketPolicy', 'The bucket policy does not exist', { BucketName: bucket });
}
