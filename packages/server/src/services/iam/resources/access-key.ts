import type * as Iam from '../../../../generated/types/iam.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { unlessGone } from '../../../platform/resource-steps.ts';
import { everyItem, gone, type IamCalls } from './answers.ts';
import { holderCalls } from './holder-calls.ts';

interface AccessKeyProperties {
  Id: string;
  UserName?: string;
  Status?: Iam.AccessKeyMetadata['Status'];
}

/** AWS::IAM::AccessKey: a greater `Serial`, which IAM does not know, replaces the key. */
export const accessKeyResource: ResourceHandler = {
  async create(desired, { call: { iam } }) {
    const { UserName, Status = 'Active' } = propertiesOf(desired);
    const { AccessKey } = await iam.CreateAccessKey({ UserName });
    const { AccessKeyId } = AccessKey;
    if (Status !== 'Active') await iam.UpdateAccessKey({ UserName, AccessKeyId, Status });
    return { Id: AccessKeyId, SecretAccessKey: AccessKey.SecretAccessKey };
  },

  async read({ properties }, { call: { iam } }) {
    const { Id } = propertiesOf(properties);
    const UserName = await userOf(properties, iam);
    const keys = UserName === undefined ? [] : await unlessGone(keysOf(UserName, iam), gone);
    const key = keys?.find(({ AccessKeyId }) => AccessKeyId === Id);
    return key && { Id, UserName, Status: key.Status };
  },

  async update({ properties }, desired, { call: { iam } }) {
    const { Id: AccessKeyId } = propertiesOf(properties);
    const { Status = 'Active' } = propertiesOf(desired);
    await iam.UpdateAccessKey({ UserName: await userOf(properties, iam), AccessKeyId, Status });
  },

  async delete({ properties }, { call: { iam } }) {
    const { Id: AccessKeyId } = propertiesOf(properties);
    const UserName = await userOf(properties, iam);
    if (UserName !== undefined) await unlessGone(iam.DeleteAccessKey({ UserName, AccessKeyId }), gone);
  },

  async list({ call: { iam } }) {
    const found: ResourceProperties[] = [];
    for (const UserName of await holderCalls.user.names(iam)) {
      for (const { AccessKeyId } of await keysOf(UserName, iam)) found.push({ Id: AccessKeyId, UserName });
    }
    return found;
  },
};

function propertiesOf(properties: ResourceProperties): AccessKeyProperties {
  return properties as unknown as AccessKeyProperties;
}

/** Undefined where the key is gone. */
async function userOf(properties: ResourceProperties, iam: IamCalls): Promise<string | undefined> {
  const { Id, UserName } = propertiesOf(properties);
  if (UserName !== undefined) return UserName;
  return (await unlessGone(iam.GetAccessKeyLastUsed({ AccessKeyId: Id }), gone))?.UserName;
}

function keysOf(UserName: string, iam: IamCalls): Promise<Iam.AccessKeyMetadata[]> {
  return everyItem(
    (page) => iam.ListAccessKeys({ UserName, ...page }),
    ({ AccessKeyMetadata }) => AccessKeyMetadata,
  );
}
