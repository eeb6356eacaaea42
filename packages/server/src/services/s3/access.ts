import type { CreateBucketRequest, S3Operations } from '../../../generated/types/s3.ts';
import type { AccessRule, AccessRules, RequestContext, ResourcePolicy } from '../../platform/service.ts';
import { effectivePolicy, emptyPolicy } from './effective-policy.ts';
import { settingsActions } from './access-settings.ts';
import { bucketArn, objectArn } from './model/bucket.ts';
import { parseTaggingHeader } from './model/tag-set.ts';
import { findBucket, requireBucket } from './store/buckets.ts';
import { findVersion, findObject } from './store/objects.ts';

interface S3Input {
  Bucket: string;
  Key?: string | undefined;
  VersionId?: string | undefined;
}

type Conditions = Record<string, string | string[]>;

/** The bucket's policy and ACLs. Without any there is still the account that alone may do something. */
async function resourcePolicy(input: S3Input, { reader }: Readable): Promise<ResourcePolicy> {
  // Whoever asks: without a bucket there is nobody whom one could ask for permission.
  const bucket = await requireBucket(reader, input.Bucket);
  const object = input.Key === undefined ? undefined : await findObject(reader, bucket.id, input.Key);
  return { document: effectivePolicy(bucket, object), account: bucket.account };
}

type Readable = Pick<RequestContext, 'reader'>;

function onBucket<Input extends { Bucket: string }>(...actions: string[]): AccessRule<Input> {
  return bucketRule(actions, (context) => context);
}

function bucketRule<Input extends { Bucket: string }>(
  actions: readonly string[],
  readableOf: (context: RequestContext) => Readable,
): AccessRule<Input> {
  return {
    ...(actions.length > 0 && { actions: actions.map((action) => `s3:${action}`) }),
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    conditions: async (input, context) => ({
      ...requestConditions(input, context),
      ...(await resourceAccount(input, readableOf(context))),
    }),
    resourcePolicy: (input, context) => resourcePolicy(input, readableOf(context)),
  };
}

/** A policy cannot lock its owner out: the root of the account may always read, replace and delete it. */
function onPolicy<Input extends { Bucket: string }>(action: string): AccessRule<Input> {
  return {
    ...onBucket<Input>(action),
    async resourcePolicy(input, { reader, principal }) {
      const bucket = await requireBucket(reader, input.Bucket);
      const isOwner = principal.kind === 'root' && principal.account === bucket.account;
      return isOwner ? { document: emptyPolicy, account: bucket.account } : resourcePolicy(input, { reader });
    },
  };
}

/** `action`, or with a version id the other one, which S3 has for most. */
function onObject<Input extends S3Input>(
  action: string,
  versionAction = action,
  ...others: string[]
): AccessRule<Input> {
  return {
    actions: (input) => [
      `s3:${input.VersionId === undefined ? action : versionAction}`,
      ...others.map((name) => `s3:${name}`),
      ...impliedActions(input),
    ],
    resources: ({ Bucket, Key = '' }) => [objectArn(Bucket, Key)],
    conditions: async (input, context) => ({
      ...requestConditions(input, context),
      ...(await resourceFacts(input, context)),
    }),
    resourcePolicy,
  };
}

/** What parts of a request need a permission of their own. */
function impliedActions(input: object): string[] {
  const { ACL, Tagging, ObjectLockMode, ObjectLockLegalHoldStatus, BypassGovernanceRetention } = input as Record<
    string,
    unknown
  >;
  return [
    ...(ACL !== undefined ? ['s3:PutObjectAcl'] : []),
    ...(typeof Tagging === 'string' ? ['s3:PutObjectTagging'] : []),
    ...(ObjectLockMode === undefined ? [] : ['s3:PutObjectRetention']),
    ...(ObjectLockLegalHoldStatus === undefined ? [] : ['s3:PutObjectLegalHold']),
    ...(BypassGovernanceRetention === true ? ['s3:BypassGovernanceRetention'] : []),
  ];
}

/** Condition keys that carry a member of the request. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const conditionMembers: Record<string, string> = {
  Prefix: 's3:prefix',
  Delimiter: 's3:delimiter',
  MaxKeys: 's3:max-keys',
  VersionId: 's3:versionid',
  ACL: 's3:x-amz-acl',
  GrantRead: 's3:x-amz-grant-read',
  GrantWrite: 's3:x-amz-grant-write',
  GrantReadACP: 's3:x-amz-grant-read-acp',
  GrantWriteACP: 's3:x-amz-grant-write-acp',
  GrantFullControl: 's3:x-amz-grant-full-control',
  CopySource: 's3:x-amz-copy-source',
  MetadataDirective: 's3:x-amz-metadata-directive',
  ServerSideEncryption: 's3:x-amz-server-side-encryption',
  SSEKMSKeyId: 's3:x-amz-server-side-encryption-aws-kms-key-id',
  SSECustomerAlgorithm: 's3:x-amz-server-side-encryption-customer-algorithm',
  StorageClass: 's3:x-amz-storage-class',
  WebsiteRedirectLocation: 's3:x-amz-website-redirect-location',
  ObjectOwnership: 's3:x-amz-object-ownership',
  ObjectLockMode: 's3:object-lock-mode',
  ObjectLockLegalHoldStatus: 's3:object-lock-legal-hold',
  IfMatch: 's3:if-match',
  IfNoneMatch: 's3:if-none-match',
};

function requestConditions(input: object, { headers, principal }: RequestContext): Conditions {
  const members = input as Record<string, unknown>;
  const conditions: Conditions = {};
  const { authorization, 'x-amz-content-sha256': payloadHash } = headers;
  if (principal.kind !== 'anonymous' && headers['host'] !== undefined) {
    const isVersion2 = typeof authorization === 'string' && authorization.startsWith('AWS ');
    conditions['s3:authType'] = authorization === undefined ? 'REST-QUERY-STRING' : 'REST-HEADER';
    conditions['s3:signatureversion'] = isVersion2 ? 'AWS' : 'AWS4-HMAC-SHA256';
  }
  if (typeof payloadHash === 'string') conditions['s3:x-amz-content-sha256'] = payloadHash;
  for (const [member, key] of Object.entries(conditionMembers)) {
    const value = members[member];
    if (typeof value === 'string' || typeof value === 'number') conditions[key] = String(value);
  }
  if (typeof members['Tagging'] === 'string') {
    const tags = parseTaggingHeader(members['Tagging']);
    for (const [name, value] of Object.entries(tags)) conditions[`s3:RequestObjectTag/${name}`] = value;
    conditions['s3:RequestObjectTagKeys'] = Object.keys(tags);
  }
  return conditions;
}

/** What a bucket has from the beginning needs the permission to set it as well. */
function creationActions(input: CreateBucketRequest): string[] {
  const { ACL = 'private', CreateBucketConfiguration, ObjectLockEnabledForBucket, ObjectOwnership } = input;
  const setsAcl = ACL !== 'private' || Object.keys(input).some((name) => name.startsWith('Grant'));
  return [
    's3:CreateBucket',
    ...(setsAcl ? ['s3:PutBucketAcl'] : []),
    ...(ObjectLockEnabledForBucket ? ['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning'] : []),
    ...(ObjectOwnership === undefined ? [] : ['s3:PutBucketOwnershipControls']),
    ...((CreateBucketConfiguration?.Tags ?? []).length > 0 ? ['s3:TagResource'] : []),
  ];
}

async function resourceAccount({ Bucket }: { Bucket: string }, { reader }: Readable): Promise<Conditions> {
  const bucket = await findBucket(reader, Bucket);
  return bucket ? { 's3:ResourceAccount': bucket.account } : {};
}

/** Of the bucket and, in it, the object. */
async function resourceFacts(
  { Bucket, Key = '', VersionId }: S3Input,
  { reader }: RequestContext,
): Promise<Conditions> {
  const bucket = await findBucket(reader, Bucket);
  if (bucket === undefined) return {};
  const object =
    VersionId === undefined
      ? await findObject(reader, bucket.id, Key)
      : await findVersion(reader, bucket.id, Key, VersionId);
  const tags = object?.deleteMarker ? {} : (object?.tags ?? {});
  return {
    's3:ResourceAccount': bucket.account,
    ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [`s3:ExistingObjectTag/${name}`, value])),
  };
}

const settingsRules = Object.fromEntries(
  Object.entries(settingsActions).map(([operation, { on, action, versionAction }]) => [
    operation,
    on === 'object' ? onObject(action, versionAction) : onBucket(action),
  ]),
) as AccessRules<S3Operations>;

export const access: AccessRules<S3Operations> = {
  ...settingsRules,
  AbortMultipartUpload: onObject('AbortMultipartUpload'),
  CompleteMultipartUpload: onObject('PutObject'),
  // The source is authorised by the reading of it.
  CopyObject: onObject('PutObject'),
  CreateBucket: {
    ...onBucket('CreateBucket'),
    actions: creationActions,
    resourcePolicy: async () => undefined,
    conditions: async (input, context) => ({
      ...requestConditions(input, context),
      ...(input.CreateBucketConfiguration?.LocationConstraint && {
        's3:LocationConstraint': input.CreateBucketConfiguration.LocationConstraint,
      }),
    }),
  },
  CreateMultipartUpload: onObject('PutObject'),
  // It closes the bucket in a unit of its own, with which a lent one would be in conflict had it read the row before.
  // It closes the bucket in a unit of its own, with which a lent one would be in conflict had it read the row before.
  DeleteBucket: bucketRule(['DeleteBucket'], ({ platform }) => ({ reader: platform.storage })),
  DeleteBucketPolicy: onPolicy('DeleteBucketPolicy'),
  DeleteObject: onObject('DeleteObject', 'DeleteObjectVersion'),
  // Each of its keys is authorised as by DeleteObject.
  DeleteObjects: { permission: 'anonymous' },
  GetBucketLocation: onBucket('GetBucketLocation'),
  GetBucketPolicy: onPolicy('GetBucketPolicy'),
  GetBucketVersioning: onBucket('GetBucketVersioning'),
  GetObject: onObject('GetObject', 'GetObjectVersion'),
  GetObjectAttributes: onObject('GetObjectAttributes', 'GetObjectVersionAttributes'),
  HeadBucket: onBucket('ListBucket'),
  HeadObject: onObject('GetObject', 'GetObjectVersion'),
  ListBuckets: { actions: ['s3:ListAllMyBuckets'] },
  ListMultipartUploads: onBucket('ListBucketMultipartUploads'),
  ListObjectVersions: onBucket('ListBucketVersions'),
  ListObjects: onBucket('ListBucket'),
  ListObjectsV2: onBucket('ListBucket'),
  ListParts: onObject('ListMultipartUploadParts'),
  PutBucketPolicy: onPolicy('PutBucketPolicy'),
  PutBucketVersioning: onBucket('PutBucketVersioning'),
  PutObject: onObject('PutObject'),
  UploadPart: onObject('PutObject'),
  UploadPartCopy: onObject('PutObject'),
};
