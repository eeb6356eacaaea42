import type { CloudOptions } from './cloud.ts';
import { rootKeyTable } from './gateway/root-credentials.ts';
import { collectBlobs } from './gateway/registry.ts';
import type { Registry } from './gateway/registry.ts';
import { createFileBlobs } from './platform/blobs.ts';
import { createEventBus } from './platform/event-bus.ts';
import { createIds } from './platform/ids.ts';
import { createJobs } from './platform/job-runner.ts';
import type { JobRunner } from './platform/job-runner.ts';
import { jobLeaseTable, jobTable } from './platform/job-table.ts';
import type { JobDefinition, Platform } from './platform/service.ts';
import { openSqliteStorage } from './platform/storage/sqlite-storage.ts';
import type { Storage, Table } from './platform/storage/storage.ts';

/** Grows with every change of what stored rows mean. */
const schemaVersion = 1;

export interface OpenPlatform {
  platform: Platform;
  /** Begins to work on what is due. */
  start(): void;
  close(): Promise<void>;
}

/** Storage, jobs, events and all else that services share, over the backend that the configuration names. */
export async function openPlatform(
  options: CloudOptions,
  registry: Registry,
  callAs: Platform['callAs'],
): Promise<OpenPlatform> {
  const { config, clock, log, virtualClock } = options;
  const storage = await openStorage(options, registry);
  const ids = createIds();
  const jobs: JobRunner = createJobs({ storage, clock, log, serverId: ids.uuid(), shared: storage.isShared });
  const events = createEventBus({ jobs });
  for (const [name, { definition }] of registry) {
    for (const [type, handler] of Object.entries(definition.subscriptions ?? {})) events.subscribe(type, name, handler);
  }
  virtualClock?.settleWith(() => jobs.idle());
  const blobs = createFileBlobs(options.blobDirectory);
  const platform: Platform = {
    storage,
    clock,
    jobs,
    events,
    ids,
    blobs,
    log,
    resourceHandlers: resourceHandlersOf(registry),
    resourceTypeDirectory: options.resourceTypeDirectory,
    strictResources: options.config.strictResources,
    callAs,
  };
  log.debug('platform.open', { database: config.database === undefined ? 'sqlite' : 'postgres' });
  let collection: Promise<void> | undefined;
  return {
    platform,
    start() {
      jobs.start(jobDefinitions(registry, events.jobDefinitions), platform);
      collection = collectBlobs(registry, platform);
    },
    async close() {
      await jobs.stop();
      await collection;
      await storage.close();
    },
  };
}

async function openStorage({ config, databaseFile }: CloudOptions, registry: Registry): Promise<Storage> {
  const ofServices = [...registry.values()].flatMap(({ definition }) => definition.tables);
  const tables: Table<never>[] = [...ofServices, jobTable, jobLeaseTable, rootKeyTable];
  if (config.database === undefined) return openSqliteStorage({ path: databaseFile, tables, schemaVersion });
  const { openPostgresStorage } = await import('./platform/storage/postgres-storage.ts');
  return openPostgresStorage({ connectionString: config.database, tables, schemaVersion });
}

function resourceHandlersOf(registry: Registry): Platform['resourceHandlers'] {
  const handlers = [...registry.values()].flatMap(({ definition }) => Object.entries(definition.resourceTypes ?? {}));
  return new Map(handlers);
}

function jobDefinitions(
  registry: Registry,
  deliveries: ReadonlyMap<string, JobDefinition>,
): ReadonlyMap<string, JobDefinition> {
  const all = new Map(deliveries);
  for (const [service, { definition }] of registry) {
    for (const [name, job] of Object.entries(definition.jobs ?? {})) all.set(`${service}.${name}`, job);
  }
  return all;
}
