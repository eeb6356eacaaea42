import type { SnsErrorName } from '../../../generated/types/sns.ts';
import { AwsError } from '../../platform/errors.ts';
import type { CommonErrorName } from '../../platform/errors.ts';

export class SnsError extends AwsError<SnsErrorName | CommonErrorName> {}

/** `detail` is the parameter, with its reason where AWS tells one: `Attributes Reason: Unknown attribute: X`. */
export function invalidParameter(detail: string): SnsError {
  return new SnsError('InvalidParameterException', `Invalid parameter: ${detail}`);
}

export function topicNotFound(): SnsError {
  return new SnsError('NotFoundException', 'Topic does not exist');
}

export function subscriptionNotFound(): SnsError {
  return new SnsError('NotFoundException', 'Subscription does not exist');
}

export function notAuthorised(message: string): SnsError {
  return new SnsError('AuthorizationErrorException', message);
}

export function invalidToken(): SnsError {
  return invalidParameter('NextToken');
}
