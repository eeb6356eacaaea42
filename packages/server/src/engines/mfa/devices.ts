import type { Reader, Table, Unit } from '../../platform/storage/storage.ts';
import { decodeBase32 } from './base32.ts';
import { findStep, totpStep } from './totp.ts';

/** A virtual MFA device. IAM makes and assigns it; STS asks it for its verdict on a code. */
export interface MfaDevice {
  account: string;
  serialNumber: string;
  name: string;
  /** Base32, as authenticator apps take it. */
  seed: string;
  tags: Record<string, string>;
  createdAt: number;
  /** Assigned since `enabledAt` to the user of this id: `AIDA...`, or the account's number for the root user. */
  userId?: string;
  enabledAt?: number;
  /** Steps by which the device's clock was ahead when it was last synchronised. */
  driftSteps?: number;
  /** A code is good once: the step of the last one taken. */
  lastStep?: number;
}

export type MfaDeviceIndex = 'byUser' | 'byAssignment';

export const mfaDevices: Table<MfaDevice, MfaDeviceIndex> = {
  name: 'iam.mfaDevices',
  key: (device) => [device.account, device.serialNumber],
  indexes: {
    byAssignment: (device) => [
      device.account,
      device.userId === undefined ? 'Unassigned' : 'Assigned',
      device.serialNumber,
    ],
    byUser: (device) =>
      device.userId === undefined ? undefined : [device.account, device.userId, device.serialNumber],
  },
};

export interface MfaClaim {
  account: string;
  userId: string;
  serialNumber: string;
  code: string;
}

export type MfaVerdict = { accepted: true; device: MfaDevice; step: number } | { accepted: false; reason: MfaRefusal };
export type MfaRefusal = 'unknown device' | 'wrong code' | 'code used before';

const loginWindowSteps = 1;

export async function judgeMfaCode(reader: Reader, claim: MfaClaim, nowMs: number): Promise<MfaVerdict> {
  const device = await reader.get(mfaDevices, [claim.account, claim.serialNumber]);
  const secret = device && decodeBase32(device.seed);
  if (!device || !secret || device.userId !== claim.userId) return { accepted: false, reason: 'unknown device' };
  const center = totpStep(nowMs) + (device.driftSteps ?? 0);
  const step = findStep(secret, [claim.code], center, loginWindowSteps);
  if (step === undefined) return { accepted: false, reason: 'wrong code' };
  if (step <= (device.lastStep ?? -1)) return { accepted: false, reason: 'code used before' };
  return { accepted: true, device, step };
}

/** Marks the code of an accepting verdict as used. */
export function consumeMfaCode(unit: Unit, verdict: MfaVerdict & { accepted: true }): void {
  unit.put(mfaDevices, { ...verdict.device, lastStep: verdict.step });
}
