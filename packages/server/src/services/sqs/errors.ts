import type { SqsErrorName } from '../../../generated/types/sqs.ts';
import { AwsError } from '../../platform/errors.ts';
import type { CommonErrorName } from '../../platform/errors.ts';

export class SqsError extends AwsError<SqsErrorName | CommonErrorName> {}

export function queueDoesNotExist(): SqsError {
  return new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

export function missingParameter(name: string): SqsError {
  return new SqsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

export function invalidParameter(name: string, value: unknown, reason: string): SqsError {
  return new SqsError(
    'InvalidParameterValue',
    `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`,
  );
}

export function unknownAttribute(name: string): SqsError {
  return new SqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

export function invalidAttribute(name: string, reason?: string): SqsError {
  const detail = reason === undefined ? '' : ` Reason: ${reason}`;
  return new SqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.${detail}`);
}
