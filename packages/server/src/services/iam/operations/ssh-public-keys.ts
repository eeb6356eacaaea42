import type * as Iam from '../../../../generated/types/iam.ts';
import { namedUserOrCaller } from '../caller.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, quotaExceeded } from '../errors.ts';
import { pageOfList } from '../model/page.ts';
import { openSshForm, parseSshPublicKey } from '../model/ssh-public-key.ts';
import type { SshPublicKey } from '../store/user-credentials.ts';
import { ownerOf, requireSettable } from '../user-credential.ts';

const keysPerUser = 5;

export const sshPublicKeyOperations = {
  async UploadSSHPublicKey({ UserName, SSHPublicKeyBody }, context) {
    const user = await context.users.require(UserName);
    const { sshPublicKeys } = context.credentials;
    const key = parseSshPublicKey(SSHPublicKeyBody);
    const existing = await sshPublicKeys.ofOwner(user.id);
    if (existing.some(({ pem }) => pem === key.pem)) {
      throw new IamError('DuplicateSSHPublicKeyException', 'The SSH public key is already associated with this user.');
    }
    if (existing.length >= keysPerUser) throw quotaExceeded('SSHPublicKeysPerUser', keysPerUser);
    const row: SshPublicKey = {
      account: context.account,
      owner: user.id,
      id: context.request.platform.ids.uniqueId('APKA'),
      createdAt: context.now,
      status: 'Active',
      ...key,
    };
    sshPublicKeys.put(row);
    context.users.count(user, 'sshPublicKeys', 1);
    return { SSHPublicKey: describe(row, user.name, SSHPublicKeyBody) };
  },

  async GetSSHPublicKey({ UserName, SSHPublicKeyId, Encoding }, context) {
    const { row, user } = await requireKey(context, UserName, SSHPublicKeyId);
    return { SSHPublicKey: describe(row, user.name, Encoding === 'PEM' ? row.pem : openSshForm(row.pem)) };
  },

  async ListSSHPublicKeys({ UserName, ...request }, context) {
    const { owner, ownerName } = ownerOf(context, await namedUserOrCaller(context, UserName));
    const rows = await context.credentials.sshPublicKeys.ofOwner(owner);
    const { items, end } = pageOfList(`ssh keys of ${owner}`, rows, request, ({ id }) => id);
    const SSHPublicKeys = items.map((row) => ({
      UserName: ownerName,
      SSHPublicKeyId: row.id,
      Status: row.status,
      UploadDate: new Date(row.createdAt),
    }));
    return { SSHPublicKeys, ...end };
  },

  async UpdateSSHPublicKey({ UserName, SSHPublicKeyId, Status }, context) {
    const { row } = await requireKey(context, UserName, SSHPublicKeyId);
    requireSettable(Status, 'SSH public key');
    context.credentials.sshPublicKeys.put({ ...row, status: Status });
  },

  async DeleteSSHPublicKey({ UserName, SSHPublicKeyId }, context) {
    const { row, user } = await requireKey(context, UserName, SSHPublicKeyId);
    context.credentials.sshPublicKeys.delete(row);
    context.users.count(user, 'sshPublicKeys', -1);
  },
} satisfies Partial<IamHandlers>;

async function requireKey(context: IamContext, userName: string, id: string) {
  const user = await context.users.require(userName);
  const row = await context.credentials.sshPublicKeys.find(user.id, id);
  if (row === undefined) {
    throw new IamError('NoSuchEntityException', `The Public Key with id ${id} cannot be found.`);
  }
  return { row, user };
}

function describe(row: SshPublicKey, UserName: string, SSHPublicKeyBody: string): Iam.SSHPublicKey {
  return {
    UserName,
    SSHPublicKeyId: row.id,
    Fingerprint: row.fingerprint,
    SSHPublicKeyBody,
    Status: row.status,
    UploadDate: new Date(row.createdAt),
  };
}
