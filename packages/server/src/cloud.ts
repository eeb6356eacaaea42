import type { ServerConfig } from './config.ts';
import { realismOf } from './coverage.ts';
import { createAuthenticator, createFormAuthenticator } from './gateway/authenticate.ts';
import { createAuthoriser } from './gateway/authorise.ts';
import { createCallAs } from './gateway/calls.ts';
import { createControlRoutes } from './gateway/control-routes.ts';
import { ClientSignals } from './gateway/http/exchange.ts';
import type { RequestListener } from './gateway/http/http-server.ts';
import { createInvoke } from './gateway/invoke.ts';
import { createRegistry, seedServices } from './gateway/registry.ts';
import type { Registry } from './gateway/registry.ts';
import { createRequestListener } from './gateway/request-listener.ts';
import { createRootCredentials, rootKeyTable } from './gateway/root-credentials.ts';
import { createIsSecure } from './gateway/secure-transport.ts';
import { createWeb } from './gateway/web-routes.ts';
import { createPolicyCache } from './iam-policy/policy-cache.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/log.ts';
import type { Platform } from './platform/service.ts';
import type { VirtualClock } from './platform/virtual-clock.ts';
import { openPlatform } from './open-platform.ts';
import { createModels } from './protocol/models.ts';
import { createRouter } from './protocol/route.ts';
import { services } from './services/index.ts';

export interface CloudOptions {
  config: ServerConfig;
  version: string;
  modelDirectory: URL;
  /** Schemas of CloudFormation's resource types, compiled. */
  resourceTypeDirectory: URL;
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

/** Wires everything: the only place that knows the services, the storage backend and the gateway. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { config, clock } = options;
  const models = createModels(options.modelDirectory);
  const signingNames = new Map(models.index.map((entry) => [entry.service, entry.signingName]));
  const registry = createRegistry(services, (name) => signingNames.get(name) ?? name);
  const address = { endpoint: `http://${config.host}:${config.port}` };
  // Services call each other through the gateway, which is built upon the platform.
  const opened = await openPlatform(options, registry, (call) => callAs(call));
  const { platform } = opened;
  const identity = wireIdentity(options, registry, platform);
  const invoke = createInvoke(registry, identity.authorise);
  const callAs = createCallAs({ models, platform, invoke, endpoint: () => address.endpoint });
  const signals = new ClientSignals();
  const isSecure = createIsSecure(config);

  const begin = async (): Promise<Cloud['rootKey']> => {
    await seedServices(registry, platform, config.account);
    return config.auth === 'iam' ? identity.rootCredentials.ensure(config.account) : undefined;
  };
  const control = createControlRoutes({
    version: options.version,
    auth: config.auth,
    startedAt: clock.now(),
    now: () => clock.now(),
    authenticate: identity.authenticate,
    virtualClock: options.virtualClock,
    services: () => servicesByRealism(registry),
    reset: () => reset(platform, begin),
  });
  const web = createWeb({
    platform,
    registry,
    models,
    authenticate: identity.authenticate,
    authenticateForm: identity.authenticateForm,
    region: config.region,
    endpoint: () => address.endpoint,
    isSecure,
    signals,
  });
  return {
    rootKey: await begin(),
    platform,
    listener: createRequestListener({
      platform,
      models,
      router: createRouter(models),
      authenticate: identity.authenticate,
      invoke,
      control,
      web,
      endpoint: () => address.endpoint,
      isSecure,
      signals,
    }),
    ready(endpoint) {
      address.endpoint = endpoint;
      opened.start();
    },
    stopping: () => signals.stop(),
    close: () => opened.close(),
  };
}

/** Who calls, and what they may do: from the services that know users, roles and sessions. */
function wireIdentity({ config, clock }: CloudOptions, registry: Registry, platform: Platform) {
  const definitions = [...registry.values()].map(({ definition }) => definition);
  const rootCredentials = createRootCredentials(platform.storage, platform.ids);
  const credentials = definitions.flatMap(({ credentials: create }) =>
    create === undefined ? [] : [create(platform)],
  );
  const policies = definitions.flatMap(({ policies: create }) => (create === undefined ? [] : [create(platform)]));
  const authentication = {
    mode: config.auth,
    clock,
    account: config.account,
    region: config.region,
    sources: [rootCredentials, ...credentials],
  };
  return {
    rootCredentials,
    authorise: createAuthoriser({ mode: config.auth, sources: policies, cache: createPolicyCache(1000) }),
    authenticate: createAuthenticator(authentication),
    authenticateForm: createFormAuthenticator(authentication),
  };
}

/** Deletes everything but the root's keys, without which nobody could sign in again. */
async function reset({ storage }: Platform, begin: () => Promise<unknown>): Promise<void> {
  const rootKeys = await storage.list(rootKeyTable, {});
  await storage.reset();
  await storage.transact(async (unit) => rootKeys.forEach((row) => unit.put(rootKeyTable, row)));
  await begin();
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
