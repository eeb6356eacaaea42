import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { formerProperties, listChanges, unlessGone } from '../../../platform/resource-steps.ts';
import { everyItem, gone, type IamCalls } from './answers.ts';

interface AdditionProperties {
  Id?: string;
  GroupName: string;
  Users?: string[];
}

const longestId = 128;

/** AWS::IAM::UserToGroupAddition */
export const userToGroupAdditionResource: ResourceHandler = {
  async create(desired, context) {
    const { GroupName, Users = [] } = propertiesOf(desired);
    await add(GroupName, Users, context.call.iam);
    return { Id: context.generatedName({ maxLength: longestId }) };
  },

  /** Nothing in IAM has the identifier: it is the members of the group that tell whether the addition is there. */
  async read({ properties }, { call: { iam } }) {
    const { Id, GroupName, Users = [] } = propertiesOf(properties);
    const members = await unlessGone(
      everyItem(
        (page) => iam.GetGroup({ GroupName, ...page }),
        (answer) => answer.Users.map(({ UserName }) => UserName),
      ),
      gone,
    );
    const standing = Users.filter((name) => members?.includes(name));
    return standing.length === 0 ? undefined : { Id, GroupName, Users: standing };
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { GroupName, Users = [] } = propertiesOf(desired);
    const former = propertiesOf(await formerProperties(userToGroupAdditionResource, existing, context));
    if (former.GroupName === GroupName) {
      const { added, removed } = listChanges(former.Users, Users);
      await remove(GroupName, removed, iam);
      await add(GroupName, added, iam);
    } else {
      await remove(former.GroupName, former.Users ?? [], iam);
      await add(GroupName, Users, iam);
    }
  },

  async delete({ properties }, { call: { iam } }) {
    const { GroupName, Users = [] } = propertiesOf(properties);
    await remove(GroupName, Users, iam);
  },
};

function propertiesOf(properties: ResourceProperties): AdditionProperties {
  return properties as unknown as AdditionProperties;
}

async function add(GroupName: string, users: readonly string[], iam: IamCalls): Promise<void> {
  for (const UserName of users) await iam.AddUserToGroup({ GroupName, UserName });
}

async function remove(GroupName: string, users: readonly string[], iam: IamCalls): Promise<void> {
  for (const UserName of users) await unlessGone(iam.RemoveUserFromGroup({ GroupName, UserName }), gone);
}
