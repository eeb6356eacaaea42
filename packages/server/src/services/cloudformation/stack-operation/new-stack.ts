import { CloudFormationError } from '../errors.ts';
import { checkStackPolicy } from '../model/stack-policy.ts';
import type { Stack, StackConfiguration } from '../model/stack.ts';
import { countLivingStacks, findStack } from '../store/stacks.ts';
import type { CreateRequest, ReviewRequest, StartContext } from './request.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const mostStacks = 2000;

/** A row for a stack whose name is free. */
export async function newStack(
  context: StartContext,
  { name, stackId, parent }: CreateRequest | ReviewRequest,
  configuration: StackConfiguration,
): Promise<Stack> {
  const { account, region, unit, platform } = context;
  if ((await findStack(unit, context, name)) !== undefined) {
    throw new CloudFormationError('AlreadyExistsException', `Stack [${name}] already exists`);
  }
  if ((await countLivingStacks(unit, context)) >= mostStacks) {
    throw new CloudFormationError('LimitExceededException', `Limit for stack has been exceeded`);
  }
  return {
    account,
    region,
    stackId,
    name,
    status: 'REVIEW_IN_PROGRESS',
    createdAt: platform.clock.now(),
    configuration,
    outputs: [],
    imports: [],
    lastOperations: [],
    disableRollback: false,
    terminationProtection: false,
    ...(parent !== undefined && { parentId: parent.stackId, rootId: parent.rootId }),
  };
}

export function creationSettings({
  policy,
  terminationProtection,
  changeSetId,
  roleArn,
}: CreateRequest | ReviewRequest) {
  if (policy !== undefined) checkStackPolicy(policy);
  return {
    ...(policy !== undefined && { policy }),
    ...(terminationProtection !== undefined && { terminationProtection }),
    ...(changeSetId !== undefined && { changeSetId }),
    ...(roleArn !== undefined && { roleArn }),
  };
}
