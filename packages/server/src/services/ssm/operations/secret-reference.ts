import type { Parameter as ParameterOutput } from '../../../../generated/types/ssm.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { parameterNotFound, validation } from '../errors.ts';

const prefix = '/aws/reference/secretsmanager/';

export function isSecretReference(name: string): boolean {
  return name.startsWith(prefix);
}

/** A secret read as if it were a parameter, with the permissions of the caller. */
export async function getReferencedSecret(
  name: string,
  withDecryption: boolean | undefined,
  { call, clock }: RequestContext,
): Promise<ParameterOutput> {
  if (!withDecryption) {
    throw validation('WithDecryption flag must be True for retrieving a Secret Manager secret.');
  }
  const SecretId = name.slice(prefix.length);
  const secret = await call.secretsmanager.GetSecretValue({ SecretId }).catch((error: unknown) => {
    const isMissing = error instanceof AwsError && error.code === 'ResourceNotFoundException';
    throw isMissing ? parameterNotFound() : error;
  });
  return {
    Name: name,
    Type: 'SecureString',
    Value: secret.SecretString ?? '',
    Version: 0,
    SourceResult: JSON.stringify(secret),
    LastModifiedDate: secret.CreatedDate ?? new Date(clock.now()),
    ARN: secret.ARN,
  };
}
