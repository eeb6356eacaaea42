import { consumeMfaCode, judgeMfaCode } from '../../engines/mfa/devices.ts';
import type { MfaClaim, MfaRefusal } from '../../engines/mfa/devices.ts';
import type { RequestContext } from '../../platform/service.ts';
import { accessDenied } from './errors.ts';

interface MfaParameters {
  SerialNumber?: string | undefined;
  TokenCode?: string | undefined;
}

const refusals: Record<MfaRefusal, string> = {
  'unknown device':
    'MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and associated with this user.',
  'wrong code': 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
  'code used before': 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
};

/** Condition keys that a good code brings to the authorisation of its own request. */
export async function mfaConditions(input: MfaParameters, context: RequestContext): Promise<Record<string, string>> {
  const claim = claimOf(input, context);
  if (!claim) return {};
  const verdict = await judgeMfaCode(context.platform.storage, claim, context.clock.now());
  if (!verdict.accepted) throw accessDenied(refusals[verdict.reason]);
  return { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' };
}

/** Takes the code of this request, if it has one; answers when it was shown. */
export async function takeMfaCode(input: MfaParameters, context: RequestContext): Promise<number | undefined> {
  const claim = claimOf(input, context);
  if (!claim) return undefined;
  const verdict = await judgeMfaCode(context.unit, claim, context.clock.now());
  if (!verdict.accepted) throw accessDenied(refusals[verdict.reason]);
  consumeMfaCode(context.unit, verdict);
  return context.clock.now();
}

function claimOf({ SerialNumber, TokenCode }: MfaParameters, { principal }: RequestContext): MfaClaim | undefined {
  if (SerialNumber === undefined && TokenCode === undefined) return undefined;
  if (SerialNumber === undefined || TokenCode === undefined) {
    throw accessDenied('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.');
  }
  return { account: principal.account, userId: principal.userId, serialNumber: SerialNumber, code: TokenCode };
}
