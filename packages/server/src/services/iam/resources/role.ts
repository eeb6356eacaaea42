import { ownTags } from '../../../platform/resource-handler.ts';
import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import {
  documentText,
  formerProperties,
  isChanged,
  presentProperties,
  unlessGone,
} from '../../../platform/resource-steps.ts';
import { gone, parseDocument, newTags, tagsOf, updateTags } from './answers.ts';
import { holderCalls } from './holder-calls.ts';
import { HolderPolicies } from './holder-policies.ts';

interface RoleProperties {
  RoleName: string;
  AssumeRolePolicyDocument: unknown;
  Description?: string;
  MaxSessionDuration?: number;
  Path?: string;
  PermissionsBoundary?: string;
}

const longestName = 64;
const defaultSessionSeconds = 3600;

/** AWS::IAM::Role */
export const roleResource: ResourceHandler = {
  async create(desired, context) {
    const { iam } = context.call;
    const { AssumeRolePolicyDocument, Description, MaxSessionDuration, Path, PermissionsBoundary, ...named } =
      propertiesOf(desired);
    const RoleName = named.RoleName ?? context.generatedName({ maxLength: longestName });
    const { Tags, more } = newTags(desired['Tags'], context);
    const { Role } = await iam.CreateRole({
      RoleName,
      AssumeRolePolicyDocument: documentText(AssumeRolePolicyDocument),
      Description,
      MaxSessionDuration,
      Path,
      PermissionsBoundary,
      Tags,
    });
    if (more.length > 0) await iam.TagRole({ RoleName, Tags: more });
    await new HolderPolicies('role', RoleName, context.call).change({}, desired);
    return { RoleName, RoleId: Role.RoleId, Arn: Role.Arn };
  },

  async read(existing, context) {
    const { RoleName } = propertiesOf(existing.properties);
    const { Role } = (await unlessGone(context.call.iam.GetRole({ RoleName }), gone)) ?? {};
    if (!Role) return undefined;
    return presentProperties({
      RoleName: Role.RoleName,
      RoleId: Role.RoleId,
      Arn: Role.Arn,
      Path: Role.Path,
      AssumeRolePolicyDocument: parseDocument(Role.AssumeRolePolicyDocument),
      Description: Role.Description || undefined,
      MaxSessionDuration: Role.MaxSessionDuration,
      PermissionsBoundary: Role.PermissionsBoundary?.PermissionsBoundaryArn,
      ...(await new HolderPolicies('role', RoleName, context.call).read()),
      Tags: ownTags(tagsOf(Role.Tags), { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { RoleName } = propertiesOf(existing.properties);
    const former = await formerProperties(roleResource, existing, context);
    const { Role } = await iam.GetRole({ RoleName });
    await updateSettings(RoleName, former, desired, context);
    await new HolderPolicies('role', RoleName, context.call).change(former, desired);
    await updateTags(
      Role.Tags,
      { existing, desired: desired['Tags'], context },
      {
        tag: (Tags) => iam.TagRole({ RoleName, Tags }),
        untag: (TagKeys) => iam.UntagRole({ RoleName, TagKeys }),
      },
    );
  },

  /** With policies that others have attached, or in an instance profile, the role stays: IAM says why. */
  async delete(existing, context) {
    const { iam } = context.call;
    const { RoleName } = propertiesOf(existing.properties);
    if (!(await unlessGone(iam.GetRole({ RoleName }), gone))) return;
    const former = await formerProperties(roleResource, existing, context);
    await new HolderPolicies('role', RoleName, context.call).change(former, {});
    await iam.DeleteRole({ RoleName });
  },

  async list(context) {
    const names = await holderCalls.role.names(context.call.iam);
    return names.map((RoleName) => ({ RoleName }));
  },
};

function propertiesOf(properties: ResourceProperties): RoleProperties {
  return properties as unknown as RoleProperties;
}

async function updateSettings(
  RoleName: string,
  former: ResourceProperties,
  desired: ResourceProperties,
  { call: { iam } }: ResourceContext,
): Promise<void> {
  const { AssumeRolePolicyDocument, Description, MaxSessionDuration, PermissionsBoundary } = propertiesOf(desired);
  if (isChanged('AssumeRolePolicyDocument', former, desired)) {
    const PolicyDocument = documentText(AssumeRolePolicyDocument);
    await iam.UpdateAssumeRolePolicy({ RoleName, PolicyDocument });
  }
  const description = isChanged('Description', former, desired) ? { Description: Description ?? '' } : {};
  const session = isChanged('MaxSessionDuration', former, desired)
    ? { MaxSessionDuration: MaxSessionDuration ?? defaultSessionSeconds }
    : {};
  const settings = { ...description, ...session };
  if (Object.keys(settings).length > 0) await iam.UpdateRole({ RoleName, ...settings });
  if (!isChanged('PermissionsBoundary', former, desired)) return;
  if (PermissionsBoundary === undefined) await iam.DeleteRolePermissionsBoundary({ RoleName });
  else await iam.PutRolePermissionsBoundary({ RoleName, PermissionsBoundary });
}
