import type { CreateBucketRequest } from '../../../../generated/types/s3.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { S3Error, invalidArgument, malformedXml, notImplemented } from '../errors.ts';
import { discardBucket } from '../jobs/discard-bucket.ts';
import { bucketArn } from '../model/bucket.ts';
import type { Bucket } from '../model/bucket.ts';
import { checkBucketName, checkNamespace } from '../model/bucket-name.ts';
import { lastModified } from '../model/last-modified.ts';
import { newBucketSettings } from '../model/new-bucket-settings.ts';
import { canonicalUserId } from '../model/canonical-user.ts';
import { isOtherRegion } from '../model/region.ts';
import * as buckets from '../store/buckets.ts';
import { hasObjects } from '../store/objects.ts';
import { saveSettings } from '../store/settings.ts';

const mostBucketsListed = 10_000;

export const bucketOperations = {
  async CreateBucket(input, { request }) {
    const { unit, account, clock, platform } = request;
    const name = input.Bucket;
    refuseDirectory(input);
    checkBucketName(name);
    const constraint = constraintOf(input);
    const region = regionOfNewBucket(constraint, request.region);
    checkNamespace(name, input.BucketNamespace, { account, region });
    const existing = await buckets.findBucket(unit, name);
    const settings = newBucketSettings(input, request);
    if (existing) {
      requireSameInUsEast1(existing, account, region);
      saveSettings(unit, existing, { acl: settings.acl });
    } else {
      const bucket: Bucket = { name, account, region, id: newBucketId(), createdAt: clock.now(), settings };
      if (constraint === 'EU') bucket.constraint = constraint;
      if (settings.objectLock) bucket.versioning = 'Enabled';
      buckets.saveBucket(unit, bucket);
    }
    return {
      Location: region === 'us-east-1' ? `/${name}` : bucketUrl(request.endpoint, name),
      BucketArn: bucketArn(name),
    };

    function newBucketId(): string {
      return clock.now().toString(36) + platform.ids.lowerAlphanumeric(4);
    }
  },

  async HeadBucket(input, { request }) {
    const { region } = await bucketOf(request.unit, input);
    return { BucketRegion: region, BucketArn: bucketArn(input.Bucket), AccessPointAlias: false };
  },

  async GetBucketLocation(input, { request }) {
    const { region, constraint = region } = await bucketOf(request.unit, input);
    // Of the first region S3 says nothing, since there was no other once.
    return region === 'us-east-1' ? {} : { LocationConstraint: constraint as 'eu-west-1' };
  },

  async ListBuckets({ MaxBuckets = mostBucketsListed, ContinuationToken, Prefix, BucketRegion }, { request }) {
    const { unit, account } = request;
    // ListDirectoryBuckets has the same address, and differs by the service that it is signed for.
    if (String(request.headers['authorization']).includes('/s3express/')) throw notImplemented('ListDirectoryBuckets');
    if (MaxBuckets < 1 || MaxBuckets > mostBucketsListed) {
      throw invalidArgument('max-buckets', MaxBuckets, 'Argument max-buckets must be an integer between 1 and 10000');
    }
    if (BucketRegion !== undefined && BucketRegion !== 'us-east-1' && !isOtherRegion(BucketRegion)) {
      throw new S3Error('InvalidArgument', `Argument value ${BucketRegion} is not a valid AWS Region`, {
        ArgumentName: 'bucket-region',
      });
    }
    const kind = JSON.stringify(['ListBuckets', account, Prefix, BucketRegion]);
    let after = positionOf(kind, ContinuationToken);
    const found: Bucket[] = [];
    while (found.length <= MaxBuckets) {
      const page = { startsWith: Prefix ?? '', after, limit: 1000 };
      const rows = await buckets.listBucketsAfter(unit, account, page);
      found.push(...rows.filter(({ region }) => BucketRegion === undefined || region === BucketRegion));
      if (rows.length < page.limit) break;
      after = rows.at(-1)?.name;
    }
    const listed = found.slice(0, MaxBuckets);
    return {
      Buckets: listed.map(({ name, region, createdAt }) => ({
        Name: name,
        CreationDate: lastModified(createdAt),
        BucketRegion: region,
        BucketArn: bucketArn(name),
      })),
      Owner: { ID: canonicalUserId(account) },
      ContinuationToken: found.length > MaxBuckets ? encodePageToken(kind, listed.at(-1)?.name) : undefined,
      Prefix,
    };
  },

  async DeleteBucket(input, { request }) {
    const { platform, clock } = request;
    // Whatever is written from here on sees that the bucket is closing: else an object could come in unseen.
    const bucket = await request.transact(async (unit) => {
      const open = await bucketOf(unit, input);
      buckets.saveBucket(unit, { ...open, closingAt: clock.now() });
      return open;
    });
    if (await hasObjects(platform.storage, bucket.id)) {
      await request.transact((unit) => reopen(unit, bucket));
      const message = 'The bucket you tried to delete is not empty';
      const hint = bucket.versioning === undefined ? '' : '. You must delete all versions in the bucket.';
      throw new S3Error('BucketNotEmpty', message + hint, { BucketName: bucket.name });
    }
    // A stack's deletion that fails here leaves the bucket closed for some seconds, as a server's end does.
    await request.join(async (unit) => {
      const { closingAt, ...open } = await bucketOf(unit, input);
      if (open.id !== bucket.id || closingAt === undefined) return;
      buckets.removeBucket(unit, open);
      discardBucket(platform, unit, open);
    });
  },
} satisfies Partial<S3Handlers>;

async function reopen(unit: Unit, { name, id }: Bucket): Promise<void> {
  const found = await buckets.findBucket(unit, name);
  if (found?.id !== id) return;
  const { closingAt: _, ...open } = found;
  buckets.saveBucket(unit, open);
}

function refuseDirectory({ Bucket, CreateBucketConfiguration: configuration }: CreateBucketRequest): void {
  const isDirectory = configuration?.Bucket !== undefined || configuration?.Location !== undefined;
  if (isDirectory || Bucket.endsWith('--x-s3')) throw notImplemented('A directory bucket');
}

/** A configuration is there to name a region; only since buckets have tags from the beginning may it do without. */
function constraintOf({ CreateBucketConfiguration: configuration }: CreateBucketRequest): string | undefined {
  if (configuration && !configuration.LocationConstraint && !configuration.Tags) throw malformedXml();
  return configuration?.LocationConstraint;
}

function regionOfNewBucket(constraint: string | undefined, requestRegion: string): string {
  if (constraint === undefined) {
    if (requestRegion === 'us-east-1') return requestRegion;
    const message =
      'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.';
    throw new S3Error('IllegalLocationConstraintException', message);
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint;
  const isOwn = region === requestRegion && region !== 'us-east-1';
  if (!isOwn && !isOtherRegion(region)) {
    throw new S3Error('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      LocationConstraint: constraint,
    });
  }
  // The endpoint of the first region makes buckets everywhere.
  if (requestRegion !== 'us-east-1' && requestRegion !== region) {
    const message = `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`;
    throw new S3Error('IllegalLocationConstraintException', message);
  }
  return region;
}

/** Only there is it no error to create what one owns already. */
function requireSameInUsEast1(existing: Bucket, account: string, region: string): void {
  const members = { BucketName: existing.name };
  if (existing.account !== account) {
    const message =
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.';
    throw new S3Error('BucketAlreadyExists', message, members);
  }
  if (existing.region === 'us-east-1' && region === 'us-east-1') return;
  const message = 'Your previous request to create the named bucket succeeded and you already own it.';
  throw new S3Error('BucketAlreadyOwnedByYou', message, members);
}

function bucketUrl(endpoint: string, name: string): string {
  return `${endpoint}/${name}/`;
}

function positionOf(kind: string, token: string | undefined): string | undefined {
  if (!token) return undefined;
  const position = decodePageToken(kind, token);
  if (typeof position === 'string') return position;
  throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect');
}
