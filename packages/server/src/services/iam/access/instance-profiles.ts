import type { IamOperations } from '../../../../generated/types/iam.ts';
import type { AccessRules } from '../../../platform/service.ts';
import { instanceProfilesTable } from '../store/instance-profiles.ts';
import { rolesTable } from '../store/roles.ts';
import { arnOf, creationRule, entityRule, listRule, requestTags, untagKeys } from './entity-rules.ts';

const onInstanceProfile = entityRule({
  type: 'instance-profile',
  table: instanceProfilesTable,
  nameOf: (input: { InstanceProfileName: string }) => input.InstanceProfileName,
});

export const instanceProfileAccess = {
  CreateInstanceProfile: creationRule(
    'instance-profile',
    ({ InstanceProfileName }: { InstanceProfileName: string }) => InstanceProfileName,
  ),
  GetInstanceProfile: onInstanceProfile(),
  ListInstanceProfiles: listRule('instance-profile'),
  AddRoleToInstanceProfile: {
    ...onInstanceProfile(),
    async passedRoles({ RoleName }, context) {
      return [{ role: await arnOf('role', rolesTable, RoleName, context), service: 'ec2.amazonaws.com' }];
    },
  },
  RemoveRoleFromInstanceProfile: onInstanceProfile(),
  DeleteInstanceProfile: onInstanceProfile(),
  TagInstanceProfile: onInstanceProfile(requestTags),
  UntagInstanceProfile: onInstanceProfile(untagKeys),
  ListInstanceProfileTags: onInstanceProfile(),
} satisfies AccessRules<IamOperations>;
