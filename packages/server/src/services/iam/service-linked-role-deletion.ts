import type { JobContext } from '../../platform/service.ts';
import { deletionTasksTable } from './store/deletion-tasks.ts';
import { deleteLastUsed } from './store/last-used.ts';
import { RoleStore } from './store/roles.ts';

/** The job behind DeleteServiceLinkedRole. Nothing here depends on such a role, so that it never fails for being in use. */
export async function deleteServiceLinkedRole({ task: id }: { task: string }, context: JobContext): Promise<void> {
  const { platform, account } = context;
  await platform.storage.transact(async (unit) => {
    const task = await unit.get(deletionTasksTable, [account, id]);
    if (!task || task.status === 'SUCCEEDED') return;
    const roles = new RoleStore(unit, account);
    const role = await roles.findById(task.roleId);
    if (role) {
      deleteLastUsed(unit, account, role.id);
      roles.delete(role);
    }
    unit.put(deletionTasksTable, { ...task, status: 'SUCCEEDED' });
  });
}
