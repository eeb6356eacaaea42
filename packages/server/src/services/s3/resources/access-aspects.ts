import type { OwnershipControls, PublicAccessBlockConfiguration } from '../../../../generated/types/s3.ts';
import { unlessGone } from '../../../platform/resource-steps.ts';
import { notImplemented } from '../errors.ts';
import type { AclInput } from '../model/acl.ts';
import { logDelivery } from '../model/acl.ts';
import { canonicalUserId } from '../model/canonical-user.ts';
import { bucketAspect } from './bucket-aspect.ts';

export type Ownership = 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';

export const ownershipControls = bucketAspect<OwnershipControls>('OwnershipControls', {
  put: ({ s3, Bucket }, value) => s3.PutBucketOwnershipControls({ Bucket, OwnershipControls: value }),
  remove: ({ s3, Bucket }) => s3.DeleteBucketOwnershipControls({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await unlessGone(s3.GetBucketOwnershipControls({ Bucket }), 'OwnershipControlsNotFoundError');
    return found?.OwnershipControls;
  },
});

export const publicAccessBlock = bucketAspect<PublicAccessBlockConfiguration>('PublicAccessBlockConfiguration', {
  put: ({ s3, Bucket }, value) => s3.PutPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: value }),
  remove: ({ s3, Bucket }) => s3.DeletePublicAccessBlock({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await unlessGone(s3.GetPublicAccessBlock({ Bucket }), 'NoSuchPublicAccessBlockConfiguration');
    return found?.PublicAccessBlockConfiguration;
  },
});

/** A canned ACL, which S3 keeps as the grants that it stands for: write-only. */
export const accessControl = bucketAspect<string>('AccessControl', {
  put: ({ s3, Bucket, account }, value) => s3.PutBucketAcl({ Bucket, ...aclInput(value, account) }),
  remove: ({ s3, Bucket }) => s3.PutBucketAcl({ Bucket, ACL: 'private' }),
});

type BucketAclInput = Pick<AclInput, 'GrantFullControl' | 'GrantReadACP' | 'GrantWrite'> & {
  ACL?: 'private' | 'public-read' | 'public-read-write' | 'authenticated-read';
};

export function aclInput(canned: string, account: string): BucketAclInput {
  switch (canned) {
    case 'PublicRead':
      return { ACL: 'public-read' };
    case 'PublicReadWrite':
      return { ACL: 'public-read-write' };
    case 'AuthenticatedRead':
      return { ACL: 'authenticated-read' };
    case 'LogDeliveryWrite': {
      const group = `uri="${logDelivery}"`;
      return { GrantFullControl: `id="${canonicalUserId(account)}"`, GrantWrite: group, GrantReadACP: group };
    }
    case 'AwsExecRead':
      throw notImplemented('AccessControl AwsExecRead of AWS::S3::Bucket');
    default:
      // Those of the bucket's owner say of a bucket what holds anyway.
      return { ACL: 'private' };
  }
}

export function ownershipOf(value: unknown): Ownership | undefined {
  return (value as OwnershipControls | undefined)?.Rules[0]?.ObjectOwnership;
}
