import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { invalidRequest, S3Error } from '../errors.ts';
import { saveSettings } from '../store/settings.ts';

export const publicAccessBlockOperations = {
  async GetPublicAccessBlock(input, { request }) {
    const { name, settings } = await bucketOf(request.unit, input);
    const { publicAccessBlock: block } = settings;
    if (!block) {
      const message = 'The public access block configuration was not found';
      throw new S3Error('NoSuchPublicAccessBlockConfiguration', message, { BucketName: name });
    }
    return {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: block.blockPublicAcls,
        IgnorePublicAcls: block.ignorePublicAcls,
        BlockPublicPolicy: block.blockPublicPolicy,
        RestrictPublicBuckets: block.restrictPublicBuckets,
      },
    };
  },

  async PutPublicAccessBlock(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const { PublicAccessBlockConfiguration: wanted } = input;
    if (Object.keys(wanted).length === 0) throw invalidRequest('Must specify at least one configuration.');
    saveSettings(request.unit, bucket, {
      publicAccessBlock: {
        blockPublicAcls: wanted.BlockPublicAcls ?? false,
        ignorePublicAcls: wanted.IgnorePublicAcls ?? false,
        blockPublicPolicy: wanted.BlockPublicPolicy ?? false,
        restrictPublicBuckets: wanted.RestrictPublicBuckets ?? false,
      },
    });
  },

  async DeletePublicAccessBlock(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    saveSettings(request.unit, bucket, { publicAccessBlock: undefined });
  },
} satisfies Partial<S3Handlers>;
