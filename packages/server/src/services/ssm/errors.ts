import type { SsmErrorName } from '../../../generated/types/ssm.ts';
import { AwsError } from '../../platform/errors.ts';
import type { CommonErrorName } from '../../platform/errors.ts';

export class SsmError extends AwsError<SsmErrorName | CommonErrorName> {}

export function validation(message: string): SsmError {
  return new SsmError('ValidationException', message);
}

/** AWS says no more than the code. */
export function parameterNotFound(): SsmError {
  return new SsmError('ParameterNotFound', '');
}

export function versionNotFound(name: string, version: number): SsmError {
  const message = `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`;
  return new SsmError('ParameterVersionNotFound', message);
}

export function labelNotFound(name: string, label: string): SsmError {
  const message = `Systems Manager could not find label ${label} of ${name}. Verify the label and try again.`;
  return new SsmError('ParameterVersionNotFound', message);
}

export function reservedName(name: string): SsmError {
  return new SsmError('AccessDeniedException', `No access to reserved parameter name: ${name.replace(/^\//, '')}.`);
}

export function invalidNextToken(): SsmError {
  return new SsmError('InvalidNextToken', 'The specified token is not valid.');
}
