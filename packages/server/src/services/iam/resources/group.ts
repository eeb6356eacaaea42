import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { formerProperties, isChanged, presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { gone } from './answers.ts';
import { holderCalls } from './holder-calls.ts';
import { HolderPolicies } from './holder-policies.ts';

interface GroupProperties {
  GroupName: string;
  Path?: string;
}

const longestName = 128;

/** AWS::IAM::Group */
export const groupResource: ResourceHandler = {
  async create(desired, context) {
    const { Path, ...named } = propertiesOf(desired);
    const GroupName = named.GroupName ?? context.generatedName({ maxLength: longestName });
    const { Group } = await context.call.iam.CreateGroup({ GroupName, Path });
    await new HolderPolicies('group', GroupName, context.call).change({}, desired);
    return { GroupName, Arn: Group.Arn };
  },

  async read({ properties }, context) {
    const { GroupName } = propertiesOf(properties);
    const { Group } = (await unlessGone(context.call.iam.GetGroup({ GroupName }), gone)) ?? {};
    if (!Group) return undefined;
    return presentProperties({
      GroupName: Group.GroupName,
      Arn: Group.Arn,
      Path: Group.Path,
      ...(await new HolderPolicies('group', GroupName, context.call).read()),
    });
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { GroupName } = propertiesOf(existing.properties);
    const { Path = '/' } = propertiesOf(desired);
    const former = await formerProperties(groupResource, existing, context);
    if (isChanged('Path', former, desired)) await iam.UpdateGroup({ GroupName, NewPath: Path });
    await new HolderPolicies('group', GroupName, context.call).change(former, desired);
    const { Group } = await iam.GetGroup({ GroupName });
    return { Arn: Group.Arn };
  },

  /** With members or policies that are not the template's, the group stays: IAM says why. */
  async delete(existing, context) {
    const { iam } = context.call;
    const { GroupName } = propertiesOf(existing.properties);
    if (!(await unlessGone(iam.GetGroup({ GroupName }), gone))) return;
    const former = await formerProperties(groupResource, existing, context);
    await new HolderPolicies('group', GroupName, context.call).change(former, {});
    await iam.DeleteGroup({ GroupName });
  },

  async list(context) {
    const names = await holderCalls.group.names(context.call.iam);
    return names.map((GroupName) => ({ GroupName }));
  },
};

function propertiesOf(properties: ResourceProperties): GroupProperties {
  return properties as unknown as GroupProperties;
}
