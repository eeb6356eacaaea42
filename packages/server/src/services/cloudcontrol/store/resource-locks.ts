import type { Scope } from '../../../platform/service.ts';
import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** A resource that a request works on: a second request is refused until the first has ended. */
export interface ResourceLock extends Scope {
  typeName: string;
  identifier: string;
  requestToken: string;
}

type LockedResource = Omit<ResourceLock, 'requestToken'>;

export const resourceLocksTable = defineTable<ResourceLock>()({ name: 'cloudcontrol.locks', key: keyOf });

export function findLock(reader: Reader, resource: LockedResource): Promise<ResourceLock | undefined> {
  return reader.get(resourceLocksTable, keyOf(resource));
}

export function saveLock(unit: Unit, { account, region, typeName, identifier, requestToken }: ResourceLock): void {
  unit.put(resourceLocksTable, { account, region, typeName, identifier, requestToken });
}

/** A request whose resource had no identifier yet when it began has no lock. */
export async function releaseLock(
  unit: Unit,
  {
    account,
    region,
    typeName,
    identifier,
    requestToken,
  }: Omit<ResourceLock, 'identifier'> & { identifier?: string | undefined },
): Promise<void> {
  if (identifier === undefined) return;
  const resource = { account, region, typeName, identifier };
  const lock = await findLock(unit, resource);
  if (lock?.requestToken === requestToken) unit.delete(resourceLocksTable, keyOf(resource));
}

function keyOf({ account, region, typeName, identifier }: LockedResource): Key {
  return [account, region, typeName, identifier];
}
