import type { ResourceChange } from '../../../engines/cloudformation/change-set/change.ts';
import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidNextToken } from '../errors.ts';
import type { LiveState } from '../change-sets/live-state.ts';
import type { ChangeSet } from '../model/change-set.ts';

export const changeSetsTable = defineTable<ChangeSet>()({
  name: 'cloudformation.change-sets',
  key: ({ stackId, name }) => [stackId, name],
  indexes: {
    id: ({ changeSetId }) => [changeSetId],
    parent: ({ parentChangeSetId, changeSetId }) =>
      parentChangeSetId === undefined ? undefined : [parentChangeSetId, changeSetId],
  },
});

/** Apart from their change set, which is listed and written more often. */
export interface ChangeSetChanges {
  changeSetId: string;
  changes: readonly ResourceChange[];
  /** Of DeploymentMode REVERT_DRIFT: the resources as they were found. */
  live?: LiveState | undefined;
}

export const changesTable = defineTable<ChangeSetChanges>()({
  name: 'cloudformation.change-set-changes',
  key: ({ changeSetId }) => [changeSetId],
});

export function findChangeSet(reader: Reader, stackId: string, name: string): Promise<ChangeSet | undefined> {
  return reader.get(changeSetsTable, [stackId, name]);
}

export async function findChangeSetById(reader: Reader, changeSetId: string): Promise<ChangeSet | undefined> {
  const [found] = await reader.list(changeSetsTable, { index: 'id', prefix: [changeSetId], limit: 1 });
  // Read by its key too, so that a unit remembers the version that it goes by.
  return found && findChangeSet(reader, found.stackId, found.name);
}

export function changeSetsOf(reader: Reader, stackId: string): Promise<ChangeSet[]> {
  return reader.list(changeSetsTable, { prefix: [stackId] });
}

export function childChangeSets(reader: Reader, parentChangeSetId: string): Promise<ChangeSet[]> {
  return reader.list(changeSetsTable, { index: 'parent', prefix: [parentChangeSetId] });
}

export function pageOfChangeSets(reader: Reader, stackId: string, token: string | undefined): Promise<Page<ChangeSet>> {
  const kind = 'ListChangeSets';
  const range = { prefix: [stackId] };
  return paginate({ reader, table: changeSetsTable, range, limit: 100, kind, token, invalidToken: invalidNextToken });
}

export function saveChangeSet(unit: Unit, changeSet: ChangeSet): void {
  unit.put(changeSetsTable, changeSet);
}

export function removeChangeSet(unit: Unit, { stackId, name, changeSetId }: ChangeSet): void {
  unit.delete(changeSetsTable, [stackId, name]);
  unit.delete(changesTable, [changeSetId]);
}

export async function liveStateOf(reader: Reader, changeSetId: string): Promise<LiveState | undefined> {
  return (await reader.get(changesTable, [changeSetId]))?.live;
}

export async function changesOf(reader: Reader, changeSetId: string): Promise<readonly ResourceChange[]> {
  return (await reader.get(changesTable, [changeSetId]))?.changes ?? [];
}

export function saveChanges(unit: Unit, row: ChangeSetChanges): void {
  unit.put(changesTable, row);
}
