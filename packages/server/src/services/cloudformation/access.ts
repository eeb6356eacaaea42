import type { CloudformationOperations } from '../../../generated/types/cloudformation.ts';
import { arn } from '../../platform/arn.ts';
import type { AccessRule, AccessRules, RequestContext } from '../../platform/service.ts';
import { stackSetAccess } from './stack-sets/access.ts';
import { findStack } from './store/stacks.ts';

const service = 'cloudformation.amazonaws.com';

interface OfStack {
  StackName?: string | undefined;
  RoleARN?: string | undefined;
  Tags?: readonly { Key?: string; Value?: string }[] | undefined;
  TemplateURL?: string | undefined;
  StackPolicyURL?: string | undefined;
  ResourceTypes?: readonly string[] | undefined;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */
async function stackArn({ StackName }: OfStack, { account, region, reader }: RequestContext): Promise<string> {
  if (StackName === undefined) return '*';
  if (StackName.startsWith('arn:')) return StackName;
  const stack = await findStack(reader, { account, region }, StackName);
  return stack?.stackId ?? arn({ service: 'cloudformation', region, account, resource: `stack/${StackName}/*` });
}

async function stackConditions(input: OfStack, context: RequestContext) {
  const { StackName, RoleARN, Tags = [], TemplateURL, StackPolicyURL, ResourceTypes } = input;
  const conditions: Record<string, string | string[]> = {};
  if (RoleARN !== undefined) conditions['cloudformation:RoleArn'] = RoleARN;
  if (TemplateURL !== undefined) conditions['cloudformation:TemplateUrl'] = TemplateURL;
  if (StackPolicyURL !== undefined) conditions['cloudformation:StackPolicyUrl'] = StackPolicyURL;
  if (ResourceTypes !== undefined) conditions['cloudformation:ResourceTypes'] = [...ResourceTypes];
  for (const { Key = '', Value = '' } of Tags) conditions[`aws:RequestTag/${Key}`] = Value;
  if (Tags.length > 0) conditions['aws:TagKeys'] = Tags.map(({ Key = '' }) => Key);
  const stack = StackName === undefined ? undefined : await findStack(context.reader, context, StackName);
  for (const [key, value] of Object.entries(stack?.configuration.tags ?? {})) {
    conditions[`aws:ResourceTag/${key}`] = value;
  }
  return conditions;
}

const onStack: AccessRule<OfStack> = {
  resources: async (input, context) => [await stackArn(input, context)],
  conditions: stackConditions,
};

/** The caller hands a role to CloudFormation, which then acts in its name. */
const withRole: AccessRule<OfStack> = {
  ...onStack,
  passedRoles: ({ RoleARN }) => (RoleARN === undefined ? [] : [{ role: RoleARN, service }]),
};

export const access: AccessRules<CloudformationOperations> = {
  CancelUpdateStack: onStack,
  ContinueUpdateRollback: withRole,
  CreateChangeSet: withRole,
  CreateStack: withRole,
  DeleteChangeSet: onStack,
  DeleteStack: withRole,
  DescribeChangeSet: onStack,
  DescribeEvents: onStack,
  DescribeStackEvents: onStack,
  DescribeStackResource: onStack,
  DescribeStackResourceDrifts: onStack,
  DescribeStackResources: onStack,
  DescribeStacks: onStack,
  DetectStackDrift: onStack,
  DetectStackResourceDrift: onStack,
  ExecuteChangeSet: onStack,
  GetStackPolicy: onStack,
  GetTemplate: onStack,
  GetTemplateSummary: onStack,
  ListChangeSets: onStack,
  ListStackResources: onStack,
  RollbackStack: withRole,
  SetStackPolicy: onStack,
  SignalResource: onStack,
  UpdateStack: withRole,
  UpdateTerminationProtection: onStack,
  ...stackSetAccess,
};
