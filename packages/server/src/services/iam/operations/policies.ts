import type { IamHandlers } from '../context.ts';
import { IamError } from '../errors.ts';
import { awsManagedPolicies } from '../model/aws-managed-policies.ts';
import { describeAwsPolicy, describePolicy, listedPolicy } from '../model/description.ts';
import { checkManagedPolicySize } from '../model/document.ts';
import type { ManagedPolicy } from '../model/managed-policy.ts';
import { requireIdentityPolicy } from '../model/policy-syntax.ts';
import { newTags } from '../model/tags.ts';
import { listPolicies } from '../policy-list.ts';
import { requireOwnPolicy, requirePolicyArn } from '../policy-use.ts';

export const policyOperations = {
  async CreatePolicy({ PolicyName, Path = '/', PolicyDocument, Description, Tags }, context) {
    const { account, now, policies } = context;
    requireIdentityPolicy(PolicyDocument);
    checkManagedPolicySize(PolicyDocument);
    const policy: ManagedPolicy = {
      account,
      name: PolicyName,
      path: Path,
      id: context.request.platform.ids.uniqueId('ANPA'),
      createdAt: now,
      updatedAt: now,
      description: Description,
      tags: newTags(Tags, 'TagsPerPolicy', context.request),
      defaultVersion: 1,
      lastVersion: 1,
      versionCount: 1,
      attachments: 0,
      boundaries: 0,
    };
    await policies.create(policy);
    policies.putVersion({ account, policy: policy.id, version: 1, document: PolicyDocument, createdAt: now });
    return { Policy: { ...listedPolicy(policy), ...(policy.tags.length > 0 && { Tags: policy.tags }) } };
  },

  async GetPolicy({ PolicyArn }, { attachments, policies }) {
    requirePolicyArn(PolicyArn);
    const awsPolicy = awsManagedPolicies().get(PolicyArn);
    if (awsPolicy !== undefined) {
      return { Policy: describeAwsPolicy(awsPolicy, await attachments.awsUsage(PolicyArn)) };
    }
    return { Policy: describePolicy(await policies.requireByArn(PolicyArn)) };
  },

  ListPolicies: listPolicies,

  async DeletePolicy({ PolicyArn }, context) {
    const policy = await requireOwnPolicy(context, PolicyArn, 'DeletePolicy');
    if (policy.attachments > 0 || policy.boundaries > 0) {
      throw new IamError('DeleteConflictException', 'Cannot delete a policy attached to entities.');
    }
    if (policy.versionCount > 1) {
      throw new IamError(
        'DeleteConflictException',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    context.policies.deleteVersion(policy, policy.defaultVersion);
    context.policies.delete(policy);
  },
} satisfies Partial<IamHandlers>;
