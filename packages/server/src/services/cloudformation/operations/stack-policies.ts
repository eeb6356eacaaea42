import { AwsError } from '../../../platform/errors.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { invalid } from '../errors.ts';
import { checkStackPolicy } from '../model/stack-policy.ts';
import { requireLivingStack, saveStack } from '../store/stacks.ts';
import { readS3Text } from '../template-source/s3-text.ts';
import { parseTemplateUrl } from '../template-source/template-url.ts';

export const stackPolicyOperations = {
  async GetStackPolicy({ StackName }, request) {
    const { policy } = await requireLivingStack(request.unit, request, StackName);
    return policy === undefined ? {} : { StackPolicyBody: policy };
  },

  async SetStackPolicy({ StackName, StackPolicyBody, StackPolicyURL }, request) {
    const { unit } = request;
    const stack = await requireLivingStack(unit, request, StackName);
    const policy = await policyText(request, StackPolicyBody, StackPolicyURL);
    if (policy === undefined) throw invalid('Either StackPolicyBody or StackPolicyURL must be specified.');
    checkStackPolicy(policy);
    saveStack(unit, { ...stack, policy });
  },

  async UpdateTerminationProtection({ StackName, EnableTerminationProtection }, request) {
    const { unit } = request;
    const stack = await requireLivingStack(unit, request, StackName);
    if (stack.parentId !== undefined) {
      throw invalid('TerminationProtection cannot be changed on a nested stack: change it on the root stack.');
    }
    saveStack(unit, { ...stack, terminationProtection: EnableTerminationProtection });
    return { StackId: stack.stackId };
  },
} satisfies Partial<CloudFormationHandlers>;

/** A stack policy as a request gives it: whole, or where it lies in S3. */
export async function policyText(
  { call, endpoint }: RequestContext,
  body: string | undefined,
  url: string | undefined,
): Promise<string | undefined> {
  if (body !== undefined && url !== undefined) {
    throw invalid('You cannot specify both StackPolicyURL and StackPolicyBody');
  }
  if (url === undefined) return body;
  try {
    return await readS3Text(call, parseTemplateUrl(url, endpoint));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`The stack policy at ${url} cannot be read: ${error.message}`);
  }
}
