import type { IamOperations } from '../../../../generated/types/iam.ts';
import type { AccessRules } from '../../../platform/service.ts';
import { entityArn } from '../model/entity.ts';
import { requestTags, untagKeys } from './entity-rules.ts';
import { onUser } from './users.ts';

interface OfDevice {
  SerialNumber: string;
}

const onDevice = { resources: ({ SerialNumber }: OfDevice) => [SerialNumber] };

/** The credentials of users beside their access keys. */
export const credentialAccess = {
  CreateLoginProfile: onUser(),
  GetLoginProfile: onUser(),
  UpdateLoginProfile: onUser(),
  DeleteLoginProfile: onUser(),
  ChangePassword: { resources: (_input, { principal }) => [principal.arn] },
  UploadSigningCertificate: onUser(),
  ListSigningCertificates: onUser(),
  UpdateSigningCertificate: onUser(),
  DeleteSigningCertificate: onUser(),
  UploadSSHPublicKey: onUser(),
  GetSSHPublicKey: onUser(),
  ListSSHPublicKeys: onUser(),
  UpdateSSHPublicKey: onUser(),
  DeleteSSHPublicKey: onUser(),
  CreateServiceSpecificCredential: onUser(),
  ListServiceSpecificCredentials: onUser(),
  UpdateServiceSpecificCredential: onUser(),
  ResetServiceSpecificCredential: onUser(),
  DeleteServiceSpecificCredential: onUser(),
  EnableMFADevice: onUser(),
  ResyncMFADevice: onUser(),
  DeactivateMFADevice: onUser(),
  ListMFADevices: onUser(),
  GetMFADevice: onUser(),
  CreateVirtualMFADevice: {
    resources: ({ Path = '/', VirtualMFADeviceName: name }, { account }) => [
      entityArn('mfa', { account, path: Path, name }),
    ],
    conditions: async (input) => requestTags(input),
  },
  DeleteVirtualMFADevice: onDevice,
  ListMFADeviceTags: onDevice,
  TagMFADevice: { ...onDevice, conditions: async (input) => requestTags(input) },
  UntagMFADevice: { ...onDevice, conditions: async (input) => untagKeys(input) },
} satisfies AccessRules<IamOperations>;
