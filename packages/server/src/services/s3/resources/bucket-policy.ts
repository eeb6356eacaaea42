import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { alreadyExists } from '../../../platform/resource-handler.ts';
import { documentText, unlessGone } from '../../../platform/resource-steps.ts';
import { listBucketNames } from './bucket.ts';

interface BucketPolicyProperties {
  Bucket: string;
  PolicyDocument: unknown;
}

/** AWS::S3::BucketPolicy */
export const bucketPolicyResource: ResourceHandler = {
  async create(desired, context) {
    const { Bucket } = propertiesOf(desired);
    const existing = await unlessGone(
      context.call.s3.GetBucketPolicy({ Bucket }),
      'NoSuchBucketPolicy',
      'AccessDenied',
    );
    if (existing) throw alreadyExists('AWS::S3::BucketPolicy', Bucket);
    await putPolicy(desired, context);
    return { Bucket };
  },

  async read({ properties }, { call }) {
    const { Bucket } = propertiesOf(properties);
    const found = await unlessGone(call.s3.GetBucketPolicy({ Bucket }), 'NoSuchBucketPolicy', 'NoSuchBucket');
    return found && { Bucket, PolicyDocument: JSON.parse(found.Policy ?? '') };
  },

  async update({ properties }, desired, context) {
    await putPolicy({ ...desired, Bucket: properties['Bucket'] }, context);
  },

  /** The bucket may have gone before its policy. */
  async delete({ properties }, { call }) {
    await unlessGone(call.s3.DeleteBucketPolicy({ Bucket: propertiesOf(properties).Bucket }), 'NoSuchBucket');
  },

  async list(context) {
    const found: ResourceProperties[] = [];
    for (const Bucket of await listBucketNames(context)) {
      if (await unlessGone(context.call.s3.GetBucketPolicy({ Bucket }), 'NoSuchBucketPolicy')) found.push({ Bucket });
    }
    return found;
  },
};

async function putPolicy(properties: ResourceProperties, { call }: ResourceContext): Promise<void> {
  const { Bucket, PolicyDocument } = propertiesOf(properties);
  await call.s3.PutBucketPolicy({ Bucket, Policy: documentText(PolicyDocument) });
}

function propertiesOf(properties: ResourceProperties): BucketPolicyProperties {
  return properties as unknown as BucketPolicyProperties;
}
