import type { CloudformationOperations } from '../../../../generated/types/cloudformation.ts';
import { arn } from '../../../platform/arn.ts';
import type { AccessRule, AccessRules, RequestContext, Scope } from '../../../platform/service.ts';
import { defaultAdministrationRoleArn } from './permissions.ts';

const service = 'cloudformation.amazonaws.com';

/** `arn:aws:cloudformation:us-east-1:123456789012:stackset/name:*` */
function stackSetResource(nameOrId: string, { account, region }: Scope): string {
  const name = nameOrId.replace(/^arn:.*:stackset\//, '').split(':')[0] ?? '';
  return arn({ service: 'cloudformation', region, account, resource: `stackset/${name}:*` });
}

const onStackSet: AccessRule<{ StackSetName: string }> = {
  resources: ({ StackSetName }, context) => [stackSetResource(StackSetName, context)],
};

/** The administration role is passed to CloudFormation. */
const passingRole: AccessRule<{ StackSetName: string; AdministrationRoleARN?: string | undefined }> = {
  ...onStackSet,
  passedRoles: ({ AdministrationRoleARN }, { account, region }: RequestContext) => [
    { role: AdministrationRoleARN ?? defaultAdministrationRoleArn(account, region), service },
  ],
};

export const stackSetAccess: AccessRules<CloudformationOperations> = {
  CreateStackInstances: onStackSet,
  CreateStackSet: passingRole,
  DeleteStackInstances: onStackSet,
  DeleteStackSet: onStackSet,
  DescribeStackInstance: onStackSet,
  DescribeStackSet: onStackSet,
  DescribeStackSetOperation: onStackSet,
  DetectStackSetDrift: onStackSet,
  ImportStacksToStackSet: onStackSet,
  ListStackInstanceResourceDrifts: onStackSet,
  ListStackInstances: onStackSet,
  ListStackSetAutoDeploymentTargets: onStackSet,
  ListStackSetOperationResults: onStackSet,
  ListStackSetOperations: onStackSet,
  StopStackSetOperation: onStackSet,
  UpdateStackInstances: onStackSet,
  UpdateStackSet: passingRole,
};
