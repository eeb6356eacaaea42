import type * as Iam from '../../../../generated/types/iam.ts';
import { namedUserOrCaller } from '../caller.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, quotaExceeded } from '../errors.ts';
import type { User } from '../model/entity.ts';
import { pageOfList } from '../model/page.ts';
import type { ServiceSpecificCredential } from '../store/user-credentials.ts';
import { requireSettable } from '../user-credential.ts';

const credentialsPerService = 2;
const dayMs = 86_400_000;

/** Services that take a password of their own; Bedrock calls it an API key, and can let it expire. */
const services: Readonly<Record<string, { apiKey: boolean }>> = {
  'codecommit.amazonaws.com': { apiKey: false },
  'cassandra.amazonaws.com': { apiKey: false },
  'bedrock.amazonaws.com': { apiKey: true },
};

export const serviceSpecificCredentialOperations = {
  async CreateServiceSpecificCredential({ UserName, ServiceName, CredentialAgeDays }, context) {
    const user = await context.users.require(UserName);
    const service = services[ServiceName];
    if (!service) throw new IamError('ServiceNotSupportedException', `${ServiceName} does not support this operation`);
    if (CredentialAgeDays !== undefined && !service.apiKey) {
      throw new IamError('InvalidInputException', `Credentials of ${ServiceName} do not expire`);
    }
    const { serviceSpecific } = context.credentials;
    const existing = (await serviceSpecific.ofOwner(user.id)).filter((row) => row.service === ServiceName);
    if (existing.length >= credentialsPerService) {
      throw quotaExceeded('ServiceSpecificCredentialsPerUser', credentialsPerService);
    }
    const row: ServiceSpecificCredential = {
      account: context.account,
      owner: user.id,
      id: context.request.platform.ids.uniqueId('ACCA'),
      createdAt: context.now,
      service: ServiceName,
      userName: newUserName(user, existing),
      password: newPassword(context),
      status: 'Active',
      ...(CredentialAgeDays !== undefined && { expiresAt: context.now + CredentialAgeDays * dayMs }),
    };
    serviceSpecific.put(row);
    context.users.count(user, 'serviceSpecificCredentials', 1);
    return { ServiceSpecificCredential: describe(row, user.name) };
  },

  async ListServiceSpecificCredentials({ UserName, ServiceName, AllUsers = false, ...request }, context) {
    const { users, credentials } = context;
    if (AllUsers && UserName !== undefined) {
      throw new IamError('InvalidInputException', 'UserName and AllUsers cannot be used together');
    }
    const user = AllUsers ? undefined : await namedUserOrCaller(context, UserName);
    const rows = AllUsers
      ? await credentials.serviceSpecific.ofAccount()
      : await credentials.serviceSpecific.ofOwner(user?.id ?? context.account);
    const wanted = rows.filter(({ service }) => ServiceName === undefined || service === ServiceName);
    const list = JSON.stringify(['service-specific credentials', user?.id ?? context.account, ServiceName]);
    const { items, end } = pageOfList(list, wanted, request, ({ id }) => id);
    const named = await Promise.all(
      items.map(async (row) => metadata(row, (user ?? (await users.findById(row.owner)))?.name ?? row.owner)),
    );
    return { ServiceSpecificCredentials: named, ...end };
  },

  async UpdateServiceSpecificCredential({ UserName, ServiceSpecificCredentialId, Status }, context) {
    const { row } = await requireCredential(context, UserName, ServiceSpecificCredentialId);
    requireSettable(Status, 'service specific credential');
    context.credentials.serviceSpecific.put({ ...row, status: Status });
  },

  async ResetServiceSpecificCredential({ UserName, ServiceSpecificCredentialId }, context) {
    const { row, user } = await requireCredential(context, UserName, ServiceSpecificCredentialId);
    const renewed = { ...row, password: newPassword(context) };
    context.credentials.serviceSpecific.put(renewed);
    return { ServiceSpecificCredential: describe(renewed, user.name) };
  },

  async DeleteServiceSpecificCredential({ UserName, ServiceSpecificCredentialId }, context) {
    const { row, user } = await requireCredential(context, UserName, ServiceSpecificCredentialId);
    context.credentials.serviceSpecific.delete(row);
    context.users.count(user, 'serviceSpecificCredentials', -1);
  },
} satisfies Partial<IamHandlers>;

/** `ann-at-123456789012`; the second credential of a service is `ann+1-at-123456789012`. */
function newUserName({ name, account }: User, existing: readonly ServiceSpecificCredential[]): string {
  const first = `${name}-at-${account}`;
  return existing.some(({ userName }) => userName === first) ? `${name}+1-at-${account}` : first;
}

function newPassword({ request }: IamContext): string {
  return Buffer.from(request.platform.ids.bytes(32)).toString('base64');
}

async function requireCredential(context: IamContext, userName: string | undefined, id: string) {
  const user = await namedUserOrCaller(context, userName);
  const row = user && (await context.credentials.serviceSpecific.find(user.id, id));
  if (!row) throw new IamError('NoSuchEntityException', `No such credential ${id} exists`);
  return { row, user };
}

function describe(row: ServiceSpecificCredential, userName: string): Iam.ServiceSpecificCredential {
  const secret = services[row.service]?.apiKey
    ? { ServiceCredentialSecret: row.password }
    : { ServicePassword: row.password };
  return { ...metadata(row, userName), ...secret };
}

function metadata(row: ServiceSpecificCredential, UserName: string): Iam.ServiceSpecificCredentialMetadata {
  const { service, userName, createdAt, expiresAt } = row;
  return {
    UserName,
    ServiceName: service,
    ServiceSpecificCredentialId: row.id,
    Status: row.status,
    CreateDate: new Date(createdAt),
    ...(services[service]?.apiKey ? { ServiceCredentialAlias: userName } : { ServiceUserName: userName }),
    ...(expiresAt !== undefined && { ExpirationDate: new Date(expiresAt) }),
  };
}
