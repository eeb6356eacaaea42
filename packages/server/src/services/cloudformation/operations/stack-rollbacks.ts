import type { CloudFormationHandlers } from '../context.ts';
import { fingerprintOf, isRepeated } from '../stack-request-token.ts';
import { cancelUpdate, continueRollback, startRollback } from '../stack-operation/start-rollback.ts';
import { userInitiated } from '../stack-operation/reasons.ts';
import { requireLivingStack } from '../store/stacks.ts';

export const stackRollbackOperations = {
  async RollbackStack(input, request) {
    const stack = await requireLivingStack(request.unit, request, input.StackName);
    const token = { clientToken: input.ClientRequestToken, fingerprint: fingerprintOf('RollbackStack', input) };
    const answer = { StackId: stack.stackId };
    if (await isRepeated(request.unit, stack.stackId, token)) return answer;
    const { principal } = request;
    const { RoleARN: roleArn, RetainExceptOnCreate: retainExceptOnCreate } = input;
    await startRollback(request, stack, { ...token, principal, roleArn, retainExceptOnCreate });
    return answer;
  },

  async ContinueUpdateRollback(input, request) {
    const stack = await requireLivingStack(request.unit, request, input.StackName);
    const fingerprint = fingerprintOf('ContinueUpdateRollback', input);
    const token = { clientToken: input.ClientRequestToken, fingerprint };
    if (await isRepeated(request.unit, stack.stackId, token)) return {};
    const { principal } = request;
    const { RoleARN: roleArn, ResourcesToSkip: skipped } = input;
    await continueRollback(request, stack, { ...token, principal, roleArn, skipped });
    return {};
  },

  async CancelUpdateStack({ StackName }, request) {
    const stack = await requireLivingStack(request.unit, request, StackName);
    await cancelUpdate(request, stack, userInitiated);
  },
} satisfies Partial<CloudFormationHandlers>;
