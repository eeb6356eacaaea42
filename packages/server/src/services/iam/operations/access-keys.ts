import { namedUserOrCaller } from '../caller.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, quotaExceeded } from '../errors.ts';
import type { User } from '../model/entity.ts';
import { pageOfList } from '../model/page.ts';
import { type AccessKeyRow, keyUser } from '../store/access-keys.ts';
import { deleteLastUsed } from '../store/last-used.ts';
import { lastUsed } from '../usage.ts';

const accessKeysPerUser = 2;

export const accessKeyOperations = {
  async CreateAccessKey({ UserName }, context) {
    const user = await namedUserOrCaller(context, UserName);
    const { account, accessKeys, now } = context;
    const owner = ownerId(context, user);
    if ((await accessKeys.ofOwner(owner)).length >= accessKeysPerUser) {
      throw quotaExceeded('AccessKeysPerUser', accessKeysPerUser);
    }
    const { ids } = context.request.platform;
    const row: AccessKeyRow = {
      accessKeyId: ids.accessKeyId('AKIA', account),
      secretAccessKey: ids.secretAccessKey(),
      account,
      status: 'Active',
      createdAt: now,
      owner,
      user: user && keyUser(user),
    };
    accessKeys.put(row);
    if (user !== undefined) context.users.count(user, 'accessKeys', 1);
    return {
      AccessKey: {
        UserName: user?.name ?? rootName,
        AccessKeyId: row.accessKeyId,
        Status: row.status,
        SecretAccessKey: row.secretAccessKey,
        CreateDate: new Date(now),
      },
    };
  },

  async ListAccessKeys({ UserName, ...request }, context) {
    const user = await namedUserOrCaller(context, UserName);
    const owner = ownerId(context, user);
    const rows = await context.accessKeys.ofOwner(owner);
    const { items, end } = pageOfList(`keys of ${owner}`, rows, request, ({ accessKeyId }) => accessKeyId);
    const AccessKeyMetadata = items.map((row) => ({
      UserName: user?.name ?? rootName,
      AccessKeyId: row.accessKeyId,
      Status: row.status,
      CreateDate: new Date(row.createdAt),
    }));
    return { AccessKeyMetadata, ...end };
  },

  async UpdateAccessKey({ UserName, AccessKeyId, Status }, context) {
    if (Status === 'Expired') {
      throw new IamError('ValidationError', 'The status of an access key can only be set to Active or Inactive');
    }
    const { row } = await requireKey(context, UserName, AccessKeyId);
    context.accessKeys.put({ ...row, status: Status });
  },

  async DeleteAccessKey({ UserName, AccessKeyId }, context) {
    const { row, user } = await requireKey(context, UserName, AccessKeyId);
    context.accessKeys.delete(row);
    deleteLastUsed(context.request.unit, row.account, row.accessKeyId);
    if (user !== undefined) context.users.count(user, 'accessKeys', -1);
  },

  async GetAccessKeyLastUsed({ AccessKeyId }, { accessKeys, request }) {
    const row = await accessKeys.find(AccessKeyId);
    if (row === undefined) throw noSuchAccessKey(AccessKeyId);
    const use = await lastUsed(request, row.accessKeyId);
    return {
      UserName: row.user?.name ?? rootName,
      AccessKeyLastUsed: {
        ServiceName: use?.service ?? 'N/A',
        Region: use?.region ?? 'N/A',
        LastUsedDate: use && new Date(use.at),
      },
    };
  },
} satisfies Partial<IamHandlers>;

const rootName = 'root';

function ownerId({ account }: IamContext, user: User | undefined): string {
  return user?.id ?? account;
}

async function requireKey(context: IamContext, userName: string | undefined, accessKeyId: string) {
  const user = await namedUserOrCaller(context, userName);
  const row = await context.accessKeys.find(accessKeyId);
  if (row === undefined || row.owner !== ownerId(context, user)) throw noSuchAccessKey(accessKeyId);
  return { row, user };
}

function noSuchAccessKey(accessKeyId: string): IamError {
  return new IamError('NoSuchEntityException', `The Access Key with id ${accessKeyId} cannot be found.`);
}
