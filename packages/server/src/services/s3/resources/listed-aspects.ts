import type {
  AnalyticsConfiguration as ApiAnalytics,
  IntelligentTieringConfiguration as ApiTiering,
  InventoryConfiguration as ApiInventory,
  InventoryS3BucketDestination,
  MetricsConfiguration as ApiMetrics,
  Tag,
} from '../../../../generated/types/s3.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { bucketAspect } from './bucket-aspect.ts';
import type { BucketAspect, BucketTarget } from './bucket-aspect.ts';
import { filterOf, filterParts } from './tag-filter.ts';

interface Filtered {
  Prefix?: string | undefined;
  TagFilters?: Tag[] | undefined;
}

interface ExportDestination<Format> {
  BucketArn: string;
  BucketAccountId?: string | undefined;
  Format: Format;
  Prefix?: string | undefined;
}

interface Analytics extends Filtered {
  Id: string;
  StorageClassAnalysis: { DataExport?: { OutputSchemaVersion: 'V_1'; Destination: ExportDestination<'CSV'> } };
}

export const analytics = listedAspect<Analytics>('AnalyticsConfigurations', {
  put: ({ s3, Bucket }, { Id, Prefix, TagFilters, StorageClassAnalysis: { DataExport } }) => {
    const { OutputSchemaVersion = 'V_1', Destination } = DataExport ?? {};
    const AnalyticsConfiguration: ApiAnalytics = {
      Id,
      Filter: filterOf({ Prefix }, TagFilters),
      StorageClassAnalysis: Destination
        ? { DataExport: { OutputSchemaVersion, Destination: { S3BucketDestination: destinationToApi(Destination) } } }
        : {},
    };
    return s3.PutBucketAnalyticsConfiguration({ Bucket, Id, AnalyticsConfiguration });
  },
  remove: ({ s3, Bucket }, Id) => s3.DeleteBucketAnalyticsConfiguration({ Bucket, Id }),
  async page({ s3, Bucket }, ContinuationToken) {
    const page = await s3.ListBucketAnalyticsConfigurations({ Bucket, ContinuationToken });
    return { next: page.NextContinuationToken, list: (page.AnalyticsConfigurationList ?? []).map(analyticsFromApi) };
  },
});

interface Tiering extends Filtered {
  Id: string;
  Status: ApiTiering['Status'];
  Tierings: ApiTiering['Tierings'];
}

export const intelligentTiering = listedAspect<Tiering>('IntelligentTieringConfigurations', {
  put({ s3, Bucket }, { Prefix, TagFilters, ...rest }) {
    const IntelligentTieringConfiguration = { ...rest, Filter: filterOf({ Prefix }, TagFilters) };
    return s3.PutBucketIntelligentTieringConfiguration({ Bucket, Id: rest.Id, IntelligentTieringConfiguration });
  },
  remove: ({ s3, Bucket }, Id) => s3.DeleteBucketIntelligentTieringConfiguration({ Bucket, Id }),
  async page({ s3, Bucket }, ContinuationToken) {
    const page = await s3.ListBucketIntelligentTieringConfigurations({ Bucket, ContinuationToken });
    const found = page.IntelligentTieringConfigurationList ?? [];
    return { next: page.NextContinuationToken, list: found.map(unfiltered) };
  },
});

interface Inventory extends Pick<ApiInventory, 'Id' | 'IncludedObjectVersions' | 'OptionalFields'> {
  Destination: ExportDestination<InventoryS3BucketDestination['Format']>;
  Enabled: boolean;
  Prefix?: string | undefined;
  ScheduleFrequency: ApiInventory['Schedule']['Frequency'];
}

export const inventory = listedAspect<Inventory>('InventoryConfigurations', {
  put({ s3, Bucket }, { Destination, Enabled, Prefix, ScheduleFrequency, ...rest }) {
    const { BucketAccountId: AccountId, ...to } = destinationToApi(Destination);
    const InventoryConfiguration: ApiInventory = {
      ...rest,
      IsEnabled: Enabled,
      Destination: { S3BucketDestination: { ...to, ...(AccountId !== undefined && { AccountId }) } },
      Schedule: { Frequency: ScheduleFrequency },
      ...(Prefix !== undefined && { Filter: { Prefix } }),
    };
    return s3.PutBucketInventoryConfiguration({ Bucket, Id: rest.Id, InventoryConfiguration });
  },
  remove: ({ s3, Bucket }, Id) => s3.DeleteBucketInventoryConfiguration({ Bucket, Id }),
  async page({ s3, Bucket }, ContinuationToken) {
    const page = await s3.ListBucketInventoryConfigurations({ Bucket, ContinuationToken });
    return { next: page.NextContinuationToken, list: (page.InventoryConfigurationList ?? []).map(inventoryFromApi) };
  },
});

interface Metrics extends Filtered {
  Id: string;
  AccessPointArn?: string | undefined;
}

export const metrics = listedAspect<Metrics>('MetricsConfigurations', {
  put({ s3, Bucket }, { Id, Prefix, AccessPointArn, TagFilters }) {
    const MetricsConfiguration: ApiMetrics = { Id, Filter: filterOf({ Prefix, AccessPointArn }, TagFilters) };
    return s3.PutBucketMetricsConfiguration({ Bucket, Id, MetricsConfiguration });
  },
  remove: ({ s3, Bucket }, Id) => s3.DeleteBucketMetricsConfiguration({ Bucket, Id }),
  async page({ s3, Bucket }, ContinuationToken) {
    const page = await s3.ListBucketMetricsConfigurations({ Bucket, ContinuationToken });
    return { next: page.NextContinuationToken, list: (page.MetricsConfigurationList ?? []).map(unfiltered) };
  },
});

interface ListedSteps<Item> {
  put(bucket: BucketTarget, item: Item): Promise<unknown>;
  remove(bucket: BucketTarget, id: string): Promise<unknown>;
  page(bucket: BucketTarget, token: string | undefined): Promise<{ next: string | undefined; list: unknown[] }>;
}

/** Configurations that a bucket has many of: the property is a list, S3 keeps each by its id. */
function listedAspect<Item extends { Id: string }>(property: string, steps: ListedSteps<Item>): BucketAspect {
  const all = async (bucket: BucketTarget): Promise<Item[]> => {
    const found: Item[] = [];
    let token: string | undefined;
    do {
      const { list, next } = await steps.page(bucket, token);
      found.push(...(list as Item[]));
      token = next;
    } while (token !== undefined);
    return found;
  };
  const removeAllBut = async (bucket: BucketTarget, kept: ReadonlySet<string>) => {
    for (const { Id } of await all(bucket)) {
      if (!kept.has(Id)) await unlessGone(steps.remove(bucket, Id), 'NoSuchConfiguration');
    }
  };
  return bucketAspect<Item[]>(property, {
    async put(bucket, items) {
      await removeAllBut(bucket, new Set(items.map(({ Id }) => Id)));
      for (const item of items) await steps.put(bucket, item);
    },
    remove: (bucket) => removeAllBut(bucket, new Set()),
    async read(bucket) {
      const found = await all(bucket);
      return found.length > 0 ? found : undefined;
    },
  });
}

function destinationToApi<Format>({ BucketArn, ...rest }: ExportDestination<Format>) {
  return { ...rest, Bucket: BucketArn };
}

function analyticsFromApi({ Id, Filter, StorageClassAnalysis }: ApiAnalytics) {
  const { DataExport } = StorageClassAnalysis;
  if (!DataExport) return { Id, ...filterParts(Filter), StorageClassAnalysis: {} };
  const { Bucket: BucketArn, ...rest } = DataExport.Destination.S3BucketDestination;
  return {
    Id,
    ...filterParts(Filter),
    StorageClassAnalysis: { DataExport: { ...DataExport, Destination: { ...rest, BucketArn } } },
  };
}

function inventoryFromApi({ Destination, IsEnabled, Filter, Schedule, ...rest }: ApiInventory) {
  const { Bucket: BucketArn, AccountId, ...to } = Destination.S3BucketDestination;
  return presentProperties({
    ...rest,
    Destination: presentProperties({ ...to, BucketArn, BucketAccountId: AccountId }),
    Enabled: IsEnabled,
    Prefix: Filter?.Prefix,
    ScheduleFrequency: Schedule.Frequency,
  });
}

function unfiltered<Configuration extends { Filter?: object | undefined }>({ Filter, ...rest }: Configuration) {
  return { ...rest, ...filterParts(Filter) };
}
