import type { CreateBucketRequest } from '../../../../generated/types/s3.ts';
import type { TagAuthor } from '../../../platform/tags.ts';
import { accessDenied, S3Error } from '../errors.ts';
import { isOwnerOnly, isPublicAcl, namesAcl, parseAcl } from './acl.ts';
import type { AccessControl } from './access-control.ts';
import type { BucketSettings, PublicAccessBlock } from './bucket-settings.ts';
import { canonicalUserId } from './canonical-user.ts';
import { parseTagSet } from './tag-set.ts';

/** Since April 2023 buckets begin closed: who wants a public one has to say so in a request of its own. */
const closed: PublicAccessBlock = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

const ownerships: ReadonlySet<string> = new Set(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']);

/** What CreateBucket says of a bucket's settings. */
export function newBucketSettings(
  input: CreateBucketRequest,
  author: TagAuthor & { readonly account: string },
): BucketSettings {
  const { ObjectOwnership, ObjectLockEnabledForBucket, CreateBucketConfiguration } = input;
  if (ObjectOwnership !== undefined && !ownerships.has(ObjectOwnership)) {
    const message = `Invalid x-amz-object-ownership header: ${ObjectOwnership}`;
    throw new S3Error('InvalidArgument', message, { ArgumentName: 'x-amz-object-ownership' });
  }
  const acl = aclOf(input, author.account);
  const tags = CreateBucketConfiguration?.Tags ?? [];
  return {
    publicAccessBlock: closed,
    ...(ObjectOwnership && { ownership: ObjectOwnership }),
    ...(acl && { acl }),
    ...(tags.length > 0 && { tags: parseTagSet(tags, 'bucket', author) }),
    ...(ObjectLockEnabledForBucket && { objectLock: { ObjectLockEnabled: 'Enabled' } }),
  };
}

function aclOf(input: CreateBucketRequest, account: string): AccessControl | undefined {
  if (!namesAcl(input)) return undefined;
  const owner = canonicalUserId(account);
  if ((input.ObjectOwnership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced') {
    if (isOwnerOnly(input, owner)) return undefined;
    const message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    throw new S3Error('InvalidBucketAclWithObjectOwnership', message);
  }
  const acl = parseAcl(input, owner);
  if (isPublicAcl(acl)) throw accessDenied();
  return acl;
}
