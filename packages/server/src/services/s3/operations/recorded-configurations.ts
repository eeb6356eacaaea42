import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { invalidArgument, S3Error } from '../errors.ts';
import type { Bucket } from '../model/bucket.ts';
import * as configurations from '../store/configurations.ts';
import type { Configurations } from '../store/configurations.ts';

type ListedKind = 'analytics' | 'intelligent-tiering' | 'inventory' | 'metrics';

interface BucketInput {
  Bucket: string;
  ExpectedBucketOwner?: string | undefined;
}

const perPage = 100;

/** Configurations of which a bucket has many, each with an id: kept and answered, with no effect. */
export const recordedConfigurationOperations = {
  async GetBucketAnalyticsConfiguration(input, { request }) {
    return { AnalyticsConfiguration: await get(request.unit, input, 'analytics') };
  },
  async PutBucketAnalyticsConfiguration(input, { request }) {
    await put(request.unit, input, 'analytics', input.AnalyticsConfiguration);
  },
  async DeleteBucketAnalyticsConfiguration(input, { request }) {
    await remove(request.unit, input, 'analytics');
  },
  async ListBucketAnalyticsConfigurations(input, { request }) {
    const { list, ...page } = await listPage(request.unit, input, 'analytics');
    return { ...page, AnalyticsConfigurationList: list };
  },

  async GetBucketMetricsConfiguration(input, { request }) {
    return { MetricsConfiguration: await get(request.unit, input, 'metrics') };
  },
  async PutBucketMetricsConfiguration(input, { request }) {
    await put(request.unit, input, 'metrics', input.MetricsConfiguration);
  },
  async DeleteBucketMetricsConfiguration(input, { request }) {
    await remove(request.unit, input, 'metrics');
  },
  async ListBucketMetricsConfigurations(input, { request }) {
    const { list, ...page } = await listPage(request.unit, input, 'metrics');
    return { ...page, MetricsConfigurationList: list };
  },

  async GetBucketInventoryConfiguration(input, { request }) {
    return { InventoryConfiguration: await get(request.unit, input, 'inventory') };
  },
  async PutBucketInventoryConfiguration(input, { request }) {
    await put(request.unit, input, 'inventory', input.InventoryConfiguration);
  },
  async DeleteBucketInventoryConfiguration(input, { request }) {
    await remove(request.unit, input, 'inventory');
  },
  async ListBucketInventoryConfigurations(input, { request }) {
    const { list, ...page } = await listPage(request.unit, input, 'inventory');
    return { ...page, InventoryConfigurationList: list };
  },

  async GetBucketIntelligentTieringConfiguration(input, { request }) {
    return { IntelligentTieringConfiguration: await get(request.unit, input, 'intelligent-tiering') };
  },
  async PutBucketIntelligentTieringConfiguration(input, { request }) {
    const { IntelligentTieringConfiguration: configuration } = input;
    for (const { AccessTier, Days } of configuration.Tierings) {
      const least = AccessTier === 'ARCHIVE_ACCESS' ? 90 : 180;
      if (Days >= least && Days <= 730) continue;
      throw invalidArgument('Days', Days, `'Days' for ${AccessTier} must be between ${least} and 730`);
    }
    await put(request.unit, input, 'intelligent-tiering', configuration);
  },
  async DeleteBucketIntelligentTieringConfiguration(input, { request }) {
    await remove(request.unit, input, 'intelligent-tiering');
  },
  async ListBucketIntelligentTieringConfigurations(input, { request }) {
    const { list, ...page } = await listPage(request.unit, input, 'intelligent-tiering');
    return { ...page, IntelligentTieringConfigurationList: list };
  },
} satisfies Partial<S3Handlers>;

async function get<Kind extends ListedKind>(
  reader: Reader,
  input: BucketInput & { Id: string },
  kind: Kind,
): Promise<Configurations[Kind]> {
  const bucket = await bucketOf(reader, input);
  const configuration = await configurations.findConfiguration(reader, bucket, kind, input.Id);
  if (!configuration) throw noSuchConfiguration();
  return configuration;
}

async function put<Kind extends ListedKind>(
  unit: Unit,
  input: BucketInput & { Id: string },
  kind: Kind,
  configuration: Configurations[Kind],
): Promise<void> {
  const bucket = await bucketOf(unit, input);
  if (configuration.Id !== input.Id)
    throw invalidArgument('id', input.Id, 'Configuration ID does not match the ID in the request');
  if (!/^[\w.-]{1,64}$/.test(input.Id)) throw invalidArgument('id', input.Id, 'The ID is not valid');
  await requireRoom(unit, bucket, kind, input.Id);
  configurations.putConfiguration(unit, bucket, kind, configuration, input.Id);
}

async function requireRoom(reader: Reader, bucket: Bucket, kind: ListedKind, id: string): Promise<void> {
  if (await configurations.findConfiguration(reader, bucket, kind, id)) return;
  const known = await configurations.listConfigurations(reader, bucket, kind, { limit: 1000 });
  if (known.length < 1000) return;
  const message =
    'You are attempting to create a new configuration but have already reached the 1,000-configuration limit.';
  throw new S3Error('TooManyConfigurations', message);
}

async function remove(unit: Unit, input: BucketInput & { Id: string }, kind: ListedKind): Promise<void> {
  const bucket = await bucketOf(unit, input);
  if (!(await configurations.findConfiguration(unit, bucket, kind, input.Id))) throw noSuchConfiguration();
  configurations.deleteConfiguration(unit, bucket, kind, input.Id);
}

async function listPage<Kind extends ListedKind>(
  reader: Reader,
  input: BucketInput & { ContinuationToken?: string | undefined },
  kind: Kind,
) {
  const bucket = await bucketOf(reader, input);
  const tokenKind = `s3:${bucket.id}:${kind}`;
  const { ContinuationToken } = input;
  const after = ContinuationToken === undefined ? undefined : decodePageToken(tokenKind, ContinuationToken);
  if (ContinuationToken !== undefined && typeof after !== 'string') {
    throw invalidArgument('continuation-token', ContinuationToken, 'The continuation token provided is incorrect');
  }
  const position = typeof after === 'string' ? { after } : {};
  const found = await configurations.listConfigurations(reader, bucket, kind, { ...position, limit: perPage + 1 });
  const list = found.slice(0, perPage);
  const IsTruncated = found.length > perPage;
  const NextContinuationToken = IsTruncated ? encodePageToken(tokenKind, list.at(-1)?.Id) : undefined;
  return { list, IsTruncated, ContinuationToken, NextContinuationToken };
}

function noSuchConfiguration(): S3Error {
  return new S3Error('NoSuchConfiguration', 'The specified configuration does not exist.');
}
