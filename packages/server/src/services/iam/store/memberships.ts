import type { Table, Unit } from '../../../platform/storage/storage.ts';
import type { Page, PageRequest } from '../model/page.ts';
import { pageOfRange } from './page.ts';

/** From group to user; the other direction is in the user's own row. */
export interface Membership {
  account: string;
  group: string;
  user: string;
}

export const membershipsTable: Table<Membership, never> = {
  name: 'iam.memberships',
  key: (row) => [row.account, row.group, row.user],
  indexes: {},
};

export class MembershipStore {
  readonly #unit: Unit;
  readonly #account: string;

  constructor(unit: Unit, account: string) {
    this.#unit = unit;
    this.#account = account;
  }

  add(group: string, user: string): void {
    this.#unit.put(membershipsTable, { account: this.#account, group, user });
  }

  remove(group: string, user: string): void {
    this.#unit.delete(membershipsTable, [this.#account, group, user]);
  }

  page(group: string, request: PageRequest): Promise<Page<Membership>> {
    return pageOfRange(this.#unit, membershipsTable, { prefix: [this.#account, group] }, request);
  }
}
