import type { Reader, Table, Unit } from '../../../platform/storage/storage.ts';

/** Last use of an access key or a role: apart from their rows, so that using them conflicts with nothing. */
export interface LastUsed {
  account: string;
  /** Access key id, or id of a role. */
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  service?: string | undefined;
  region?: string | undefined;
}

export const lastUsedTable: Table<LastUsed, never> = {
  name: 'iam.lastUsed',
  key: (row) => [row.account, row.id],
  indexes: {},
};

export function readLastUsed(reader: Reader, account: string, id: string): Promise<LastUsed | undefined> {
  return reader.get(lastUsedTable, [account, id]);
}

export function putLastUsed(unit: Unit, row: LastUsed): void {
  unit.put(lastUsedTable, row);
}

export function deleteLastUsed(unit: Unit, account: string, id: string): void {
  unit.delete(lastUsedTable, [account, id]);
}
