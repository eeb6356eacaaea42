import type { CloudcontrolOperations } from '../../../generated/types/cloudcontrol.ts';
import { arn } from '../../platform/arn.ts';
import type { AccessRule, AccessRules } from '../../platform/service.ts';

/** Cloud Control's actions are CloudFormation's; what the handlers do is authorised again, call by call. */
const onResources: AccessRule<{ RoleArn?: string | undefined }> = {
  resources: (_, { account, region }) => [arn({ service: 'cloudformation', region, account, resource: 'resource/*' })],
  passedRoles: ({ RoleArn: role }) => (role === undefined ? [] : [{ role, service: roleUser }]),
};

/** Who assumes the role of a request. */
export const roleUser = 'cloudformation.amazonaws.com';

export const access: AccessRules<CloudcontrolOperations> = {
  CreateResource: onResources,
  DeleteResource: onResources,
  GetResource: onResources,
  ListResources: onResources,
  UpdateResource: onResources,
};
