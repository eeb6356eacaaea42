import { createIds, seededRandomBytes } from '../../platform/ids.ts';
import type { Principal } from '../../platform/identity.ts';
import type { Calls, Platform, RequestContext } from '../../platform/service.ts';
import { openSqliteStorage } from '../../platform/storage/sqlite-storage.ts';
import { createVirtualClock, type VirtualClock } from '../../platform/virtual-clock.ts';
import { iam } from './service.ts';

export const account = '123456789012';
export const root: Principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account };

export interface TestAccount {
  platform: Platform;
  clock: VirtualClock;
  /** IAM's operations as the root user: each in a unit of its own, without the checks of the gateway. */
  iam: Calls['iam'];
  as(principal: Principal): Calls['iam'];
  close(): Promise<void>;
}

/** IAM over a database in memory, for tests of its operations. */
export function openTestAccount(): TestAccount {
  const clock = createVirtualClock({ startAt: Date.parse('2026-01-02T03:04:05Z') });
  const storage = openSqliteStorage({ path: ':memory:', tables: iam.tables, schemaVersion: 1 });
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const ids = createIds(seededRandomBytes('iam'));
  const platform = { storage, clock, ids, log } as Partial<Platform> as Platform;
  const as = (principal: Principal) => calls(platform, principal);
  return { platform, clock, iam: as(root), as, close: () => storage.close() };
}

function calls(platform: Platform, principal: Principal): Calls['iam'] {
  const invoke = (operation: string) => (input: object) =>
    platform.storage.transact(async (unit) => {
      const handler = iam.operations[operation as keyof typeof iam.operations];
      if (handler === undefined) throw new Error(`no handler for ${operation}`);
      const { account } = principal;
      const request = { platform, principal, account, region: 'us-east-1', clock: platform.clock, unit };
      return handler(input as never, iam.context(request as RequestContext));
    });
  return new Proxy({} as Calls['iam'], { get: (_target, operation) => invoke(String(operation)) });
}

function ignore(): void {}
