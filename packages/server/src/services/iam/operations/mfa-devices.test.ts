import { afterEach, beforeEach, expect, it } from 'vitest';
import { decodeBase32 } from '../../../engines/mfa/base32.ts';
import { totpCode, totpStep } from '../../../engines/mfa/totp.ts';
import { account, openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(async () => {
  test = openTestAccount();
  await test.iam.CreateUser({ UserName: 'ann' });
});
afterEach(() => test.close());

const serialNumber = `arn:aws:iam::${account}:mfa/phones/ann`;

async function createDevice() {
  const { VirtualMFADevice } = await test.iam.CreateVirtualMFADevice({ Path: '/phones/', VirtualMFADeviceName: 'ann' });
  const seed = decodeBase32(Buffer.from(VirtualMFADevice.Base32StringSeed ?? []).toString()) ?? Buffer.alloc(0);
  const codes = (offset: number) => {
    const step = totpStep(test.clock.now()) + offset;
    return { AuthenticationCode1: totpCode(seed, step - 1), AuthenticationCode2: totpCode(seed, step) };
  };
  return { device: VirtualMFADevice, codes };
}

const onDevice = { UserName: 'ann', SerialNumber: serialNumber };

it('enables a device that shows two codes in a row, and lists it', async () => {
  const { device, codes } = await createDevice();
  expect(device.SerialNumber).toBe(serialNumber);
  expect(
    Buffer.from(device.QRCodePNG ?? [])
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  const { AuthenticationCode1, AuthenticationCode2 } = codes(0);
  const swapped = { AuthenticationCode1: AuthenticationCode2, AuthenticationCode2: AuthenticationCode1 };
  await expect(test.iam.EnableMFADevice({ ...onDevice, ...swapped })).rejects.toMatchObject({
    code: 'InvalidAuthenticationCodeException',
  });
  await test.iam.EnableMFADevice({ ...onDevice, ...codes(0) });
  const { MFADevices } = await test.iam.ListMFADevices({ UserName: 'ann' });
  expect(MFADevices).toEqual([{ ...onDevice, EnableDate: new Date(test.clock.now()) }]);
  const assigned = await test.iam.ListVirtualMFADevices({ AssignmentStatus: 'Assigned' });
  expect(assigned.VirtualMFADevices.map(({ User }) => User?.UserName)).toEqual(['ann']);
  expect((await test.iam.ListVirtualMFADevices({ AssignmentStatus: 'Unassigned' })).VirtualMFADevices).toEqual([]);
  expect(await test.iam.GetMFADevice({ SerialNumber: serialNumber })).toMatchObject({ UserName: 'ann' });
});

it('guards devices in use, and frees them when they are deactivated', async () => {
  const { codes } = await createDevice();
  await test.iam.EnableMFADevice({ ...onDevice, ...codes(0) });
  await expect(test.iam.DeleteVirtualMFADevice({ SerialNumber: serialNumber })).rejects.toMatchObject({
    code: 'DeleteConflictException',
  });
  await expect(test.iam.DeleteUser({ UserName: 'ann' })).rejects.toMatchObject({ code: 'DeleteConflictException' });
  await test.iam.DeactivateMFADevice(onDevice);
  await test.iam.DeleteVirtualMFADevice({ SerialNumber: serialNumber });
  await test.iam.DeleteUser({ UserName: 'ann' });
  await expect(test.iam.GetMFADevice({ SerialNumber: serialNumber })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
  });
});

it('resynchronises a device whose clock is an hour off', async () => {
  const { codes } = await createDevice();
  await expect(test.iam.EnableMFADevice({ ...onDevice, ...codes(120) })).rejects.toMatchObject({
    code: 'InvalidAuthenticationCodeException',
  });
  await test.iam.EnableMFADevice({ ...onDevice, ...codes(0) });
  await test.iam.ResyncMFADevice({ ...onDevice, ...codes(120) });
  await expect(test.iam.ResyncMFADevice({ ...onDevice, ...codes(1000) })).rejects.toMatchObject({
    code: 'InvalidAuthenticationCodeException',
  });
});
