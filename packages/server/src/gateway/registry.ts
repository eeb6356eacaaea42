import type { AnyService, Platform, ServiceName } from '../platform/service.ts';
import type { RequestContext } from '../platform/service.ts';

/** A handler whose types the model has already checked. */
export type AnyHandler = (input: object, context: unknown) => Promise<object | undefined | void>;

export interface RegisteredService {
  definition: AnyService;
  actionPrefix: string;
  handlers: ReadonlyMap<string, AnyHandler>;
  unmanaged: ReadonlySet<string>;
  context: (request: RequestContext) => unknown;
}

export type Registry = ReadonlyMap<string, RegisteredService>;

export function createRegistry(
  services: readonly AnyService[],
  signingNameOf: (name: ServiceName) => string,
): Registry {
  const registry = new Map<string, RegisteredService>();
  for (const definition of services) {
    if (registry.has(definition.name)) throw new Error(`service ${definition.name} is listed twice`);
    registry.set(definition.name, {
      definition,
      actionPrefix: definition.actionPrefix ?? signingNameOf(definition.name),
      handlers: new Map(Object.entries(definition.operations) as unknown as [string, AnyHandler][]),
      unmanaged: new Set(definition.unmanaged?.map(String)),
      context: definition.context,
    });
  }
  return registry;
}

export async function seedServices(registry: Registry, platform: Platform, account: string): Promise<void> {
  for (const { definition } of registry.values()) await definition.seed?.(platform, account);
}

/** How old a blob is before it is taken for one that no row will ever refer to. */
const orphanAgeMs = 3_600_000;

/** Removes the blobs that a crash left without a row. */
export async function collectBlobs(registry: Registry, { blobs, storage, log }: Platform): Promise<void> {
  const sources = [...registry.values()].flatMap(({ definition }) => definition.referencedBlobs ?? []);
  const isReferenced = async (ids: string[]): Promise<Set<string>> => {
    const referenced = await Promise.all(sources.map((find) => find(storage, ids)));
    return new Set(referenced.flat());
  };
  try {
    await blobs.collect(isReferenced, orphanAgeMs);
  } catch (error) {
    log.error('blobs.collection-failed', { error });
  }
}
