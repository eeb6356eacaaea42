import type { S3Handlers } from '../context.ts';
import { accessDenied, S3Error } from '../errors.ts';
import { bucketOf } from '../bucket-request.ts';
import { grantsOutput, isOwnerOnly, isPublicAcl, parseAcl, privateAcl } from '../model/acl.ts';
import type { AclInput } from '../model/acl.ts';
import type { AccessControl } from '../model/access-control.ts';
import type { Bucket } from '../model/bucket.ts';
import { canonicalUserId } from '../model/canonical-user.ts';
import { publishObjectEvent } from '../object-events.ts';
import { objectOf } from '../object-request.ts';
import { saveObject } from '../store/objects.ts';
import { saveSettings } from '../store/settings.ts';

export const aclOperations = {
  async GetBucketAcl(input, { request }) {
    const { account, settings } = await bucketOf(request.unit, input);
    return aclOutput(account, settings.acl);
  },

  async PutBucketAcl(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    const owner = canonicalUserId(bucket.account);
    requireAclSupport(bucket, input, owner);
    const acl = parseAcl(requireAclInput(input), owner);
    requireNotBlocked(bucket, acl);
    saveSettings(request.unit, bucket, { acl });
  },

  async GetObjectAcl(input, { request }) {
    const { object } = await objectOf(request.unit, input, 'GET');
    return aclOutput(object.owner, object.acl);
  },

  async PutObjectAcl(input, { request }) {
    const { bucket, object } = await objectOf(request.unit, input, 'PUT');
    const owner = canonicalUserId(object.owner);
    requireAclSupport(bucket, input, owner);
    const acl = parseAcl(requireAclInput(input), owner, canonicalUserId(bucket.account));
    requireNotBlocked(bucket, acl);
    await saveObject(request.unit, { ...object, acl });
    publishObjectEvent(request.unit, request, bucket, 'ObjectAcl', 'Put', object);
    return {};
  },
} satisfies Partial<S3Handlers>;

function aclOutput(account: string, acl: AccessControl | undefined) {
  const owner = canonicalUserId(account);
  return { Owner: { ID: owner }, Grants: grantsOutput(acl ?? privateAcl(owner)) };
}

function requireAclInput(input: AclInput): AclInput {
  const isEmpty = Object.entries(input).every(
    ([name, value]) => !/^(ACL|AccessControlPolicy|Grant)/.test(name) || value === undefined,
  );
  if (isEmpty)
    throw new S3Error('MissingSecurityHeader', 'Your request was missing a required header', {
      MissingHeaderName: 'x-amz-acl',
    });
  return input;
}

function requireAclSupport({ settings }: Bucket, input: AclInput, owner: string): void {
  const { ownership = 'BucketOwnerEnforced' } = settings;
  if (ownership === 'BucketOwnerEnforced' && !isOwnerOnly(input, owner)) {
    throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
}

function requireNotBlocked({ settings }: Bucket, acl: AccessControl): void {
  if (settings.publicAccessBlock?.blockPublicAcls && isPublicAcl(acl)) throw accessDenied();
}
