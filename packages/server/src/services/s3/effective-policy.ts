import { aclStatements } from './model/acl-statements.ts';
import { isPublicAcl } from './model/acl.ts';
import type { AccessControl } from './model/access-control.ts';
import { isPublicPolicy } from './model/bucket-policy.ts';
import { bucketArn, objectArn } from './model/bucket.ts';
import type { Bucket } from './model/bucket.ts';
import type { StoredObject } from './model/object.ts';

/** The bucket's policy together with what the ACLs grant, as one document for one evaluator. */
export function effectivePolicy(bucket: Bucket, object: StoredObject | undefined): string {
  const { policy, acl, ownership = 'BucketOwnerEnforced', withoutOwnership, publicAccessBlock } = bucket.settings;
  const hasAcls = withoutOwnership || ownership !== 'BucketOwnerEnforced';
  const granting = (control: AccessControl | undefined): control is AccessControl =>
    control !== undefined && !(publicAccessBlock?.ignorePublicAcls && isPublicAcl(control));
  const granted: object[] = [];
  if (hasAcls && granting(acl)) granted.push(...aclStatements(acl, 'bucket', bucketArn(bucket.name)));
  if (hasAcls && object && granting(object.acl)) {
    granted.push(...aclStatements(object.acl, 'object', objectArn(bucket.name, object.key)));
  }
  if (publicAccessBlock?.restrictPublicBuckets && policy !== undefined && isPublicPolicy(policy)) {
    granted.push(...ownAccountOnly(bucket));
  }
  if (granted.length === 0) return policy ?? emptyPolicy;
  const own = JSON.parse(policy ?? emptyPolicy) as { Statement: unknown };
  return JSON.stringify({ ...own, Statement: [own.Statement, granted].flat() });
}

/** RestrictPublicBuckets: a public policy is for the bucket's own account and AWS's services alone. */
function ownAccountOnly({ account }: Bucket): object[] {
  const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
  const foreign = {
    StringNotEquals: { 'aws:PrincipalAccount': account },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  };
  return [{ ...deny, Condition: foreign }];
}

export const emptyPolicy = '{"Version":"2012-10-17","Statement":[]}';
