import type { ServerConfig } from './config.ts';
import { realismOf } from './coverage.ts';
import { createAuthenticator } from './gateway/authenticate.ts';
import { createAuthoriser } from './gateway/authorise.ts';
import { createCallAs } from './gateway/calls.ts';
import { createControlRoutes } from './gateway/control-routes.ts';
import type { RequestListener } from './gateway/http-server.ts';
import { createInvoke } from './gateway/invoke.ts';
import { createRegistry, seedServices } from './gateway/registry.ts';
import type { Registry } from './gateway/registry.ts';
import { createRequestListener } from './gateway/request-listener.ts';
import { createRootCredentials, rootKeyTable } from './gateway/root-credentials.ts';
import { createPolicyCache } from './iam-policy/policy-cache.ts';
import type { Clock } from './platform/clock.ts';
import { createFileBlobs } from './platform/blobs.ts';
import { createEventBus } from './platform/event-bus.ts';
import { createIds } from './platform/ids.ts';
import { createJobs } from './platform/job-runner.ts';
import { jobLeaseTable, jobTable } from './platform/job-table.ts';
import type { Logger } from './platform/log.ts';
import type { JobDefinition, Platform } from './platform/service.ts';
import { openSqliteStorage } from './platform/storage/sqlite-storage.ts';
import type { Storage, Table } from './platform/storage/storage.ts';
import type { VirtualClock } from './platform/virtual-clock.ts';
import { createModels } from './protocol/models.ts';
import { createRouter } from './protocol/route.ts';
import { services } from './services/index.ts';

export interface CloudOptions {
  config: ServerConfig;
  version: string;
  modelDirectory: URL;
  clock: Clock;
  virtualClock: VirtualClock | undefined;
  log: Logger;
  /** `:memory:` keeps nothing. */
  databaseFile: string;
  blobDirectory: string;
}

export interface Cloud {
  listener: RequestListener;
  platform: Platform;
  rootKey: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** Told once the endpoint is known: jobs begin. */
  ready(endpoint: string): void;
  /** Long polls end, so that their clients get an answer before the listener closes. */
  stopping(): void;
  close(): Promise<void>;
}

/** Grows with every change of what stored rows mean. */
const schemaVersion = 1;

/** Wires everything: the only place that knows the services, the storage backend and the gateway. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { config, clock, log, virtualClock } = options;
  const models = createModels(options.modelDirectory);
  const signingNames = new Map(models.index.map((entry) => [entry.service, entry.signingName]));
  const registry = createRegistry(services, (name) => signingNames.get(name) ?? name);
  const storage = await openStorage(options);
  const ids = createIds();
  const jobs = createJobs({ storage, clock, log, serverId: ids.uuid(), shared: config.database !== undefined });
  const events = createEventBus({ jobs });
  subscribe(registry, events);
  virtualClock?.settleWith(() => jobs.idle());

  const stop = new AbortController();
  const address = { endpoint: `http://${config.host}:${config.port}` };
  const platform: Platform = {
    storage,
    clock,
    jobs,
    events,
    ids,
    blobs: createFileBlobs(options.blobDirectory),
    log,
    callAs: (call) => callAs(call),
  };
  const definitions = [...registry.values()].map(({ definition }) => definition);
  const authorise = createAuthoriser({
    mode: config.auth,
    sources: definitions.flatMap(({ policies }) => (policies === undefined ? [] : [policies(platform)])),
    cache: createPolicyCache(1000),
  });
  const invoke = createInvoke(registry, authorise);
  const callAs = createCallAs({ models, platform, invoke, endpoint: () => address.endpoint });
  const rootCredentials = createRootCredentials(storage, ids);
  const authenticate = createAuthenticator({
    mode: config.auth,
    clock,
    account: config.account,
    region: config.region,
    sources: [rootCredentials, ...definitions.flatMap(({ credentials }) => (credentials === undefined ? [] : [credentials(platform)]))],
  });

  const start = async (): Promise<Cloud['rootKey']> => {
    await seedServices(registry, platform, config.account);
    return config.auth === 'iam' ? rootCredentials.ensure(config.account) : undefined;
  };
  const control = createControlRoutes({
    version: options.version,
    auth: config.auth,
    startedAt: clock.now(),
    now: () => clock.now(),
    authenticate,
    virtualClock,
    services: () => servicesByRealism(registry),
    reset: async () => {
      const rootKeys = await storage.list(rootKeyTable, {});
      await storage.reset();
      await storage.transact(async (unit) => rootKeys.forEach((row) => unit.put(rootKeyTable, row)));
      await start();
    },
  });
  return {
    rootKey: await start(),
    platform,
    listener: createRequestListener({
      platform,
      models,
      router: createRouter(models),
      authenticate,
      invoke,
      control,
      endpoint: () => address.endpoint,
      stopSignal: stop.signal,
    }),
    ready(endpoint) {
      address.endpoint = endpoint;
      jobs.start(jobDefinitions(registry, events.jobDefinitions), platform);
    },
    stopping: () => stop.abort(),
    async close() {
      await jobs.stop();
      await storage.close();
    },
  };
}

async function openStorage({ config, databaseFile }: CloudOptions): Promise<Storage> {
  const tables: Table<never>[] = [...services.flatMap((service) => service.tables), jobTable, jobLeaseTable, rootKeyTable];
  if (config.database === undefined) return openSqliteStorage({ path: databaseFile, tables, schemaVersion });
  const { openPostgresStorage } = await import('./platform/storage/postgres-storage.ts');
  return openPostgresStorage({ connectionString: config.database, tables, schemaVersion });
}

function subscribe(registry: Registry, events: ReturnType<typeof createEventBus>): void {
  for (const [name, { definition }] of registry) {
    for (const [type, handler] of Object.entries(definition.subscriptions ?? {})) events.subscribe(type, name, handler);
  }
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

function servicesByRealism(registry: Registry): Record<string, { realism: Record<string, number> }> {
  const answer: Record<string, { realism: Record<string, number> }> = {};
  for (const [name, { definition, handlers }] of registry) {
    const realism: Record<string, number> = {};
    for (const operation of handlers.keys()) {
      const kind = realismOf(definition, operation);
      realism[kind] = (realism[kind] ?? 0) + 1;
    }
    answer[name] = { realism };
  }
  return answer;
}
