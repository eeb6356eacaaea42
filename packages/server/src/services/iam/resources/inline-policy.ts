import { alreadyExists } from '../../../platform/resource-handler.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { documentText, unlessGone } from '../../../platform/resource-steps.ts';
import type { HolderKind } from '../model/entity.ts';
import { gone, parseDocument } from './answers.ts';
import { holderCalls } from './holder-calls.ts';

interface InlinePolicyProperties {
  PolicyName: string;
  PolicyDocument?: unknown;
}

/** AWS::IAM::RolePolicy, UserPolicy and GroupPolicy: an inline policy of one role, user or group. */
function inlinePolicyResource(type: string, kind: HolderKind, holderName: string): ResourceHandler {
  const { get, put, remove, inline, names } = holderCalls[kind];
  const holderOf = (properties: ResourceProperties) => String(properties[holderName]);
  return {
    async create(desired, { call: { iam } }) {
      const { PolicyName, PolicyDocument } = propertiesOf(desired);
      const holder = holderOf(desired);
      const standing = await unlessGone(get(iam, holder, PolicyName), gone);
      if (standing) throw alreadyExists(type, `${PolicyName}|${holder}`);
      await put(iam, holder, PolicyName, documentText(PolicyDocument));
      return { PolicyName, [holderName]: holder };
    },

    async read({ properties }, { call: { iam } }) {
      const { PolicyName } = propertiesOf(properties);
      const holder = holderOf(properties);
      const found = await unlessGone(get(iam, holder, PolicyName), gone);
      return found && { PolicyName, [holderName]: holder, PolicyDocument: parseDocument(found.PolicyDocument) };
    },

    async update({ properties }, desired, { call: { iam } }) {
      const { PolicyDocument } = propertiesOf(desired);
      await put(iam, holderOf(properties), propertiesOf(properties).PolicyName, documentText(PolicyDocument));
    },

    async delete({ properties }, { call: { iam } }) {
      await unlessGone(remove(iam, holderOf(properties), propertiesOf(properties).PolicyName), gone);
    },

    async list({ call: { iam } }, filter) {
      const holders = filter[holderName] === undefined ? await names(iam) : [holderOf(filter)];
      const found: ResourceProperties[] = [];
      for (const holder of holders) {
        for (const PolicyName of await inline(iam, holder)) found.push({ PolicyName, [holderName]: holder });
      }
      return found;
    },
  };
}

export const rolePolicyResource = inlinePolicyResource('AWS::IAM::RolePolicy', 'role', 'RoleName');
export const userPolicyResource = inlinePolicyResource('AWS::IAM::UserPolicy', 'user', 'UserName');
export const groupPolicyResource = inlinePolicyResource('AWS::IAM::GroupPolicy', 'group', 'GroupName');

function propertiesOf(properties: ResourceProperties): InlinePolicyProperties {
  return properties as unknown as InlinePolicyProperties;
}
