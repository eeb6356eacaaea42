import type { Table, Unit } from '../../../platform/storage/storage.ts';
import type { Role } from '../model/entity.ts';

/** From a user or role to a role of the same account whose trust policy names it. */
export interface Trust {
  account: string;
  /** Ids, of which no second entity ever has one. */
  entity: string;
  role: string;
}

export const trustsTable: Table<Trust, never> = {
  name: 'iam.trusts',
  key: (row) => [row.account, row.entity, row.role],
  indexes: {},
};

type Truster = Pick<Role, 'account' | 'id' | 'trusts'>;

/** The other direction is in the role's own row: `former` is the role as it was, if it was. */
export function putTrusts(unit: Unit, { account, id, trusts = [] }: Truster, former?: Truster): void {
  for (const entity of former?.trusts ?? []) unit.delete(trustsTable, [account, entity, id]);
  for (const entity of trusts) unit.put(trustsTable, { account, entity, role: id });
}

export async function rolesTrusting(unit: Unit, account: string, entity: string): Promise<string[]> {
  const rows = await unit.list(trustsTable, { prefix: [account, entity] });
  return rows.map(({ role }) => role);
}
