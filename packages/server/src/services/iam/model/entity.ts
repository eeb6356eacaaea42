/** What users, groups, roles, instance profiles and managed policies have in common. */
export interface Entity {
  account: string;
  /** Spelt as it was created; unique in the account without regard to case. */
  name: string;
  path: string;
  /** `AIDA...`: never used again, and kept when the entity is renamed. Rows that belong to an entity refer to it by this. */
  id: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

export interface Tag {
  Key: string;
  Value: string;
}

export interface InlinePolicy {
  name: string;
  document: string;
}

export type HolderKind = 'user' | 'group' | 'role';

/** An entity that policies are attached to or embedded in. */
export interface PolicyHolder extends Entity {
  kind: HolderKind;
  /** ARNs of managed policies, in order. */
  attached: string[];
  /** In order of their names. */
  inline: InlinePolicy[];
  /** ARN of the permissions boundary. */
  boundary?: string | undefined;
}

/** Things of a user that must be gone before the user can be. */
export type UserDependent =
  | 'accessKeys'
  | 'loginProfile'
  | 'mfaDevices'
  | 'signingCertificates'
  | 'sshPublicKeys'
  | 'serviceSpecificCredentials';

export interface User extends PolicyHolder {
  kind: 'user';
  tags: Tag[];
  /** Ids of groups. */
  groups: string[];
  /**
   * Counts, in the user's own row: so that whoever adds something to a user and whoever deletes the user meet
   * in one row, and one of them runs again.
   */
  dependents: Partial<Record<UserDependent, number>>;
  /** Milliseconds since 1970. */
  passwordLastUsed?: number | undefined;
}

export interface Group extends PolicyHolder {
  kind: 'group';
  members: number;
}

export interface Role extends PolicyHolder {
  kind: 'role';
  tags: Tag[];
  trustPolicy: string;
  /** Ids of the users and roles of the account that the trust policy names. */
  trusts?: string[];
  description?: string | undefined;
  maxSessionDurationSeconds: number;
  instanceProfiles: number;
  /** `lambda.amazonaws.com`, for a service-linked role: nobody else may change it. */
  linkedService?: string | undefined;
}

export interface InstanceProfile extends Entity {
  tags: Tag[];
  /** Id of the only role it can hold. */
  role?: string | undefined;
}

/** Names are unique, and found, without regard to case. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

export type ArnType = HolderKind | 'instance-profile' | 'policy' | 'mfa' | 'server-certificate';

export function entityArn(type: ArnType, { account, path, name }: Pick<Entity, 'account' | 'path' | 'name'>): string {
  return `arn:aws:iam::${account}:${type}${path}${name}`;
}
