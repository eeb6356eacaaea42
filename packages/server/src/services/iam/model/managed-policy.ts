import type { Entity, Tag } from './entity.ts';

/** A customer managed policy. Its documents are rows of their own: a policy is read far more often than its text. */
export interface ManagedPolicy extends Entity {
  description?: string | undefined;
  tags: Tag[];
  defaultVersion: number;
  /** Numbers are not used again after a version is deleted. */
  lastVersion: number;
  versionCount: number;
  /** When the latest version was made, default or not; in milliseconds since 1970. */
  updatedAt: number;
  attachments: number;
  boundaries: number;
}

export interface PolicyVersionRow {
  account: string;
  policy: string;
  version: number;
  document: string;
  createdAt: number;
}

/** One of AWS's own, the same in every account. */
export interface AwsManagedPolicy {
  arn: string;
  name: string;
  path: string;
  /** `ANPA...` */
  id: string;
  description: string;
  /** `v3` */
  versionId: string;
  /** JSON text. */
  document: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
}

const policyArn = /^arn:aws:iam::(aws|\d{12}):policy(\/(?:[\x21-\x7e]*\/)?)([\w+=,.@-]{1,128})$/;

export interface PolicyArn {
  /** `aws` for AWS's own. */
  account: string;
  path: string;
  name: string;
}

export function parsePolicyArn(arn: string): PolicyArn | undefined {
  const [, account, path, name] = policyArn.exec(arn) ?? [];
  return account === undefined || path === undefined || name === undefined ? undefined : { account, path, name };
}

/** `v3` of 3. */
export function versionId(version: number): string {
  return `v${version}`;
}

export function parseVersionId(id: string): number {
  return Number(/^v(\d+)/.exec(id)?.[1] ?? 0);
}
