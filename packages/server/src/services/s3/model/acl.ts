import type {
  AccessControlPolicy,
  Grant as WireGrant,
  Grantee as WireGrantee,
} from '../../../../generated/types/s3.ts';
import { accessDenied, invalidArgument, invalidRequest, S3Error } from '../errors.ts';
import type { AccessControl, Grant } from './access-control.ts';

export type Permission = Grant['permission'];

export type CannedAcl =
  | 'private'
  | 'public-read'
  | 'public-read-write'
  | 'authenticated-read'
  | 'aws-exec-read'
  | 'bucket-owner-read'
  | 'bucket-owner-full-control'
  | 'log-delivery-write';

/** The ACL parts of a request's input: a canned one, headers, or (with Put*Acl) a whole policy. */
export interface AclInput {
  ACL?: CannedAcl | undefined;
  AccessControlPolicy?: AccessControlPolicy | undefined;
  GrantFullControl?: string | undefined;
  GrantRead?: string | undefined;
  GrantReadACP?: string | undefined;
  GrantWrite?: string | undefined;
  GrantWriteACP?: string | undefined;
}

export type ObjectOwnership = 'BucketOwnerPreferred' | 'ObjectWriter' | 'BucketOwnerEnforced';

export const allUsers = 'http://acs.amazonaws.com/groups/global/AllUsers';
export const authenticatedUsers = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
export const logDelivery = 'http://acs.amazonaws.com/groups/s3/LogDelivery';
const groups = new Set([allUsers, authenticatedUsers, logDelivery]);

const cannedAcls: readonly CannedAcl[] = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
];
/** What says something of the bucket's owner means nothing more than `private` on a bucket. */
const bucketAcls: ReadonlySet<CannedAcl> = new Set([...cannedAcls, 'log-delivery-write']);
const objectAcls: ReadonlySet<CannedAcl> = new Set(cannedAcls);

const headerPermissions = {
  GrantFullControl: 'FULL_CONTROL',
  GrantRead: 'READ',
  GrantReadACP: 'READ_ACP',
  GrantWrite: 'WRITE',
  GrantWriteACP: 'WRITE_ACP',
} as const satisfies Partial<Record<keyof AclInput, Permission>>;

const grantHeaders = Object.keys(headerPermissions) as (keyof typeof headerPermissions)[];

export function namesAcl(input: AclInput): boolean {
  return input.ACL !== undefined || input.AccessControlPolicy !== undefined || hasGrantHeaders(input);
}

export function privateAcl(owner: string): AccessControl {
  return { grants: [userGrant(owner, 'FULL_CONTROL')] };
}

/** The ACL that a request asks for. Owners are canonical ids; `bucketOwner` is absent for the ACL of a bucket itself. */
export function parseAcl(input: AclInput, owner: string, bucketOwner?: string): AccessControl {
  if (input.ACL !== undefined && hasGrantHeaders(input)) {
    throw invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed');
  }
  if (input.AccessControlPolicy) {
    if (input.ACL !== undefined || hasGrantHeaders(input)) {
      throw new S3Error('UnexpectedContent', 'This request does not support content');
    }
    return fromPolicy(input.AccessControlPolicy, owner);
  }
  if (input.ACL !== undefined) {
    if (!(bucketOwner === undefined ? bucketAcls : objectAcls).has(input.ACL)) {
      throw invalidArgument('x-amz-acl', input.ACL, '');
    }
    return { grants: cannedGrants(input.ACL, owner, bucketOwner) };
  }
  if (!hasGrantHeaders(input)) return privateAcl(owner);
  const grants = grantHeaders.flatMap((name) => fromHeader(input[name] ?? '', headerPermissions[name]));
  return { grants: withinLimit(grants) };
}

/** Under BucketOwnerEnforced only ACLs are taken that say what holds anyway. */
export function isOwnerOnly(input: AclInput, owner: string): boolean {
  const { grants } = parseAcl(input, owner);
  if (input.ACL === 'bucket-owner-full-control' || input.ACL === 'private') return true;
  return (
    grants.length === 1 &&
    grants.every(({ grantee, permission }) => 'id' in grantee && grantee.id === owner && permission === 'FULL_CONTROL')
  );
}

export function isPublicAcl({ grants }: AccessControl): boolean {
  return grants.some(({ grantee }) => 'uri' in grantee && grantee.uri !== logDelivery);
}

export function grantsOutput({ grants }: AccessControl): WireGrant[] {
  return grants.map(({ grantee, permission }) => ({
    Grantee: 'id' in grantee ? { Type: 'CanonicalUser', ID: grantee.id } : { Type: 'Group', URI: grantee.uri },
    Permission: permission,
  }));
}

function hasGrantHeaders(input: AclInput): boolean {
  return grantHeaders.some((name) => input[name] !== undefined);
}

function cannedGrants(canned: CannedAcl, owner: string, bucketOwner: string | undefined): Grant[] {
  const own = userGrant(owner, 'FULL_CONTROL');
  const forBucketOwner = (permission: Permission): Grant[] =>
    bucketOwner === undefined || bucketOwner === owner ? [own] : [own, userGrant(bucketOwner, permission)];
  const grants: Record<CannedAcl, Grant[]> = {
    private: [own],
    'public-read': [own, groupGrant(allUsers, 'READ')],
    'public-read-write': [own, groupGrant(allUsers, 'READ'), groupGrant(allUsers, 'WRITE')],
    'authenticated-read': [own, groupGrant(authenticatedUsers, 'READ')],
    // The group of EC2's image service has no URI of its own on the wire.
    'aws-exec-read': [own],
    'bucket-owner-read': forBucketOwner('READ'),
    'bucket-owner-full-control': forBucketOwner('FULL_CONTROL'),
    'log-delivery-write': [own, groupGrant(logDelivery, 'WRITE'), groupGrant(logDelivery, 'READ_ACP')],
  };
  return grants[canned];
}

/** `id="...", uri="..."` */
function fromHeader(header: string, permission: Permission): Grant[] {
  if (header === '') return [];
  return header.split(',').map((part) => {
    const [, kind = '', value = ''] = /^\s*(\w+)\s*=\s*"?([^"]*)"?\s*$/.exec(part) ?? [];
    if (kind.toLowerCase() === 'id') return userGrant(checkedId(value), permission);
    if (kind.toLowerCase() === 'uri') return groupGrant(checkedGroup(value), permission);
    if (kind.toLowerCase() === 'emailaddress') throw unresolvableEmail();
    throw invalidArgument(
      `x-amz-grant-${permission.toLowerCase().replaceAll('_', '-')}`,
      part,
      'Argument format not recognized',
    );
  });
}

function fromPolicy({ Grants, Owner }: AccessControlPolicy, owner: string): AccessControl {
  if (Owner?.ID === undefined) throw malformedAcl();
  if (Owner.ID !== owner) throw accessDenied();
  const grants = (Grants ?? []).map(({ Grantee, Permission: permission }) => {
    if (!Grantee || !permission) throw malformedAcl();
    return grantOf(Grantee, permission);
  });
  return { grants: withinLimit(grants) };
}

function grantOf(grantee: WireGrantee, permission: Permission): Grant {
  if (grantee.Type === 'Group') return groupGrant(checkedGroup(grantee.URI ?? ''), permission);
  if (grantee.Type === 'AmazonCustomerByEmail') throw unresolvableEmail();
  return userGrant(checkedId(grantee.ID ?? ''), permission);
}

function userGrant(id: string, permission: Permission): Grant {
  return { grantee: { type: 'CanonicalUser', id }, permission };
}

function groupGrant(uri: string, permission: Permission): Grant {
  return { grantee: { type: 'Group', uri }, permission };
}

function withinLimit(grants: Grant[]): Grant[] {
  if (grants.length > 100) throw malformedAcl();
  return grants;
}

function checkedId(id: string): string {
  if (!/^[0-9a-f]{64}$/.test(id)) throw invalidArgument('CanonicalUser/ID', id, 'Invalid id');
  return id;
}

function checkedGroup(uri: string): string {
  if (!groups.has(uri)) throw invalidArgument('Group/URI', uri, 'Invalid group uri');
  return uri;
}

/** Accounts here have no e-mail addresses. */
function unresolvableEmail(): S3Error {
  return new S3Error(
    'UnresolvableGrantByEmailAddress',
    'The e-mail address you provided does not match any account on record',
  );
}

function malformedAcl(): S3Error {
  return new S3Error(
    'MalformedACLError',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
