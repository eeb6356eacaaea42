import type { Credential, CredentialSource, Principal } from '../../platform/identity.ts';
import type { Platform } from '../../platform/service.ts';
import type { Session } from './store.ts';
import { sessions } from './store.ts';

export function createCredentialSource(platform: Platform): CredentialSource {
  return {
    async find(accessKeyId) {
      if (!accessKeyId.startsWith('ASIA')) return undefined;
      const session = await platform.storage.get(sessions, [accessKeyId]);
      return session && toCredential(session, platform.clock.now());
    },
  };
}

function toCredential(session: Session, nowMs: number): Credential {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = session;
  const principal = withMfaAge(session, nowMs);
  return { accessKeyId, secretAccessKey, sessionToken, active: true, expiresAt, principal };
}

function withMfaAge({ principal, mfaAt }: Session, nowMs: number): Principal {
  if (mfaAt === undefined) return principal;
  const ageSeconds = Math.floor((nowMs - mfaAt) / 1000);
  return { ...principal, conditions: { ...principal.conditions, 'aws:MultiFactorAuthAge': String(ageSeconds) } };
}
