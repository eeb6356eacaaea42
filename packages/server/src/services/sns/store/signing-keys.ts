import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** The key that signs notifications, and the certificate that subscribers verify them with; PEM. */
export interface SigningKey {
  /** Part of the certificate's URL. */
  id: string;
  privateKey: string;
  certificate: string;
}

const current = 'current';

export const signingKeysTable = defineTable<SigningKey & { slot: string }>()({
  name: 'sns.signing-keys',
  key: ({ slot }) => [slot],
});

export function findSigningKey(reader: Reader): Promise<SigningKey | undefined> {
  return reader.get(signingKeysTable, [current]);
}

/** The first one wins where several servers come at once. */
export async function keepSigningKey(unit: Unit, key: SigningKey): Promise<SigningKey> {
  const existing = await findSigningKey(unit);
  if (existing) return existing;
  unit.put(signingKeysTable, { ...key, slot: current });
  return key;
}
