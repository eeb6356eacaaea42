import { AwsError } from '../../../platform/errors.ts';

/** Why a notification did not get to its endpoint. */
export class DeliveryError extends Error {
  readonly code: string;
  /** The endpoint or its permissions are wrong: another try would fail in the same way. */
  readonly permanent: boolean;

  constructor(code: string, message: string, permanent: boolean) {
    super(message);
    this.name = 'DeliveryError';
    this.code = code;
    this.permanent = permanent;
  }
}

/** An error of a call to another service; what the service did not foresee may pass. */
export function deliveryErrorOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (!(error instanceof AwsError)) return new DeliveryError('InternalFailure', String(error), false);
  const isServerError = (error.details.status ?? 400) >= 500 && error.code !== 'NotImplemented';
  return new DeliveryError(error.code, error.message, !isServerError);
}
