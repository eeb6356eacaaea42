import type {
  AnalyticsConfiguration,
  CORSRule,
  IntelligentTieringConfiguration,
  InventoryConfiguration,
  LoggingEnabled,
  MetricsConfiguration,
  NotificationConfiguration,
  ReplicationConfiguration,
  WebsiteConfiguration,
} from '../../../../generated/types/s3.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import type { Bucket } from '../model/bucket.ts';
import type { LifecycleRules } from '../model/lifecycle.ts';

/** Configurations of a bucket that only their own operations and jobs read. */
export interface Configurations {
  abac: { Status: 'Disabled' | 'Enabled' };
  accelerate: { Status: 'Enabled' | 'Suspended' };
  analytics: AnalyticsConfiguration;
  cors: { rules: CORSRule[] };
  'intelligent-tiering': IntelligentTieringConfiguration;
  inventory: InventoryConfiguration;
  lifecycle: LifecycleRules;
  logging: LoggingEnabled;
  metrics: MetricsConfiguration;
  notification: NotificationConfiguration;
  replication: ReplicationConfiguration;
  website: WebsiteConfiguration;
}

export type ConfigurationKind = keyof Configurations;

interface ConfigurationRow {
  /** Id of the bucket, not its name. */
  bucket: string;
  kind: ConfigurationKind;
  /** Empty where a bucket has at most one of the kind. */
  id: string;
  value: unknown;
}

export const configurationsTable = defineTable<ConfigurationRow>()({
  name: 's3.configurations',
  key: ({ bucket, kind, id }) => [bucket, kind, id],
});

export async function findConfiguration<Kind extends ConfigurationKind>(
  reader: Reader,
  { id: bucket }: Pick<Bucket, 'id'>,
  kind: Kind,
  id = '',
): Promise<Configurations[Kind] | undefined> {
  const row = await reader.get(configurationsTable, [bucket, kind, id]);
  return row?.value as Configurations[Kind] | undefined;
}

export function putConfiguration<Kind extends ConfigurationKind>(
  unit: Unit,
  { id: bucket }: Pick<Bucket, 'id'>,
  kind: Kind,
  value: Configurations[Kind],
  id = '',
): void {
  unit.put(configurationsTable, { bucket, kind, id, value });
}

export function deleteConfiguration(
  unit: Unit,
  { id: bucket }: Pick<Bucket, 'id'>,
  kind: ConfigurationKind,
  id = '',
): void {
  unit.delete(configurationsTable, [bucket, kind, id]);
}

export async function listConfigurations<Kind extends ConfigurationKind>(
  reader: Reader,
  { id: bucket }: Pick<Bucket, 'id'>,
  kind: Kind,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<Configurations[Kind][]> {
  const position = after === undefined ? {} : { after: [bucket, kind, after] };
  const rows = await reader.list(configurationsTable, { prefix: [bucket, kind], limit, ...position });
  return rows.map(({ value }) => value as Configurations[Kind]);
}

/** Some thousands at most: the limits of each kind are in the hundreds. */
export async function deleteConfigurations(unit: Unit, bucket: string): Promise<void> {
  for (const { kind, id } of await unit.list(configurationsTable, { prefix: [bucket] })) {
    unit.delete(configurationsTable, [bucket, kind, id]);
  }
}
