import type { Principal } from '../../../platform/identity.ts';
import { invalidInput } from '../errors.ts';

const hourSeconds = 3600;
const halfDaySeconds = 12 * hourSeconds;

/** Seconds that a role session lasts. */
export function roleSessionSeconds(
  asked: number | undefined,
  maxSession: number | undefined,
  chained: boolean,
): number {
  const seconds = asked ?? hourSeconds;
  if (chained && seconds > hourSeconds) {
    throw invalidInput(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > (maxSession ?? hourSeconds)) {
    throw invalidInput('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return seconds;
}

/** GetSessionToken and GetFederationToken cut what the root user asks for down to an hour, without an error. */
export function userSessionSeconds(asked: number | undefined, principal: Principal): number {
  const seconds = asked ?? halfDaySeconds;
  return principal.kind === 'root' ? Math.min(seconds, hourSeconds) : seconds;
}
