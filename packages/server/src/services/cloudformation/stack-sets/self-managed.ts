import type { AutoDeployment } from '../../../../generated/types/cloudformation.ts';
import { invalid } from '../errors.ts';

interface ManagementInput {
  CallAs?: 'SELF' | 'DELEGATED_ADMIN' | undefined;
  PermissionModel?: 'SERVICE_MANAGED' | 'SELF_MANAGED' | undefined;
  AutoDeployment?: AutoDeployment | undefined;
}

/** Stack sets of an organization need AWS Organizations, which is not here; AWS says the same without an organization. */
export function requireSelfManaged({ CallAs, PermissionModel, AutoDeployment: automatic }: ManagementInput): void {
  if (CallAs === 'DELEGATED_ADMIN') throw invalid('Account used is not a delegated administrator');
  if (PermissionModel === 'SERVICE_MANAGED') {
    throw invalid('You must enable organizations access to operate a service managed stack set');
  }
  if (automatic?.Enabled === true) {
    throw invalid('AutoDeployment can only be enabled for StackSets with SERVICE_MANAGED permission model');
  }
}
