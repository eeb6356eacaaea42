import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { formerProperties, listChanges, unlessGone } from '../../../platform/resource-steps.ts';
import { everyItem, gone, type IamCalls } from './answers.ts';

interface InstanceProfileProperties {
  InstanceProfileName: string;
  Path?: string;
  Roles?: string[];
}

const longestName = 128;

/** AWS::IAM::InstanceProfile */
export const instanceProfileResource: ResourceHandler = {
  async create(desired, context) {
    const { iam } = context.call;
    const { Path, Roles = [], ...named } = propertiesOf(desired);
    const InstanceProfileName = named.InstanceProfileName ?? context.generatedName({ maxLength: longestName });
    const { InstanceProfile } = await iam.CreateInstanceProfile({ InstanceProfileName, Path });
    for (const RoleName of Roles) await iam.AddRoleToInstanceProfile({ InstanceProfileName, RoleName });
    return { InstanceProfileName, Arn: InstanceProfile.Arn };
  },

  async read({ properties }, { call: { iam } }) {
    const { InstanceProfileName } = propertiesOf(properties);
    const { InstanceProfile } = (await unlessGone(iam.GetInstanceProfile({ InstanceProfileName }), gone)) ?? {};
    return (
      InstanceProfile && {
        InstanceProfileName: InstanceProfile.InstanceProfileName,
        Arn: InstanceProfile.Arn,
        Path: InstanceProfile.Path,
        Roles: InstanceProfile.Roles.map(({ RoleName }) => RoleName),
      }
    );
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { InstanceProfileName } = propertiesOf(existing.properties);
    const former = propertiesOf(await formerProperties(instanceProfileResource, existing, context));
    const { added, removed } = listChanges(former.Roles, propertiesOf(desired).Roles);
    await removeRoles(InstanceProfileName, removed, iam);
    for (const RoleName of added) await iam.AddRoleToInstanceProfile({ InstanceProfileName, RoleName });
  },

  async delete(existing, context) {
    const { iam } = context.call;
    const { InstanceProfileName } = propertiesOf(existing.properties);
    if (!(await unlessGone(iam.GetInstanceProfile({ InstanceProfileName }), gone))) return;
    const { Roles = [] } = propertiesOf(await formerProperties(instanceProfileResource, existing, context));
    await removeRoles(InstanceProfileName, Roles, iam);
    await iam.DeleteInstanceProfile({ InstanceProfileName });
  },

  async list({ call: { iam } }) {
    return everyItem(
      (page) => iam.ListInstanceProfiles(page),
      ({ InstanceProfiles }) =>
        InstanceProfiles.map(({ InstanceProfileName }): ResourceProperties => ({ InstanceProfileName })),
    );
  },
};

function propertiesOf(properties: ResourceProperties): InstanceProfileProperties {
  return properties as unknown as InstanceProfileProperties;
}

async function removeRoles(InstanceProfileName: string, roles: readonly string[], iam: IamCalls): Promise<void> {
  for (const RoleName of roles) {
    await unlessGone(iam.RemoveRoleFromInstanceProfile({ InstanceProfileName, RoleName }), gone);
  }
}
