import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { S3Error } from '../errors.ts';
import { checkWebsite } from '../model/website-routing.ts';
import * as configurations from '../store/configurations.ts';

export const websiteOperations = {
  async GetBucketWebsite(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const website = await configurations.findConfiguration(request.unit, bucket, 'website');
    if (!website) throw noSuchWebsite(bucket.name);
    return website;
  },

  async PutBucketWebsite(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    checkWebsite(input.WebsiteConfiguration);
    configurations.putConfiguration(request.unit, bucket, 'website', input.WebsiteConfiguration);
  },

  async DeleteBucketWebsite(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    configurations.deleteConfiguration(request.unit, bucket, 'website');
  },
} satisfies Partial<S3Handlers>;

export function noSuchWebsite(bucket: string): S3Error {
  const message = 'The specified bucket does not have a website configuration';
  return new S3Error('NoSuchWebsiteConfiguration', message, { BucketName: bucket });
}
