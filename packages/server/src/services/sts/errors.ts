import type { StsErrorName } from '../../../generated/types/sts.ts';
import type { AwsErrorDetails, CommonErrorName } from '../../platform/errors.ts';
import { AwsError } from '../../platform/errors.ts';
import type { Principal } from '../../platform/identity.ts';

export class StsError extends AwsError<StsErrorName | CommonErrorName> {}

export function accessDenied(message: string, details: AwsErrorDetails = {}): StsError {
  return new StsError('AccessDenied', message, { status: 403, ...details });
}

/** Also AWS's answer where the resource does not exist, so that nobody learns whether it does. */
export function notAuthorized(principal: Principal, action: string, resource: string): StsError {
  return accessDenied(`User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`);
}

export function invalidInput(message: string): StsError {
  return new StsError('ValidationError', message);
}
