import type { Principal } from '../../../platform/identity.ts';
import { assumeServiceRole } from '../../../platform/service-role.ts';
import { CloudFormationError } from '../errors.ts';
import type { OperationRequest, StartContext } from './request.ts';

export function operationSettings({
  clientToken,
  fingerprint,
  notify,
  changeSetId,
}: OperationRequest & { changeSetId?: string | undefined }) {
  return {
    ...(changeSetId !== undefined && { changeSetId }),
    ...(clientToken !== undefined && { clientToken }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(notify !== undefined && { notify }),
  };
}

/** In whose name the operation acts: that of the caller, or of the role that he has passed. */
export async function actingPrincipal(
  { platform, account, region }: StartContext,
  { principal, roleArn }: Pick<OperationRequest, 'principal' | 'roleArn'>,
  stackName: string,
): Promise<Principal> {
  if (roleArn === undefined) return principal;
  const service = 'cloudformation.amazonaws.com';
  const sessionName = `AWSCloudFormation-${stackName}`.slice(0, 64);
  try {
    return await assumeServiceRole(platform, { roleArn, service, sessionName, account, region });
  } catch (error) {
    throw new CloudFormationError('ValidationError', `Role ${roleArn} is invalid or cannot be assumed`, {
      cause: error,
    });
  }
}
