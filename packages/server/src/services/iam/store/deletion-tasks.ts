import type { Table } from '../../../platform/storage/storage.ts';

/** The deletion of a service-linked role, which goes on after it was answered. */
export interface DeletionTask {
  account: string;
  /** `task/aws-service-role/...` */
  id: string;
  roleId: string;
  status: 'NOT_STARTED' | 'SUCCEEDED';
}

export const deletionTasksTable: Table<DeletionTask, never> = {
  name: 'iam.deletionTasks',
  key: (row) => [row.account, row.id],
  indexes: {},
};
