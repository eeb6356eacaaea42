import type { Role } from '../../../generated/types/iam.ts';
import { AwsError } from '../../platform/errors.ts';
import type { Calls, Platform, ResourcePolicy, Scope } from '../../platform/service.ts';
import { parseRoleArn } from './model/role-arn.ts';

export interface AssumableRole {
  arn: string;
  account: string;
  name: string;
  id: string;
  /** JSON text. */
  trustPolicy: string;
  maxSessionSeconds: number;
  tags: Record<string, string>;
}

/** IAM as the root user of an account: STS may read any role, provider and policy there. */
export function iamOf(platform: Platform, account: string, region: string): Calls['iam'] {
  const principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
  return platform.callAs({ principal, account, region }).iam;
}

/** Undefined where there is no such role; a wrong path is another role. */
export async function findRole(platform: Platform, arn: string, region: string): Promise<AssumableRole | undefined> {
  const { account, name } = parseRoleArn(arn);
  const role = await absentAsUndefined(iamOf(platform, account, region).GetRole({ RoleName: name }));
  return role?.Role.Arn === arn ? toAssumable(role.Role, account) : undefined;
}

export function trustPolicyOf(role: AssumableRole): ResourcePolicy {
  return { document: role.trustPolicy, account: role.account, authoritative: true };
}

/** Reads a request's role once for all that its authorisation asks of it. */
export function rememberedRole(): (
  input: { RoleArn: string },
  platform: Platform,
  scope: Scope,
) => Promise<AssumableRole | undefined> {
  const found = new WeakMap<object, Promise<AssumableRole | undefined>>();
  return (input, platform, scope) => {
    const known = found.get(input) ?? findRole(platform, input.RoleArn, scope.region);
    found.set(input, known);
    return known;
  };
}

export async function absentAsUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchEntityException') return undefined;
    throw error;
  }
}

function toAssumable(role: Role, account: string): AssumableRole {
  return {
    arn: role.Arn,
    account,
    name: role.RoleName,
    id: role.RoleId,
    trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument ?? ''),
    maxSessionSeconds: role.MaxSessionDuration ?? 3600,
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
}
