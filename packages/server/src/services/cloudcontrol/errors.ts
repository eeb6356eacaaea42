import type { CloudcontrolErrorName } from '../../../generated/types/cloudcontrol.ts';
import type { HandlerErrorCode } from '../../engines/cloudformation/plan/handler-error.ts';
import { handlerErrorCode } from '../../engines/cloudformation/plan/handler-error.ts';
import { AwsError } from '../../platform/errors.ts';
import type { CommonErrorName } from '../../platform/errors.ts';

export class CloudControlError extends AwsError<CloudcontrolErrorName | CommonErrorName> {}

/** Not in the service's model, but what AWS answers to a state or patch that the type's schema forbids. */
export function validation(message: string): CloudControlError {
  return new CloudControlError('ValidationException', message);
}

export function invalidRequest(message: string): CloudControlError {
  return new CloudControlError('InvalidRequestException', message);
}

export function invalidNextToken(): CloudControlError {
  return invalidRequest('The next token is not valid for this request.');
}

export function resourceNotFound(typeName: string, identifier: string): CloudControlError {
  return new CloudControlError('ResourceNotFoundException', notFoundMessage(typeName, identifier));
}

function notFoundMessage(typeName: string, identifier: string): string {
  return `Resource of type '${typeName}' with identifier '${identifier}' was not found.`;
}

const exceptions: Readonly<Record<HandlerErrorCode, CloudcontrolErrorName | CommonErrorName>> = {
  AccessDenied: 'AccessDeniedException',
  AlreadyExists: 'AlreadyExistsException',
  GeneralServiceException: 'GeneralServiceException',
  InternalFailure: 'HandlerInternalFailureException',
  InvalidRequest: 'InvalidRequestException',
  NotFound: 'ResourceNotFoundException',
  NotUpdatable: 'NotUpdatableException',
  ResourceConflict: 'ResourceConflictException',
  ServiceInternalError: 'ServiceInternalErrorException',
  ServiceLimitExceeded: 'ServiceLimitExceededException',
  Throttling: 'ThrottlingException',
};

/** A service's refusal as the operations that answer at once give it; what is no error of a service stays as it is. */
export function handlerFailure(error: unknown, typeName: string, requestToken: string): unknown {
  if (!(error instanceof AwsError) || error instanceof CloudControlError) return error;
  const code = handlerErrorCode(error);
  const message = `${typeName} Handler returned status FAILED: ${error.message} (HandlerErrorCode: ${code}, RequestToken: ${requestToken})`;
  return new CloudControlError(exceptions[code], message, { cause: error });
}
