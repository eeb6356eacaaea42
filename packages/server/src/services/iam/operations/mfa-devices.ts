import type * as Iam from '../../../../generated/types/iam.ts';
import { decodeBase32, encodeBase32 } from '../../../engines/mfa/base32.ts';
import { mfaDevices, type MfaDevice } from '../../../engines/mfa/devices.ts';
import { qrCodePng } from '../../../engines/mfa/qr-code-png.ts';
import { findStep, totpStep } from '../../../engines/mfa/totp.ts';
import { namedUserOrCaller } from '../caller.ts';
import type { IamContext, IamHandlers } from '../context.ts';
import { IamError, quotaExceeded } from '../errors.ts';
import { listedUser } from '../model/description.ts';
import { entityArn, type User } from '../model/entity.ts';
import { pageOfList } from '../model/page.ts';
import { mergeTags, newTags, removeTags, tagRecord } from '../model/tags.ts';
import { pageOfRange } from '../store/page.ts';
import { ownerOf } from '../user-credential.ts';

const seedBytes = 40;
const devicesPerUser = 8;
/** How far a device's clock may be off, in steps of 30 seconds, when it is enabled and when it is resynchronised. */
const enableWindow = 10;
const resyncWindow = 240;

export const mfaDeviceOperations = {
  async CreateVirtualMFADevice({ Path = '/', VirtualMFADeviceName: name, Tags }, { account, now, request }) {
    const serialNumber = entityArn('mfa', { account, path: Path, name });
    if (await request.unit.get(mfaDevices, [account, serialNumber])) {
      const message = 'MFADevice entity at the same path and name already exists.';
      throw new IamError('EntityAlreadyExistsException', message);
    }
    const tags = newTags(Tags, 'TagsPerMFADevice', request);
    const seed = encodeBase32(request.platform.ids.bytes(seedBytes));
    request.unit.put(mfaDevices, { account, serialNumber, name, seed, tags: tagRecord(tags), createdAt: now });
    return {
      VirtualMFADevice: {
        SerialNumber: serialNumber,
        Base32StringSeed: Buffer.from(seed),
        QRCodePNG: qrCodePng(enrolmentUri(name, account, seed)),
        ...(tags.length > 0 && { Tags: tags }),
      },
    };
  },

  async DeleteVirtualMFADevice({ SerialNumber }, context) {
    const device = await requireDevice(context, SerialNumber);
    if (device.userId !== undefined) {
      throw new IamError('DeleteConflictException', 'MFA VirtualDevice in use. Must deactivate first.');
    }
    context.request.unit.delete(mfaDevices, [context.account, SerialNumber]);
  },

  async EnableMFADevice({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }, context) {
    const user = await context.users.require(UserName);
    const device = await requireDevice(context, SerialNumber);
    if (device.userId !== undefined) {
      throw new IamError('EntityAlreadyExistsException', `MFA Device is already in use.`);
    }
    if ((user.dependents.mfaDevices ?? 0) >= devicesPerUser) throw quotaExceeded('MFADevicesPerUser', devicesPerUser);
    const synchronised = synchronise(device, [AuthenticationCode1, AuthenticationCode2], enableWindow, context);
    context.request.unit.put(mfaDevices, { ...synchronised, userId: user.id, enabledAt: context.now });
    context.users.count(user, 'mfaDevices', 1);
  },

  async ResyncMFADevice({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }, context) {
    const device = await requireDeviceOf(context, await context.users.require(UserName), SerialNumber);
    const codes = [AuthenticationCode1, AuthenticationCode2];
    context.request.unit.put(mfaDevices, synchronise(device, codes, resyncWindow, context));
  },

  async DeactivateMFADevice({ UserName, SerialNumber }, context) {
    const user = await namedUserOrCaller(context, UserName);
    const device = await requireDeviceOf(context, user, SerialNumber);
    const { account, serialNumber, name, seed, tags, createdAt } = device;
    context.request.unit.put(mfaDevices, { account, serialNumber, name, seed, tags, createdAt });
    if (user !== undefined) context.users.count(user, 'mfaDevices', -1);
  },

  async GetMFADevice({ SerialNumber, UserName }, context) {
    const device = await requireDevice(context, SerialNumber);
    const user = UserName === undefined ? undefined : await context.users.require(UserName);
    if (user && device.userId !== user.id) throw notAttached(SerialNumber, user.name);
    const owner = user ?? (device.userId === undefined ? undefined : await context.users.findById(device.userId));
    return {
      SerialNumber,
      ...(owner && { UserName: owner.name }),
      ...(device.enabledAt !== undefined && { EnableDate: new Date(device.enabledAt) }),
    };
  },

  async ListMFADevices({ UserName, ...request }, context) {
    const { owner, ownerName } = ownerOf(context, await namedUserOrCaller(context, UserName));
    const range = { index: 'byUser', prefix: [context.account, owner] } as const;
    const { items, end } = await pageOfRange(context.request.unit, mfaDevices, range, request);
    const MFADevices = items.map(({ serialNumber, enabledAt }) => ({
      UserName: ownerName,
      SerialNumber: serialNumber,
      EnableDate: new Date(enabledAt ?? 0),
    }));
    return { MFADevices, ...end };
  },

  async ListVirtualMFADevices({ AssignmentStatus = 'Any', ...request }, context) {
    const { unit } = context.request;
    const prefix = [context.account];
    const range =
      AssignmentStatus === 'Any'
        ? { prefix }
        : ({ index: 'byAssignment', prefix: [...prefix, AssignmentStatus] } as const);
    const { items, end } = await pageOfRange(unit, mfaDevices, range, request);
    return { VirtualMFADevices: await Promise.all(items.map((device) => describeDevice(device, context))), ...end };
  },

  async TagMFADevice({ SerialNumber, Tags }, context) {
    const device = await requireDevice(context, SerialNumber);
    const tags = mergeTags(tagList(device.tags), Tags, 'TagsPerMFADevice', context.request);
    context.request.unit.put(mfaDevices, { ...device, tags: tagRecord(tags) });
  },

  async UntagMFADevice({ SerialNumber, TagKeys }, context) {
    const device = await requireDevice(context, SerialNumber);
    const tags = removeTags(tagList(device.tags), TagKeys, context.request);
    context.request.unit.put(mfaDevices, { ...device, tags: tagRecord(tags) });
  },

  async ListMFADeviceTags({ SerialNumber, ...request }, context) {
    const { tags } = await requireDevice(context, SerialNumber);
    const { items, end } = pageOfList(`tags of ${SerialNumber}`, tagList(tags), request, ({ Key }) => Key);
    return { Tags: items, ...end };
  },
} satisfies Partial<IamHandlers>;

/** Key URI as authenticator apps read it. */
function enrolmentUri(name: string, account: string, seed: string): string {
  const label = encodeURIComponent(`Amazon Web Services:${name}@${account}`);
  return `otpauth://totp/${label}?secret=${seed}&issuer=Amazon%20Web%20Services`;
}

/** Two codes in a row show that the device has the seed, and how far its clock is off. */
function synchronise(device: MfaDevice, codes: string[], window: number, { now }: IamContext): MfaDevice {
  const secret = decodeBase32(device.seed);
  const here = totpStep(now);
  const step = secret && findStep(secret, codes, here, window);
  if (step === undefined) {
    const message = 'Authentication code for device is not valid.';
    throw new IamError('InvalidAuthenticationCodeException', message);
  }
  // The second code is the current one.
  const lastStep = step + codes.length - 1;
  const drift = lastStep - here;
  return { ...device, driftSteps: Math.abs(drift) <= 1 ? 0 : drift, lastStep };
}

async function requireDevice({ account, request }: IamContext, serialNumber: string): Promise<MfaDevice> {
  const device = await request.unit.get(mfaDevices, [account, serialNumber]);
  if (device) return device;
  const message = `VirtualMFADevice with serial number ${serialNumber} does not exist.`;
  throw new IamError('NoSuchEntityException', message);
}

async function requireDeviceOf(context: IamContext, user: User | undefined, serialNumber: string): Promise<MfaDevice> {
  const { owner, ownerName } = ownerOf(context, user);
  const device = await context.request.unit.get(mfaDevices, [context.account, serialNumber]);
  if (device?.userId !== owner) throw notAttached(serialNumber, ownerName);
  return device;
}

function notAttached(serialNumber: string, userName: string): IamError {
  const message = `MFA Device invalid for user: ${serialNumber} is not associated with ${userName}.`;
  return new IamError('NoSuchEntityException', message);
}

async function describeDevice(device: MfaDevice, { users, account }: IamContext): Promise<Iam.VirtualMFADevice> {
  const { serialNumber, userId, enabledAt, tags } = device;
  const user = userId === undefined || userId === account ? undefined : await users.findById(userId);
  return {
    SerialNumber: serialNumber,
    ...(user && { User: listedUser(user) }),
    ...(enabledAt !== undefined && { EnableDate: new Date(enabledAt) }),
    ...(Object.keys(tags).length > 0 && { Tags: tagList(tags) }),
  };
}

function tagList(tags: Record<string, string>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
