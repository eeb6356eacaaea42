import type * as Iam from '../../../../generated/types/iam.ts';
import { decodeBase32 } from '../../../engines/mfa/base32.ts';
import { totpCode, totpStep } from '../../../engines/mfa/totp.ts';
import { AwsError } from '../../../platform/errors.ts';
import { ownTags } from '../../../platform/resource-handler.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { formerProperties, isChanged, presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { everyItem, gone, type IamCalls, newTags, tagsOf, updateTags } from './answers.ts';

interface VirtualMfaDeviceProperties {
  SerialNumber: string;
  VirtualMfaDeviceName?: string;
  Path?: string;
  Users?: string[];
}

const longestName = 226;

/** AWS::IAM::VirtualMFADevice: enabled at once for its user, with codes that the handler itself makes from the seed. */
export const virtualMfaDeviceResource: ResourceHandler = {
  async create(desired, context) {
    const { iam } = context.call;
    const { Path, Users: [UserName] = [], ...named } = propertiesOf(desired);
    const name = named.VirtualMfaDeviceName ?? context.generatedName({ maxLength: longestName });
    const { Tags, more } = newTags(desired['Tags'], context);
    const { VirtualMFADevice } = await iam.CreateVirtualMFADevice({ VirtualMFADeviceName: name, Path, Tags });
    const { SerialNumber, Base32StringSeed } = VirtualMFADevice;
    if (more.length > 0) await iam.TagMFADevice({ SerialNumber, Tags: more });
    if (UserName !== undefined) {
      const [AuthenticationCode1, AuthenticationCode2] = codesOf(Base32StringSeed, context.clock.now());
      await iam.EnableMFADevice({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 });
    }
    return { SerialNumber, VirtualMfaDeviceName: name };
  },

  async read(existing, context) {
    const { SerialNumber } = propertiesOf(existing.properties);
    const device = await findDevice(SerialNumber, context.call.iam);
    if (!device) return undefined;
    const [, path = '/', name] = /:mfa(\/(?:.*\/)?)([^/]+)$/.exec(SerialNumber) ?? [];
    return presentProperties({
      SerialNumber,
      VirtualMfaDeviceName: name,
      Path: path,
      Users: device.User ? [device.User.UserName] : [],
      Tags: ownTags(tagsOf(device.Tags), { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { SerialNumber } = propertiesOf(existing.properties);
    const former = await formerProperties(virtualMfaDeviceResource, existing, context);
    if (isChanged('Users', former, desired)) {
      // Nobody but the new device's owner gets to know its seed, without which it cannot be enabled again.
      throw new AwsError('InvalidRequest', 'The user of a virtual MFA device cannot be changed: replace the device.');
    }
    const { Tags: current } = await iam.ListMFADeviceTags({ SerialNumber });
    await updateTags(
      current,
      { existing, desired: desired['Tags'], context },
      {
        tag: (Tags) => iam.TagMFADevice({ SerialNumber, Tags }),
        untag: (TagKeys) => iam.UntagMFADevice({ SerialNumber, TagKeys }),
      },
    );
  },

  async delete({ properties }, { call: { iam } }) {
    const { SerialNumber } = propertiesOf(properties);
    const device = await findDevice(SerialNumber, iam);
    if (!device) return;
    if (device.User) await iam.DeactivateMFADevice({ UserName: device.User.UserName, SerialNumber });
    await iam.DeleteVirtualMFADevice({ SerialNumber });
  },

  async list({ call: { iam } }) {
    const devices = await devicesOf(iam);
    return devices.map(({ SerialNumber }) => ({ SerialNumber }));
  },
};

function propertiesOf(properties: ResourceProperties): VirtualMfaDeviceProperties {
  return properties as unknown as VirtualMfaDeviceProperties;
}

function devicesOf(iam: IamCalls): Promise<Iam.VirtualMFADevice[]> {
  return everyItem(
    (page) => iam.ListVirtualMFADevices(page),
    ({ VirtualMFADevices }) => VirtualMFADevices,
  );
}

async function findDevice(serialNumber: string, iam: IamCalls): Promise<Iam.VirtualMFADevice | undefined> {
  if (!(await unlessGone(iam.GetMFADevice({ SerialNumber: serialNumber }), gone))) return undefined;
  const devices = await devicesOf(iam);
  return devices.find(({ SerialNumber }) => SerialNumber === serialNumber);
}

/** Two in a row, as a user would read them from the device. */
function codesOf(seed: Uint8Array | undefined, now: number): [string, string] {
  const secret = decodeBase32(Buffer.from(seed ?? []).toString());
  if (!secret) throw new Error('a virtual MFA device has no seed');
  const step = totpStep(now);
  return [totpCode(secret, step - 1), totpCode(secret, step)];
}
