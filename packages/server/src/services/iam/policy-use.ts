/** Where users, groups and roles meet managed policies: attached, or as permissions boundaries. */
import type { IamContext } from './context.ts';
import { IamError, invalidInput } from './errors.ts';
import { awsManagedPolicies } from './model/aws-managed-policies.ts';
import type { HolderKind } from './model/entity.ts';
import { type ManagedPolicy, parsePolicyArn } from './model/managed-policy.ts';
import type { PolicyUse } from './store/attachments.ts';

interface PolicyUser {
  kind: HolderKind;
  id: string;
}

export function requirePolicyArn(arn: string): void {
  if (parsePolicyArn(arn) === undefined) throw invalidInput(`ARN ${arn} is not valid.`);
}

/** A policy that the account may change; AWS's own are refused as by a policy of AWS's. */
export async function requireOwnPolicy(
  { policies, request }: IamContext,
  policyArn: string,
  operation: string,
): Promise<ManagedPolicy> {
  requirePolicyArn(policyArn);
  if (parsePolicyArn(policyArn)?.account !== 'aws') return policies.requireByArn(policyArn);
  const message = `User: ${request.principal.arn} is not authorized to perform: iam:${operation} on resource: policy ${policyArn}`;
  throw new IamError('AccessDenied', message, { status: 403 });
}

export async function usePolicy(
  context: IamContext,
  policyArn: string,
  user: PolicyUser,
  use: PolicyUse,
): Promise<void> {
  requirePolicyArn(policyArn);
  if (!(await countUse(context, policyArn, use, 1))) {
    const subject = use === 'boundary' ? `Scope ARN: ${policyArn}` : `Policy ${policyArn}`;
    throw new IamError('NoSuchEntityException', `${subject} does not exist or is not attachable.`);
  }
  context.attachments.add({ policyArn, use, kind: user.kind, entity: user.id });
}

export async function releasePolicy(
  context: IamContext,
  policyArn: string,
  user: PolicyUser,
  use: PolicyUse,
): Promise<void> {
  await countUse(context, policyArn, use, -1);
  context.attachments.remove({ policyArn, use, kind: user.kind, entity: user.id });
}

/**
 * The count is in the policy's own row, so that attaching a policy and deleting it meet in one row.
 * False where there is no such policy.
 */
async function countUse(context: IamContext, policyArn: string, use: PolicyUse, delta: number): Promise<boolean> {
  const { policies, attachments } = context;
  if (awsManagedPolicies().has(policyArn)) {
    await attachments.countAwsUse(policyArn, use, delta);
    return true;
  }
  const policy = await policies.findByArn(policyArn);
  if (policy === undefined) return false;
  const member = use === 'boundary' ? 'boundaries' : 'attachments';
  policies.update({ ...policy, [member]: policy[member] + delta });
  return true;
}
