import type { CloudformationErrorName } from '../../../generated/types/cloudformation.ts';
import { AwsError } from '../../platform/errors.ts';
import type { CommonErrorName } from '../../platform/errors.ts';

export class CloudFormationError extends AwsError<CloudformationErrorName | CommonErrorName> {}

/** What AWS answers to almost everything. */
export function invalid(message: string): CloudFormationError {
  return new CloudFormationError('ValidationError', message);
}

export function stackDoesNotExist(nameOrId: string): CloudFormationError {
  return invalid(`Stack with id ${nameOrId} does not exist`);
}

export function invalidNextToken(): CloudFormationError {
  return invalid('Invalid NextToken');
}

/** Refused for the state that the stack is in. */
export function notPossible(stack: { stackId: string; status: string }, what: string): CloudFormationError {
  return invalid(`Stack:${stack.stackId} is in ${stack.status} state and can not be ${what}.`);
}
