import type { AttachedPolicy } from '../../../../generated/types/iam.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, noSuchEntity, quotaExceeded } from '../errors.ts';
import type { PolicyHolder } from '../model/entity.ts';
import { parsePolicyArn } from '../model/managed-policy.ts';
import { pageOfList } from '../model/page.ts';
import { releasePolicy, requirePolicyArn, usePolicy } from '../policy-use.ts';
import type { EntityStore, PathRequest } from '../store/entities.ts';

const attachedPerEntity = 10;
const quotas = { user: 'PoliciesPerUser', group: 'PoliciesPerGroup', role: 'PoliciesPerRole' } as const;

export const attachmentOperations = {
  async AttachUserPolicy({ UserName, PolicyArn }, context) {
    await attach(context, context.users, await context.users.require(UserName), PolicyArn);
  },
  async AttachGroupPolicy({ GroupName, PolicyArn }, context) {
    await attach(context, context.groups, await context.groups.require(GroupName), PolicyArn);
  },
  async AttachRolePolicy({ RoleName, PolicyArn }, context) {
    await attach(context, context.roles, await context.roles.requireOwn(RoleName), PolicyArn);
  },

  async DetachUserPolicy({ UserName, PolicyArn }, context) {
    await detach(context, context.users, await context.users.require(UserName), PolicyArn);
  },
  async DetachGroupPolicy({ GroupName, PolicyArn }, context) {
    await detach(context, context.groups, await context.groups.require(GroupName), PolicyArn);
  },
  async DetachRolePolicy({ RoleName, PolicyArn }, context) {
    await detach(context, context.roles, await context.roles.requireOwn(RoleName), PolicyArn);
  },

  async ListAttachedUserPolicies({ UserName, ...request }, { users }) {
    return listAttached(await users.require(UserName), request);
  },
  async ListAttachedGroupPolicies({ GroupName, ...request }, { groups }) {
    return listAttached(await groups.require(GroupName), request);
  },
  async ListAttachedRolePolicies({ RoleName, ...request }, { roles }) {
    return listAttached(await roles.require(RoleName), request);
  },
} satisfies Partial<IamHandlers>;

async function attach<Row extends PolicyHolder>(
  context: IamContext,
  store: EntityStore<Row>,
  holder: Row,
  policyArn: string,
): Promise<void> {
  if (holder.attached.includes(policyArn)) return;
  if (parsePolicyArn(policyArn)?.path.startsWith('/aws-service-role/')) {
    throw new IamError('PolicyNotAttachableException', 'Cannot attach a Service Role Policy to a Customer Role.');
  }
  await usePolicy(context, policyArn, holder, 'policy');
  if (holder.attached.length >= attachedPerEntity) throw quotaExceeded(quotas[holder.kind], attachedPerEntity);
  store.update({ ...holder, attached: [...holder.attached, policyArn].sort() });
}

async function detach<Row extends PolicyHolder>(
  context: IamContext,
  store: EntityStore<Row>,
  holder: Row,
  policyArn: string,
): Promise<void> {
  requirePolicyArn(policyArn);
  if (!holder.attached.includes(policyArn)) throw noSuchEntity('policy', policyArn);
  await releasePolicy(context, policyArn, holder, 'policy');
  store.update({ ...holder, attached: holder.attached.filter((arn) => arn !== policyArn) });
}

function attachedPolicies(holder: PolicyHolder): AttachedPolicy[] {
  return holder.attached.map((arn) => ({ PolicyName: parsePolicyArn(arn)?.name, PolicyArn: arn }));
}

/** Of an account's policies and AWS's, one each may have the same name. */
function nameAndAccount(policyArn: string): string {
  const { name = '', account = '' } = parsePolicyArn(policyArn) ?? {};
  return `${name} ${account}`;
}

function listAttached(holder: PolicyHolder, { PathPrefix = '/', ...request }: PathRequest) {
  const arns = holder.attached.filter((arn) => parsePolicyArn(arn)?.path.startsWith(PathPrefix));
  const { items, end } = pageOfList(`attached ${holder.id} ${PathPrefix}`, arns, request, nameAndAccount);
  return { AttachedPolicies: attachedPolicies({ ...holder, attached: items }), ...end };
}
