import type * as Iam from '../../../../generated/types/iam.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import {
  documentText,
  formerProperties,
  isChanged,
  presentProperties,
  unlessGone,
} from '../../../platform/resource-steps.ts';
import { everyItem, gone, type IamCalls, parseDocument } from './answers.ts';
import { holderCalls } from './holder-calls.ts';
import type { PolicyTarget } from './policy-targets.ts';
import { targetProperties, targetsGone, targetsOf } from './policy-targets.ts';

interface ManagedPolicyProperties {
  PolicyArn: string;
  ManagedPolicyName?: string;
  Path?: string;
  Description?: string;
  PolicyDocument: unknown;
}

const longestName = 128;
const mostVersions = 5;

/** AWS::IAM::ManagedPolicy */
export const managedPolicyResource: ResourceHandler = {
  async create(desired, context) {
    const { iam } = context.call;
    const { ManagedPolicyName, Path, Description, ...rest } = propertiesOf(desired);
    const PolicyName = ManagedPolicyName ?? context.generatedName({ maxLength: longestName });
    const PolicyDocument = documentText(rest.PolicyDocument);
    const { Policy } = await iam.CreatePolicy({ PolicyName, Path, Description, PolicyDocument });
    const arn = Policy?.Arn ?? '';
    for (const { kind, name } of targetsOf(desired)) await holderCalls[kind].attach(iam, name, arn);
    return { ManagedPolicyName: PolicyName, ...(await attributesOf(arn, iam)) };
  },

  async read({ properties }, { call: { iam } }) {
    const { PolicyArn } = propertiesOf(properties);
    const { Policy } = (await unlessGone(iam.GetPolicy({ PolicyArn }), gone)) ?? {};
    if (!Policy) return undefined;
    const VersionId = Policy.DefaultVersionId ?? '';
    const { PolicyVersion } = await iam.GetPolicyVersion({ PolicyArn, VersionId });
    return presentProperties({
      ...attributesOfPolicy(Policy),
      ManagedPolicyName: Policy.PolicyName,
      Path: Policy.Path,
      Description: Policy.Description,
      PolicyDocument: parseDocument(PolicyVersion?.Document),
      ...targetProperties(await holdersOf(PolicyArn, iam)),
    });
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { PolicyArn } = propertiesOf(existing.properties);
    const former = await formerProperties(managedPolicyResource, existing, context);
    if (isChanged('PolicyDocument', former, desired)) {
      await makeRoom(PolicyArn, iam);
      const PolicyDocument = documentText(propertiesOf(desired).PolicyDocument);
      await iam.CreatePolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault: true });
    }
    const [before, after] = [targetsOf(former), targetsOf(desired)];
    await detach(targetsGone(before, after), PolicyArn, iam);
    for (const { kind, name } of targetsGone(after, before)) await holderCalls[kind].attach(iam, name, PolicyArn);
    return attributesOf(PolicyArn, iam);
  },

  /** Attached by others, the policy stays: IAM says why. */
  async delete(existing, context) {
    const { iam } = context.call;
    const { PolicyArn } = propertiesOf(existing.properties);
    if (!(await unlessGone(iam.GetPolicy({ PolicyArn }), gone))) return;
    const former = await formerProperties(managedPolicyResource, existing, context);
    await detach(targetsOf(former), PolicyArn, iam);
    for (const { VersionId = '', IsDefaultVersion } of await versionsOf(PolicyArn, iam)) {
      if (!IsDefaultVersion) await iam.DeletePolicyVersion({ PolicyArn, VersionId });
    }
    await iam.DeletePolicy({ PolicyArn });
  },

  async list({ call: { iam } }) {
    return everyItem(
      (page) => iam.ListPolicies({ Scope: 'Local', ...page }),
      ({ Policies = [] }) => Policies.map(({ Arn }): ResourceProperties => ({ PolicyArn: Arn })),
    );
  },
};

function propertiesOf(properties: ResourceProperties): ManagedPolicyProperties {
  return properties as unknown as ManagedPolicyProperties;
}

async function attributesOf(PolicyArn: string, iam: IamCalls): Promise<ResourceProperties> {
  const { Policy = {} } = await iam.GetPolicy({ PolicyArn });
  return attributesOfPolicy(Policy);
}

function attributesOfPolicy(policy: Iam.Policy): ResourceProperties {
  return {
    PolicyArn: policy.Arn,
    PolicyId: policy.PolicyId,
    DefaultVersionId: policy.DefaultVersionId,
    AttachmentCount: policy.AttachmentCount,
    PermissionsBoundaryUsageCount: policy.PermissionsBoundaryUsageCount,
    IsAttachable: policy.IsAttachable,
    CreateDate: policy.CreateDate?.toISOString(),
    UpdateDate: policy.UpdateDate?.toISOString(),
  };
}

async function holdersOf(PolicyArn: string, iam: IamCalls): Promise<PolicyTarget[]> {
  const pages = await everyItem(
    (page) => iam.ListEntitiesForPolicy({ PolicyArn, PolicyUsageFilter: 'PermissionsPolicy', ...page }),
    (answer) => [answer],
  );
  return pages.flatMap(({ PolicyGroups = [], PolicyRoles = [], PolicyUsers = [] }) => [
    ...PolicyGroups.map(({ GroupName = '' }) => ({ kind: 'group' as const, name: GroupName })),
    ...PolicyRoles.map(({ RoleName = '' }) => ({ kind: 'role' as const, name: RoleName })),
    ...PolicyUsers.map(({ UserName = '' }) => ({ kind: 'user' as const, name: UserName })),
  ]);
}

async function detach(targets: readonly PolicyTarget[], arn: string, iam: IamCalls): Promise<void> {
  for (const { kind, name } of targets) await unlessGone(holderCalls[kind].detach(iam, name, arn), gone);
}

/** Newest first. */
function versionsOf(PolicyArn: string, iam: IamCalls): Promise<Iam.PolicyVersion[]> {
  return everyItem(
    (page) => iam.ListPolicyVersions({ PolicyArn, ...page }),
    ({ Versions = [] }) => Versions,
  );
}

/** IAM keeps five versions of a policy: the oldest goes. */
async function makeRoom(PolicyArn: string, iam: IamCalls): Promise<void> {
  const versions = await versionsOf(PolicyArn, iam);
  if (versions.length < mostVersions) return;
  const oldest = versions.findLast(({ IsDefaultVersion }) => !IsDefaultVersion);
  if (oldest?.VersionId !== undefined) await iam.DeletePolicyVersion({ PolicyArn, VersionId: oldest.VersionId });
}
