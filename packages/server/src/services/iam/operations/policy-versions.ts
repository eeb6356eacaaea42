import type { IamContext, IamHandlers } from '../context.ts';
import { IamError } from '../errors.ts';
import { awsManagedPolicies } from '../model/aws-managed-policies.ts';
import { describeVersion, listedVersion } from '../model/description.ts';
import { checkManagedPolicySize, encodeDocument } from '../model/document.ts';
import {
  type AwsManagedPolicy,
  type ManagedPolicy,
  parseVersionId,
  type PolicyVersionRow,
} from '../model/managed-policy.ts';
import { pageOfList } from '../model/page.ts';
import { requireIdentityPolicy } from '../model/policy-syntax.ts';
import { requireOwnPolicy, requirePolicyArn } from '../policy-use.ts';

const versionsPerPolicy = 5;

export const policyVersionOperations = {
  async CreatePolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault = false }, context) {
    const { account, now, policies } = context;
    const policy = await requireOwnPolicy(context, PolicyArn, 'CreatePolicyVersion');
    requireIdentityPolicy(PolicyDocument);
    checkManagedPolicySize(PolicyDocument);
    if (policy.versionCount >= versionsPerPolicy) {
      throw new IamError(
        'LimitExceededException',
        `A managed policy can have up to ${versionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const version = policy.lastVersion + 1;
    const changed: ManagedPolicy = {
      ...policy,
      lastVersion: version,
      versionCount: policy.versionCount + 1,
      defaultVersion: SetAsDefault ? version : policy.defaultVersion,
      updatedAt: now,
    };
    const row = { account, policy: policy.id, version, document: PolicyDocument, createdAt: now };
    policies.update(changed);
    policies.putVersion(row);
    return { PolicyVersion: listedVersion(changed, row) };
  },

  async GetPolicyVersion({ PolicyArn, VersionId }, { policies }) {
    requirePolicyArn(PolicyArn);
    const awsPolicy = awsManagedPolicies().get(PolicyArn);
    if (awsPolicy !== undefined) {
      if (awsPolicy.versionId !== VersionId) throw noSuchVersion(PolicyArn, VersionId);
      return { PolicyVersion: { Document: encodeDocument(awsPolicy.document), ...awsVersion(awsPolicy) } };
    }
    const policy = await policies.requireByArn(PolicyArn);
    const row = await policies.findVersion(policy, parseVersionId(VersionId));
    if (row === undefined) throw noSuchVersion(PolicyArn, VersionId);
    return { PolicyVersion: describeVersion(policy, row) };
  },

  async ListPolicyVersions({ PolicyArn, ...request }, { policies }) {
    requirePolicyArn(PolicyArn);
    const awsPolicy = awsManagedPolicies().get(PolicyArn);
    if (awsPolicy !== undefined) return { Versions: [awsVersion(awsPolicy)], IsTruncated: false };
    const policy = await policies.requireByArn(PolicyArn);
    const rows = await policies.versions(policy);
    const { items, end } = pageOfList(`versions of ${policy.id}`, rows, request, newestFirst);
    return { Versions: items.map((row) => listedVersion(policy, row)), ...end };
  },

  async SetDefaultPolicyVersion({ PolicyArn, VersionId }, context) {
    const policy = await requireOwnPolicy(context, PolicyArn, 'SetDefaultPolicyVersion');
    const { version } = await requireVersion(context, policy, PolicyArn, VersionId);
    context.policies.update({ ...policy, defaultVersion: version });
  },

  async DeletePolicyVersion({ PolicyArn, VersionId }, context) {
    const policy = await requireOwnPolicy(context, PolicyArn, 'DeletePolicyVersion');
    const { version } = await requireVersion(context, policy, PolicyArn, VersionId);
    if (version === policy.defaultVersion) {
      throw new IamError('DeleteConflictException', 'Cannot delete the default version of a policy.');
    }
    context.policies.deleteVersion(policy, version);
    context.policies.update({ ...policy, versionCount: policy.versionCount - 1 });
  },
} satisfies Partial<IamHandlers>;

async function requireVersion({ policies }: IamContext, policy: ManagedPolicy, arn: string, versionId: string) {
  const row = await policies.findVersion(policy, parseVersionId(versionId));
  if (row === undefined) throw noSuchVersion(arn, versionId);
  return row;
}

/** Sorts version numbers the other way round: all of these texts have the same length. */
function newestFirst({ version }: PolicyVersionRow): string {
  return String(Number.MAX_SAFE_INTEGER - version);
}

function noSuchVersion(arn: string, versionId: string): IamError {
  const message = `Policy ${arn} version ${versionId} does not exist or is not attachable.`;
  return new IamError('NoSuchEntityException', message);
}

function awsVersion({ versionId, updatedAt }: AwsManagedPolicy) {
  return { VersionId: versionId, IsDefaultVersion: true, CreateDate: new Date(updatedAt) };
}
