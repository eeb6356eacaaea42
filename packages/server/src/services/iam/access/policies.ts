import type { IamOperations } from '../../../../generated/types/iam.ts';
import type { AccessRule, AccessRules } from '../../../platform/service.ts';
import { nameKey } from '../model/entity.ts';
import { parsePolicyArn } from '../model/managed-policy.ts';
import { policiesTable } from '../store/policies.ts';
import { type Conditions, creationRule, requestTags, resourceConditions, untagKeys } from './entity-rules.ts';

interface PolicyInput {
  PolicyArn: string;
}

function onPolicy<More = unknown>(more?: (input: More) => Conditions): AccessRule<PolicyInput & More> {
  return {
    resources: ({ PolicyArn }) => [PolicyArn],
    async conditions(input, { account, reader }) {
      const name = parsePolicyArn(input.PolicyArn)?.name ?? '';
      const policy = await reader.get(policiesTable, [account, nameKey(name)]);
      return { ...resourceConditions(policy), ...more?.(input) };
    },
  };
}

export const policyAccess = {
  CreatePolicy: creationRule('policy', ({ PolicyName }: { PolicyName: string }) => PolicyName),
  GetPolicy: onPolicy(),
  // Not an ARN, but what AWS names in its refusals.
  ListPolicies: { resources: ({ PathPrefix = '/' }) => [`policy path ${PathPrefix}`] },
  DeletePolicy: onPolicy(),
  CreatePolicyVersion: onPolicy(),
  GetPolicyVersion: onPolicy(),
  ListPolicyVersions: onPolicy(),
  SetDefaultPolicyVersion: onPolicy(),
  DeletePolicyVersion: onPolicy(),
  ListEntitiesForPolicy: onPolicy(),
  TagPolicy: onPolicy(requestTags),
  UntagPolicy: onPolicy(untagKeys),
  ListPolicyTags: onPolicy(),
  ListPoliciesGrantingServiceAccess: { resources: ({ Arn }) => [Arn] },
} satisfies AccessRules<IamOperations>;
