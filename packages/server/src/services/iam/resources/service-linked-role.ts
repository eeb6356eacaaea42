import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { everyItem, gone } from './answers.ts';

interface ServiceLinkedRoleProperties {
  RoleName: string;
  AWSServiceName: string;
  CustomSuffix?: string;
  Description?: string;
}

const pathPrefix = '/aws-service-role/';
const askAgainInMs = 100;

/** AWS::IAM::ServiceLinkedRole */
export const serviceLinkedRoleResource: ResourceHandler = {
  async create(desired, { call: { iam } }) {
    const { AWSServiceName, CustomSuffix, Description } = propertiesOf(desired);
    const { Role } = await iam.CreateServiceLinkedRole({ AWSServiceName, CustomSuffix, Description });
    return { RoleName: Role?.RoleName };
  },

  async read({ properties }, { call: { iam } }) {
    const { RoleName } = propertiesOf(properties);
    const { Role } = (await unlessGone(iam.GetRole({ RoleName }), gone)) ?? {};
    if (!Role) return undefined;
    return presentProperties({
      RoleName,
      AWSServiceName: Role.Path.slice(pathPrefix.length, -1),
      CustomSuffix: /^AWSServiceRoleForAutoScaling_(.+)$/.exec(RoleName)?.[1],
      Description: Role.Description || undefined,
    });
  },

  async update({ properties }, desired, { call: { iam } }) {
    const { RoleName } = propertiesOf(properties);
    const { Description = '' } = propertiesOf(desired);
    await iam.UpdateRole({ RoleName, Description });
  },

  /** Only begins: IAM deletes such a role after having asked its service. */
  async delete({ properties }, { call: { iam } }) {
    await unlessGone(iam.DeleteServiceLinkedRole({ RoleName: propertiesOf(properties).RoleName }), gone);
  },

  async settle({ properties }, step, { call: { iam } }) {
    if (step !== 'delete') return { state: 'done' };
    const role = await unlessGone(iam.GetRole({ RoleName: propertiesOf(properties).RoleName }), gone);
    return role ? { state: 'waiting', askAgainInMs } : { state: 'done' };
  },

  async list({ call: { iam } }) {
    return everyItem(
      (page) => iam.ListRoles({ PathPrefix: pathPrefix, ...page }),
      ({ Roles }) => Roles.map(({ RoleName }): ResourceProperties => ({ RoleName })),
    );
  },
};

function propertiesOf(properties: ResourceProperties): ServiceLinkedRoleProperties {
  return properties as unknown as ServiceLinkedRoleProperties;
}
