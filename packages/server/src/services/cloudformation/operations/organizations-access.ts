import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError } from '../errors.ts';
import { requireSelfManaged } from '../stack-sets/self-managed.ts';

/** AWS Organizations is not here: every account is outside of any organization. */
export const organizationsAccessOperations = {
  async ActivateOrganizationsAccess() {
    throw outsideOfOrganizations();
  },

  async DeactivateOrganizationsAccess() {
    throw outsideOfOrganizations();
  },

  async DescribeOrganizationsAccess({ CallAs }) {
    requireSelfManaged({ CallAs });
    return { Status: 'DISABLED' };
  },
} satisfies Partial<CloudFormationHandlers>;

function outsideOfOrganizations(): CloudFormationError {
  return new CloudFormationError(
    'InvalidOperationException',
    'Your account is not a member of an organization: AWS Organizations does not run here.',
  );
}
