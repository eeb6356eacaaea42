import type { IamOperations } from '../../../../generated/types/iam.ts';
import type { AccessRules } from '../../../platform/service.ts';
import { rolesTable } from '../store/roles.ts';
import {
  boundaryCondition,
  creationRule,
  entityRule,
  listRule,
  policyCondition,
  requestTags,
  untagKeys,
} from './entity-rules.ts';

const onRole = entityRule({
  type: 'role',
  table: rolesTable,
  nameOf: (input: { RoleName: string }) => input.RoleName,
});

export const roleAccess = {
  CreateRole: creationRule('role', ({ RoleName }: { RoleName: string }) => RoleName, boundaryCondition),
  GetRole: onRole(),
  ListRoles: listRule('role'),
  UpdateRole: onRole(),
  UpdateRoleDescription: onRole(),
  UpdateAssumeRolePolicy: onRole(),
  DeleteRole: onRole(),
  TagRole: onRole(requestTags),
  UntagRole: onRole(untagKeys),
  ListRoleTags: onRole(),
  ListInstanceProfilesForRole: onRole(),
  AttachRolePolicy: onRole(policyCondition),
  DetachRolePolicy: onRole(policyCondition),
  ListAttachedRolePolicies: onRole(),
  PutRolePolicy: onRole(),
  GetRolePolicy: onRole(),
  DeleteRolePolicy: onRole(),
  ListRolePolicies: onRole(),
  PutRolePermissionsBoundary: onRole(boundaryCondition),
  DeleteRolePermissionsBoundary: onRole(),
} satisfies AccessRules<IamOperations>;
