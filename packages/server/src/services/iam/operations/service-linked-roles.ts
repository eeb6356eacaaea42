import type { IamHandlers } from '../context.ts';
import { IamError, invalidInput } from '../errors.ts';
import { describeNewRole } from '../model/description.ts';
import type { Role } from '../model/entity.ts';
import { linkedRoleOf } from '../model/service-linked-roles.ts';
import { deletionTasksTable } from '../store/deletion-tasks.ts';

const sessionSeconds = 3600;

export const serviceLinkedRoleOperations = {
  async CreateServiceLinkedRole({ AWSServiceName, Description, CustomSuffix }, { account, now, roles, request }) {
    const linked = linkedRoleOf(AWSServiceName, CustomSuffix);
    if (await roles.find(linked.name)) {
      throw invalidInput(
        `Service role name ${linked.name} has been taken in this account, please try a different suffix.`,
      );
    }
    const role: Role = {
      kind: 'role',
      account,
      name: linked.name,
      path: linked.path,
      id: request.platform.ids.uniqueId('AROA'),
      createdAt: now,
      tags: [],
      attached: [],
      inline: [],
      trustPolicy: linked.trustPolicy,
      description: Description ?? linked.description,
      maxSessionDurationSeconds: sessionSeconds,
      instanceProfiles: 0,
      linkedService: AWSServiceName,
    };
    await roles.create(role);
    return { Role: describeNewRole(role) };
  },

  async DeleteServiceLinkedRole({ RoleName }, { account, roles, request }) {
    const { unit, platform, region } = request;
    const role = await roles.require(RoleName);
    if (role.linkedService === undefined) throw invalidInput(`The role ${RoleName} is not a service-linked role.`);
    const id = `task${role.path}${role.name}/${platform.ids.uuid()}`;
    unit.put(deletionTasksTable, { account, id, roleId: role.id, status: 'NOT_STARTED' });
    platform.jobs.enqueue(unit, { type: 'iam.deleteServiceLinkedRole', account, region, payload: { task: id } });
    return { DeletionTaskId: id };
  },

  async GetServiceLinkedRoleDeletionStatus({ DeletionTaskId }, { account, request }) {
    const task = await request.unit.get(deletionTasksTable, [account, DeletionTaskId]);
    if (!task) throw new IamError('NoSuchEntityException', `Deletion Task ID ${DeletionTaskId} cannot be found.`);
    return { Status: task.status };
  },
} satisfies Partial<IamHandlers>;
