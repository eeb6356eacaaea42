import type { Credential, CredentialSource } from '../platform/identity.ts';
import type { Ids } from '../platform/ids.ts';
import type { Storage } from '../platform/storage/storage.ts';
import { defineTable } from '../platform/storage/table.ts';
import { rootPrincipal } from './authenticate.ts';

interface RootKeyRow {
  account: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export const rootKeyTable = defineTable<RootKeyRow>()({
  name: 'gateway.root-keys',
  key: (row) => [row.accessKeyId],
  indexes: { account: (row) => [row.account] },
});

/** The access keys of accounts' roots: made at the first start under `--auth iam`, and printed that once. */
export function createRootCredentials(
  storage: Storage,
  ids: Ids,
): CredentialSource & { ensure(account: string): Promise<RootKeyRow | undefined> } {
  return {
    async find(accessKeyId): Promise<Credential | undefined> {
      const row = await storage.get(rootKeyTable, [accessKeyId]);
      return row && { ...row, active: true, principal: rootPrincipal(row.account) };
    },
    /** Answers the key only when it was made by this call. */
    async ensure(account) {
      return storage.transact(
        async (unit) => {
          const [known] = await unit.list(rootKeyTable, { index: 'account', prefix: [account], limit: 1 });
          if (known !== undefined) return undefined;
          const row = {
            account,
            accessKeyId: ids.accessKeyId('AKIA', account),
            secretAccessKey: ids.secretAccessKey(),
          };
          unit.put(rootKeyTable, row);
          return row;
        },
        { exclusive: ['gateway.root-keys'] },
      );
    },
  };
}
