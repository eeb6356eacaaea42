import type { IamContext, IamHandlers } from '../context.ts';
import type { PolicyHolder } from '../model/entity.ts';
import { releasePolicy, usePolicy } from '../policy-use.ts';

export const boundaryOperations = {
  async PutUserPermissionsBoundary({ UserName, PermissionsBoundary }, context) {
    const user = await context.users.require(UserName);
    context.users.update(await withBoundary(context, user, PermissionsBoundary));
  },

  async PutRolePermissionsBoundary({ RoleName, PermissionsBoundary }, context) {
    const role = await context.roles.requireOwn(RoleName);
    context.roles.update(await withBoundary(context, role, PermissionsBoundary));
  },

  async DeleteUserPermissionsBoundary({ UserName }, context) {
    const user = await context.users.require(UserName);
    context.users.update(await withBoundary(context, user, undefined));
  },

  async DeleteRolePermissionsBoundary({ RoleName }, context) {
    const role = await context.roles.requireOwn(RoleName);
    context.roles.update(await withBoundary(context, role, undefined));
  },
} satisfies Partial<IamHandlers>;

async function withBoundary<Row extends PolicyHolder>(
  context: IamContext,
  holder: Row,
  boundary: string | undefined,
): Promise<Row> {
  if (holder.boundary !== undefined) await releasePolicy(context, holder.boundary, holder, 'boundary');
  if (boundary !== undefined) await usePolicy(context, boundary, holder, 'boundary');
  return { ...holder, boundary };
}
