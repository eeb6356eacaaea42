import { compileGlob, globTokens, matchesGlob } from '../../../iam-policy/glob.ts';
import { settingsActions } from '../access-settings.ts';

type ActionTarget = 'bucket' | 'object';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const otherActions: Readonly<Record<ActionTarget, readonly string[]>> = {
  bucket: [
    'CreateBucket',
    'CreateBucketMetadataTableConfiguration',
    'DeleteBucket',
    'DeleteBucketMetadataTableConfiguration',
    'GetBucketLocation',
    'GetBucketMetadataTableConfiguration',
    'GetBucketVersioning',
    'ListBucket',
    'ListBucketMultipartUploads',
    'ListBucketVersions',
    'ListTagsForResource',
    'PutBucketVersioning',
    'TagResource',
    'UntagResource',
    'UpdateBucketMetadataAnnotationTableConfiguration',
    'UpdateBucketMetadataInventoryTableConfiguration',
    'UpdateBucketMetadataJournalTableConfiguration',
  ],
  object: [
    'AbortMultipartUpload',
    'BypassGovernanceRetention',
    'DeleteObject',
    'DeleteObjectAnnotation',
    'DeleteObjectVersion',
    'DeleteObjectVersionAnnotation',
    'GetObject',
    'GetObjectAnnotation',
    'GetObjectAttributes',
    'GetObjectTorrent',
    'GetObjectVersion',
    'GetObjectVersionAnnotation',
    'GetObjectVersionAttributes',
    'GetObjectVersionForReplication',
    'GetObjectVersionTorrent',
    'InitiateReplication',
    'ListMultipartUploadParts',
    'ListObjectAnnotations',
    'ListObjectVersionAnnotations',
    'ObjectOwnerOverrideToBucketOwner',
    'PutObject',
    'PutObjectAnnotation',
    'PutObjectVersionAnnotation',
    'ReplicateDelete',
    'ReplicateObject',
    'ReplicateTags',
    'UpdateObjectEncryption',
  ],
};

const settings = Object.values(settingsActions);

const actionsOn: Readonly<Record<ActionTarget, readonly string[]>> = {
  bucket: [...otherActions.bucket, ...settings.filter(({ on }) => on === 'bucket').map(({ action }) => action)],
  object: [
    ...otherActions.object,
    ...settings
      .filter(({ on }) => on === 'object')
      .flatMap(({ action, versionAction = action }) => [action, versionAction]),
  ],
};

/** On what an action of a bucket's policy, which may have wildcards, can be done. Empty for one that S3 does not have. */
export function targetsOfAction(action: string): ActionTarget[] {
  if (action === '*') return ['bucket', 'object'];
  const [, pattern = ''] = /^s3:(.*)$/i.exec(action) ?? [];
  const glob = compileGlob(globTokens(pattern.toLowerCase()));
  return (['bucket', 'object'] as const).filter((target) =>
    actionsOn[target].some((name) => matchesGlob(glob, name.toLowerCase())),
  );
}

/** Keys of S3's own with which a bucket's policy may set conditions. */
const conditionKey =
  /^s3:(?:accessgrantsinstancearn|accesspointnetworkorigin|authtype|dataaccesspoint(?:account|arn)|delimiter|destinationregion|if-(?:none-)?match|inventoryaccessibleoptionalfields|locationconstraint|max-keys|object-lock-(?:legal-hold|mode|remaining-retention-days|retain-until-date)|objectcreationoperation|prefix|requestobjecttagkeys|resourceaccount|signatureage|signatureversion|tlsversion|versionid|x-amz-[a-z\d-]+|(?:bucket|existingobject|requestobject)tag\/.+)$/i;

/** Those of other prefixes are global ones, or of other services. */
export function isConditionKey(key: string): boolean {
  return !/^s3:/i.test(key) || conditionKey.test(key);
}
