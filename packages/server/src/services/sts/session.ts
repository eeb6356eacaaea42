import type { Credentials } from '../../../generated/types/sts.ts';
import type { Principal } from '../../platform/identity.ts';
import type { RequestContext } from '../../platform/service.ts';
import type { Unit } from '../../platform/storage/storage.ts';
import { withSessionTags } from './model/session-tags.ts';
import type { AssumableRole } from './role.ts';
import { SessionStore } from './store.ts';

export interface NewSession {
  principal: Principal;
  seconds: number;
  mfaAt?: number | undefined;
}

const tokenBytes = 150;

/** Writes a session and answers its credentials. */
export function startSession(
  unit: Unit,
  context: RequestContext,
  { principal, seconds, mfaAt }: NewSession,
): Credentials {
  const issuedAt = context.clock.now();
  // AWS's expirations are whole seconds.
  const expiresAt = Math.floor(issuedAt / 1000 + seconds) * 1000;
  const { ids, jobs } = context.platform;
  const keys = {
    accessKeyId: ids.accessKeyId('ASIA', principal.account),
    secretAccessKey: ids.secretAccessKey(),
    sessionToken: Buffer.from(ids.bytes(tokenBytes)).toString('base64'),
  };
  new SessionStore(unit, jobs).add(
    {
      ...keys,
      account: principal.account,
      issuedAt,
      expiresAt,
      ...(mfaAt !== undefined && { mfaAt }),
      principal: {
        ...principal,
        conditions: {
          ...principal.conditions,
          'aws:TokenIssueTime': new Date(issuedAt).toISOString(),
          ...(mfaAt !== undefined && { 'aws:MultiFactorAuthPresent': 'true' }),
        },
      },
    },
    context.region,
  );
  return {
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    SessionToken: keys.sessionToken,
    Expiration: new Date(expiresAt),
  };
}

export interface RoleSession {
  sessionName: string;
  tags?: Record<string, string>;
  conditions?: Record<string, string | string[]>;
  sessionPolicies?: string[] | undefined;
}

export function roleSessionPrincipal(role: AssumableRole, session: RoleSession): Principal {
  const { sessionName, tags, conditions, sessionPolicies } = session;
  return {
    kind: 'assumed-role',
    account: role.account,
    arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    name: sessionName,
    roleArn: role.arn,
    tags: withSessionTags(role.tags, tags),
    ...(conditions && { conditions }),
    ...(sessionPolicies && { sessionPolicies }),
  };
}

/** The source identity that a session carries. */
export function sourceIdentityOf({ conditions }: Principal): string | undefined {
  const [identity] = [conditions?.['sts:SourceIdentity'] ?? []].flat();
  return identity;
}

export function isTemporary(principal: Principal): boolean {
  return principal.conditions?.['aws:TokenIssueTime'] !== undefined;
}
