import type { IamHandlers } from '../context.ts';
import { IamError } from '../errors.ts';
import { checkInlineSize, encodeDocument } from '../model/document.ts';
import type { InlinePolicy, PolicyHolder } from '../model/entity.ts';
import { type PageRequest, pageOfList } from '../model/page.ts';
import { requireInlinePolicy } from '../model/policy-syntax.ts';

export const inlinePolicyOperations = {
  async PutUserPolicy({ UserName, PolicyName, PolicyDocument }, { users }) {
    users.update(withPolicy(await users.require(UserName), { name: PolicyName, document: PolicyDocument }));
  },
  async PutGroupPolicy({ GroupName, PolicyName, PolicyDocument }, { groups }) {
    groups.update(withPolicy(await groups.require(GroupName), { name: PolicyName, document: PolicyDocument }));
  },
  async PutRolePolicy({ RoleName, PolicyName, PolicyDocument }, { roles }) {
    roles.update(withPolicy(await roles.requireOwn(RoleName), { name: PolicyName, document: PolicyDocument }));
  },

  async GetUserPolicy({ UserName, PolicyName }, { users }) {
    const user = await users.require(UserName);
    return { UserName: user.name, ...described(user, PolicyName) };
  },
  async GetGroupPolicy({ GroupName, PolicyName }, { groups }) {
    const group = await groups.require(GroupName);
    return { GroupName: group.name, ...described(group, PolicyName) };
  },
  async GetRolePolicy({ RoleName, PolicyName }, { roles }) {
    const role = await roles.require(RoleName);
    return { RoleName: role.name, ...described(role, PolicyName) };
  },

  async DeleteUserPolicy({ UserName, PolicyName }, { users }) {
    users.update(withoutPolicy(await users.require(UserName), PolicyName));
  },
  async DeleteGroupPolicy({ GroupName, PolicyName }, { groups }) {
    groups.update(withoutPolicy(await groups.require(GroupName), PolicyName));
  },
  async DeleteRolePolicy({ RoleName, PolicyName }, { roles }) {
    roles.update(withoutPolicy(await roles.requireOwn(RoleName), PolicyName));
  },

  async ListUserPolicies({ UserName, ...request }, { users }) {
    return listed(await users.require(UserName), request);
  },
  async ListGroupPolicies({ GroupName, ...request }, { groups }) {
    return listed(await groups.require(GroupName), request);
  },
  async ListRolePolicies({ RoleName, ...request }, { roles }) {
    return listed(await roles.require(RoleName), request);
  },
} satisfies Partial<IamHandlers>;

function withPolicy<Row extends PolicyHolder>(holder: Row, policy: InlinePolicy): Row {
  requireInlinePolicy(policy.document);
  const inline = [...holder.inline.filter(({ name }) => name !== policy.name), policy];
  checkInlineSize(holder.kind, holder.name, inline);
  return { ...holder, inline: inline.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function withoutPolicy<Row extends PolicyHolder>(holder: Row, policyName: string): Row {
  requirePolicy(holder, policyName);
  return { ...holder, inline: holder.inline.filter(({ name }) => name !== policyName) };
}

function requirePolicy(holder: PolicyHolder, policyName: string): InlinePolicy {
  const policy = holder.inline.find(({ name }) => name === policyName);
  if (policy !== undefined) return policy;
  const message = `The ${holder.kind} policy with name ${policyName} cannot be found.`;
  throw new IamError('NoSuchEntityException', message);
}

function described(holder: PolicyHolder, policyName: string) {
  const { name, document } = requirePolicy(holder, policyName);
  return { PolicyName: name, PolicyDocument: encodeDocument(document) };
}

function listed(holder: PolicyHolder, request: PageRequest) {
  const { items, end } = pageOfList(`inline ${holder.id}`, holder.inline, request, ({ name }) => name);
  return { PolicyNames: items.map(({ name }) => name), ...end };
}
