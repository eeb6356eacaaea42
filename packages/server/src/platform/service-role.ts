import type { Principal } from './identity.ts';
import type { Platform, Scope } from './service.ts';

export interface ServiceRoleRequest extends Scope {
  roleArn: string;
  /** `cloudformation.amazonaws.com` */
  service: string;
  sessionName: string;
}

/** The session of a role that a service works in: the role's trust policy must name the service. */
export async function assumeServiceRole(
  { callAs }: Pick<Platform, 'callAs'>,
  { account, region, roleArn, service, sessionName }: ServiceRoleRequest,
): Promise<Principal> {
  const principal: Principal = { kind: 'service', account, arn: service, userId: service, service };
  const call = callAs({ principal, account, region });
  const { AssumedRoleUser } = await call.sts.AssumeRole({ RoleArn: roleArn, RoleSessionName: sessionName });
  return {
    kind: 'assumed-role',
    account: roleArn.split(':')[4] ?? account,
    arn: AssumedRoleUser?.Arn ?? '',
    userId: AssumedRoleUser?.AssumedRoleId ?? '',
    name: sessionName,
    roleArn,
  };
}
