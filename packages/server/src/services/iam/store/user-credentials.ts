import type { Unit } from '../../../platform/storage/storage.ts';
import type { PasswordHash } from '../model/password.ts';
import { type Owned, OwnedStore, ownedTable } from './owned.ts';

export type CredentialStatus = 'Active' | 'Inactive' | 'Expired';

export interface LoginProfile extends Owned {
  id: 'login';
  resetRequired: boolean;
  password: PasswordHash;
  /** Milliseconds since 1970. */
  changedAt: number;
  /** The passwords before, the latest first. */
  history: PasswordHash[];
}

export interface SigningCertificate extends Owned {
  body: string;
  status: CredentialStatus;
}

export interface SshPublicKey extends Owned {
  /** PEM of the SubjectPublicKeyInfo. */
  pem: string;
  fingerprint: string;
  status: CredentialStatus;
}

export interface ServiceSpecificCredential extends Owned {
  service: string;
  userName: string;
  password: string;
  status: CredentialStatus;
  expiresAt?: number | undefined;
}

export const loginProfilesTable = ownedTable<LoginProfile>('iam.loginProfiles');
export const signingCertificatesTable = ownedTable<SigningCertificate>('iam.signingCertificates');
export const sshPublicKeysTable = ownedTable<SshPublicKey>('iam.sshPublicKeys');
export const serviceSpecificCredentialsTable = ownedTable<ServiceSpecificCredential>('iam.serviceSpecificCredentials');

/** Credentials of users beside their access keys. */
export class UserCredentialStores {
  readonly loginProfiles: OwnedStore<LoginProfile>;
  readonly signingCertificates: OwnedStore<SigningCertificate>;
  readonly sshPublicKeys: OwnedStore<SshPublicKey>;
  readonly serviceSpecific: OwnedStore<ServiceSpecificCredential>;

  constructor(unit: Unit, account: string) {
    this.loginProfiles = new OwnedStore(loginProfilesTable, unit, account);
    this.signingCertificates = new OwnedStore(signingCertificatesTable, unit, account);
    this.sshPublicKeys = new OwnedStore(sshPublicKeysTable, unit, account);
    this.serviceSpecific = new OwnedStore(serviceSpecificCredentialsTable, unit, account);
  }
}
