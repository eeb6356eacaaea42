import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import type { Group } from '../model/entity.ts';
import { EntityStore, entityTable } from './entities.ts';

export const groupsTable = entityTable<Group>('iam.groups');

export class GroupStore extends EntityStore<Group> {
  constructor(unit: Unit, account: string) {
    super(groupsTable, 'group', unit, account);
  }
}

export async function readGroup(reader: Reader, account: string, id: string): Promise<Group | undefined> {
  const [group] = await reader.list(groupsTable, { index: 'byId', prefix: [account, id], limit: 1 });
  return group;
}
