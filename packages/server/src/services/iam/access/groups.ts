import type { IamOperations } from '../../../../generated/types/iam.ts';
import type { AccessRules } from '../../../platform/service.ts';
import { groupsTable } from '../store/groups.ts';
import { creationRule, entityRule, listRule, policyCondition } from './entity-rules.ts';

const onGroup = entityRule({
  type: 'group',
  table: groupsTable,
  nameOf: (input: { GroupName: string }) => input.GroupName,
});

export const groupAccess = {
  CreateGroup: creationRule('group', ({ GroupName }: { GroupName: string }) => GroupName),
  GetGroup: onGroup(),
  ListGroups: listRule('group'),
  UpdateGroup: onGroup(),
  DeleteGroup: onGroup(),
  AddUserToGroup: onGroup(),
  RemoveUserFromGroup: onGroup(),
  AttachGroupPolicy: onGroup(policyCondition),
  DetachGroupPolicy: onGroup(policyCondition),
  ListAttachedGroupPolicies: onGroup(),
  PutGroupPolicy: onGroup(),
  GetGroupPolicy: onGroup(),
  DeleteGroupPolicy: onGroup(),
  ListGroupPolicies: onGroup(),
} satisfies AccessRules<IamOperations>;
