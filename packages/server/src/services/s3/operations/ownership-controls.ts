import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { malformedXml, S3Error } from '../errors.ts';
import { grantsOutput } from '../model/acl.ts';
import { canonicalUserId } from '../model/canonical-user.ts';
import { saveSettings } from '../store/settings.ts';

export const ownershipOperations = {
  async GetBucketOwnershipControls(input, { request }) {
    const { name, settings } = await bucketOf(request.unit, input);
    const { ownership = 'BucketOwnerEnforced', withoutOwnership } = settings;
    if (withoutOwnership) {
      const message = 'The bucket ownership controls were not found';
      throw new S3Error('OwnershipControlsNotFoundError', message, { BucketName: name });
    }
    return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
  },

  async PutBucketOwnershipControls(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const [rule, ...others] = input.OwnershipControls.Rules;
    if (rule === undefined || others.length > 0) throw malformedXml();
    const { ObjectOwnership: ownership } = rule;
    const owner = canonicalUserId(bucket.account);
    const { acl } = bucket.settings;
    const isShared = acl && grantsOutput(acl).some(({ Grantee }) => Grantee?.ID !== owner);
    if (ownership === 'BucketOwnerEnforced' && isShared) {
      const message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
      throw new S3Error('InvalidBucketAclWithObjectOwnership', message);
    }
    saveSettings(request.unit, bucket, { ownership, withoutOwnership: undefined });
  },

  /** Without ownership controls a bucket is as all were before there were any: objects belong to their writers. */
  async DeleteBucketOwnershipControls(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    saveSettings(request.unit, bucket, { ownership: 'ObjectWriter', withoutOwnership: true });
  },
} satisfies Partial<S3Handlers>;
