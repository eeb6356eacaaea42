import type { Ids } from '../../../platform/ids.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

interface EncryptionKey extends Scope {
  /** Base64. */
  key: string;
}

/** What seals SecureStrings: one key of the server's own for each account and region. */
export const encryptionKeysTable = defineTable<EncryptionKey>()({
  name: 'ssm.encryption-keys',
  key: ({ account, region }) => [account, region],
});

export async function requireEncryptionKey(reader: Reader, { account, region }: Scope): Promise<Buffer> {
  const found = await reader.get(encryptionKeysTable, [account, region]);
  if (!found) throw new Error(`SecureStrings of account ${account} in ${region} have lost their key`);
  return Buffer.from(found.key, 'base64');
}

export async function ensureEncryptionKey(unit: Unit, { account, region }: Scope, ids: Ids): Promise<Buffer> {
  const found = await unit.get(encryptionKeysTable, [account, region]);
  if (found) return Buffer.from(found.key, 'base64');
  const key = Buffer.from(ids.bytes(32));
  unit.put(encryptionKeysTable, { account, region, key: key.toString('base64') });
  return key;
}
