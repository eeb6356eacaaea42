import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { S3Error } from '../errors.ts';
import { checkCorsRules } from '../model/cors.ts';
import * as configurations from '../store/configurations.ts';

export const corsOperations = {
  async GetBucketCors(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const cors = await configurations.findConfiguration(request.unit, bucket, 'cors');
    if (!cors) {
      const message = 'The CORS configuration does not exist';
      throw new S3Error('NoSuchCORSConfiguration', message, { BucketName: bucket.name });
    }
    return { CORSRules: cors.rules };
  },

  async PutBucketCors(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const rules = input.CORSConfiguration.CORSRules;
    checkCorsRules(rules);
    configurations.putConfiguration(request.unit, bucket, 'cors', { rules });
  },

  async DeleteBucketCors(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    configurations.deleteConfiguration(request.unit, bucket, 'cors');
  },
} satisfies Partial<S3Handlers>;
