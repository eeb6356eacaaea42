import type { Table, Unit } from '../../../platform/storage/storage.ts';
import type { InstanceProfile } from '../model/entity.ts';
import type { Page, PageRequest } from '../model/page.ts';
import { EntityStore, type EntityIndex, entityTable } from './entities.ts';
import { pageOfRange } from './page.ts';

const entities = entityTable<InstanceProfile>('iam.instanceProfiles');

export const instanceProfilesTable: Table<InstanceProfile, EntityIndex | 'byRole'> = {
  ...entities,
  indexes: {
    ...entities.indexes,
    byRole: (row) => (row.role === undefined ? undefined : [row.account, row.role, row.id]),
  },
};

export class InstanceProfileStore extends EntityStore<InstanceProfile> {
  constructor(unit: Unit, account: string) {
    super(instanceProfilesTable, 'instance profile', unit, account);
  }

  pageOfRole(roleId: string, request: PageRequest): Promise<Page<InstanceProfile>> {
    return pageOfRange(this.unit, instanceProfilesTable, { index: 'byRole', prefix: [this.account, roleId] }, request);
  }
}
