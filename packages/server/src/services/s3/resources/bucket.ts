import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { alreadyExists, ownTags, resourceTags, tagChanges } from '../../../platform/resource-handler.ts';
import { formerProperties, isChanged, presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import type { Tags } from '../../../platform/tags.ts';
import { notImplemented } from '../errors.ts';
import { regionalSuffix } from '../model/bucket-name.ts';
import { accessControl, aclInput, ownershipControls, ownershipOf, publicAccessBlock } from './access-aspects.ts';
import { targetOf } from './bucket-aspect.ts';
import type { BucketAspect } from './bucket-aspect.ts';
import { bucketAttributes } from './bucket-attributes.ts';
import { lifecycle } from './lifecycle-aspect.ts';
import { analytics, intelligentTiering, inventory, metrics } from './listed-aspects.ts';
import { notifications } from './notification-aspect.ts';
import { abac, acceleration, logging } from './option-aspects.ts';
import { replication } from './replication-aspect.ts';
import { encryption, objectLock, versioning } from './versioning-aspects.ts';
import { cors, website } from './web-aspects.ts';

interface BucketProperties {
  BucketName: string;
  BucketNamePrefix?: string;
  BucketNamespace?: 'account-regional' | 'global';
  ObjectLockEnabled?: boolean;
  AccessControl?: string;
}

const longestName = 63;

/** In an order in which each finds what it needs; they are undone in the opposite one. */
const aspects: readonly BucketAspect[] = [
  ownershipControls,
  publicAccessBlock,
  accessControl,
  versioning,
  objectLock,
  encryption,
  acceleration,
  abac,
  logging,
  cors,
  website,
  lifecycle,
  replication,
  analytics,
  intelligentTiering,
  inventory,
  metrics,
  notifications,
];

const unsupported = ['MetadataConfiguration', 'MetadataTableConfiguration'];

/** AWS::S3::Bucket */
export const bucketResource: ResourceHandler = {
  async create(desired, context) {
    requireSupported(desired);
    const name = nameOf(desired, context);
    if (desired['BucketName'] !== undefined) await requireFreeName(name, context);
    const made = await createBucket(name, desired, context);
    const tags = resourceTags(desired['Tags'], context);
    const target = targetOf(name, context);
    if (tags.length > 0) await target.s3.PutBucketTagging({ Bucket: name, Tagging: { TagSet: tags } });
    for (const aspect of aspects) {
      const value = desired[aspect.property];
      if (value !== undefined && !made.has(aspect.property)) await aspect.put(target, value);
    }
    return { BucketName: name, ...bucketAttributes(name, context.region, context.endpoint) };
  },

  async read(existing, context) {
    const { BucketName: Bucket } = propertiesOf(existing.properties);
    const target = targetOf(Bucket, context);
    const head = await unlessGone(target.s3.HeadBucket({ Bucket }), 'NoSuchBucket');
    if (!head) return undefined;
    const shown: [string, unknown][] = [];
    for (const aspect of aspects) shown.push([aspect.property, await aspect.read?.(target)]);
    const lock = shown.find(([property]) => property === objectLock.property)?.[1];
    return presentProperties({
      BucketName: Bucket,
      ...bucketAttributes(Bucket, head.BucketRegion ?? context.region, context.endpoint),
      ...Object.fromEntries(shown),
      // S3 says nothing of a lock that is off; a template may.
      ...((lock !== undefined || 'ObjectLockEnabled' in existing.properties) && {
        ObjectLockEnabled: lock !== undefined,
      }),
      Tags: ownTags(await tagsOf(Bucket, context), { existing, context }),
    });
  },

  async update(existing, desired, context) {
    requireSupported(desired);
    const { BucketName: Bucket } = propertiesOf(existing.properties);
    const former = await formerProperties(bucketResource, existing, context);
    await changeTags(Bucket, existing, desired, context);
    await changeAspects(Bucket, former, desired, context);
  },

  async delete({ properties }, { call }) {
    await unlessGone(call.s3.DeleteBucket({ Bucket: propertiesOf(properties).BucketName }), 'NoSuchBucket');
  },

  async list(context) {
    return (await listBucketNames(context)).map((BucketName) => ({ BucketName }));
  },
};

export async function listBucketNames({ call, region }: ResourceContext): Promise<string[]> {
  const found: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await call.s3.ListBuckets({ BucketRegion: region, ContinuationToken });
    for (const { Name } of page.Buckets ?? []) if (Name !== undefined) found.push(Name);
    ContinuationToken = page.ContinuationToken;
  } while (ContinuationToken !== undefined);
  return found;
}

function requireSupported(properties: ResourceProperties): void {
  for (const property of unsupported) {
    if (properties[property] !== undefined) throw notImplemented(`${property} of AWS::S3::Bucket`);
  }
}

function nameOf(desired: ResourceProperties, context: ResourceContext): string {
  const { BucketName, BucketNamePrefix, BucketNamespace } = desired as Partial<BucketProperties>;
  if (BucketName !== undefined) return BucketName;
  const suffix = BucketNamespace === 'account-regional' ? regionalSuffix(context) : undefined;
  if (BucketNamePrefix === undefined) {
    return context.generatedName({ maxLength: longestName, lowerCase: true, ...(suffix !== undefined && { suffix }) });
  }
  if (suffix === undefined) throw notImplemented('BucketNamePrefix without BucketNamespace account-regional');
  return BucketNamePrefix + suffix;
}

/** In the first region CreateBucket answers a bucket that one has already. */
async function requireFreeName(Bucket: string, { call, account }: ResourceContext): Promise<void> {
  const own = call.s3.HeadBucket({ Bucket, ExpectedBucketOwner: account });
  if (await unlessGone(own, 'NoSuchBucket', 'AccessDenied')) throw alreadyExists('AWS::S3::Bucket', Bucket);
}

/** Answers the properties that are done with the making. */
async function createBucket(
  Bucket: string,
  desired: ResourceProperties,
  { call, region, account }: ResourceContext,
): Promise<ReadonlySet<string>> {
  const { ObjectLockEnabled, AccessControl, BucketNamespace } = desired as Partial<BucketProperties>;
  const ObjectOwnership = ownershipOf(desired['OwnershipControls']);
  // Where the owner is enforced, it is the making that a shared ACL lets fail; elsewhere a public one has to wait
  // until it is not blocked any more.
  const takesAcl = AccessControl !== undefined && (ObjectOwnership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced';
  await call.s3.CreateBucket({
    Bucket,
    BucketNamespace,
    ObjectOwnership,
    ObjectLockEnabledForBucket: ObjectLockEnabled,
    ...(takesAcl && aclInput(AccessControl, account)),
    ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
  });
  return new Set([
    ...(ObjectOwnership === undefined ? [] : [ownershipControls.property]),
    ...(takesAcl ? [accessControl.property] : []),
  ]);
}

async function changeAspects(
  Bucket: string,
  former: ResourceProperties,
  desired: ResourceProperties,
  context: ResourceContext,
): Promise<void> {
  const target = targetOf(Bucket, context);
  const changed = aspects.filter(({ property }) => isChanged(property, former, desired));
  for (const aspect of changed.toReversed()) {
    if (desired[aspect.property] === undefined) await aspect.remove(target);
  }
  const wanted = changed.filter(({ property }) => desired[property] !== undefined);
  for (const aspect of inOrder(wanted, desired)) await aspect.put(target, desired[aspect.property]);
}

/** An ACL that is shared has to go before its owner can be enforced. */
function inOrder(wanted: readonly BucketAspect[], desired: ResourceProperties): readonly BucketAspect[] {
  if (ownershipOf(desired['OwnershipControls']) !== 'BucketOwnerEnforced') return wanted;
  return wanted.toSorted((a, b) => Number(b === accessControl) - Number(a === accessControl));
}

async function changeTags(
  Bucket: string,
  existing: Parameters<typeof tagChanges>[1]['existing'],
  desired: ResourceProperties,
  context: ResourceContext,
): Promise<void> {
  const current = await tagsOf(Bucket, context);
  const { added, removed } = tagChanges(current, { existing, desired: desired['Tags'], context });
  if (added.length === 0 && removed.length === 0) return;
  const tags = new Map(Object.entries(current));
  for (const key of removed) tags.delete(key);
  for (const { Key, Value } of added) tags.set(Key, Value);
  const TagSet = [...tags].map(([Key, Value]) => ({ Key, Value }));
  if (TagSet.length === 0) await context.call.s3.DeleteBucketTagging({ Bucket });
  else await context.call.s3.PutBucketTagging({ Bucket, Tagging: { TagSet } });
}

async function tagsOf(Bucket: string, { call }: ResourceContext): Promise<Tags> {
  const found = await unlessGone(call.s3.GetBucketTagging({ Bucket }), 'NoSuchTagSet');
  return Object.fromEntries((found?.TagSet ?? []).map(({ Key, Value }) => [Key, Value]));
}

function propertiesOf(properties: ResourceProperties): BucketProperties {
  return properties as unknown as BucketProperties;
}
