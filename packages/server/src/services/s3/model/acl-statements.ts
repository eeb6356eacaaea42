import { allUsers, authenticatedUsers } from './acl.ts';
import type { Permission } from './acl.ts';
import type { AccessControl } from './access-control.ts';

/** A statement of an IAM policy, as JSON. */
export interface PolicyStatement {
  Effect: 'Allow';
  Principal: '*' | { AWS: '*' } | { CanonicalUser: string };
  Action: readonly string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

export type AclKind = 'bucket' | 'object';

/** What each permission means as actions. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
const bucketActions: Record<Exclude<Permission, 'FULL_CONTROL'>, readonly string[]> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};

const objectActions: Record<Exclude<Permission, 'FULL_CONTROL'>, readonly string[]> = {
  READ: ['s3:GetObject', 's3:GetObjectVersion'],
  WRITE: [],
  READ_ACP: ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  WRITE_ACP: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
};

const resourcesOf = { bucket: bucketActions, object: objectActions };

/** An ACL as policy statements, so that one evaluator decides over both. A bucket's WRITE is on the objects in it. */
export function aclStatements(acl: AccessControl, kind: AclKind, arn: string): PolicyStatement[] {
  const statements: PolicyStatement[] = [];
  for (const grant of acl.grants) {
    const { grantee } = grant;
    const granted = 'id' in grantee ? { Principal: { CanonicalUser: grantee.id } } : groupGrant(grantee.uri);
    if (granted === undefined) continue;
    for (const [permission, actions] of Object.entries(resourcesOf[kind])) {
      if (actions.length === 0 || (grant.permission !== permission && grant.permission !== 'FULL_CONTROL')) continue;
      const Resource = kind === 'bucket' && permission === 'WRITE' ? `${arn}/*` : arn;
      statements.push({ Effect: 'Allow', ...granted, Action: actions, Resource });
    }
  }
  return statements;
}

function groupGrant(group: string): Pick<PolicyStatement, 'Principal' | 'Condition'> | undefined {
  if (group === allUsers) return { Principal: '*' };
  // Anyone who has signed: anonymous requests have no account.
  if (group === authenticatedUsers)
    return { Principal: '*', Condition: { StringLike: { 'aws:PrincipalAccount': '????????????' } } };
  return undefined;
}
