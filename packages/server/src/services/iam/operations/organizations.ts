import type { IamHandlers } from '../context.ts';
import { IamError } from '../errors.ts';

/** Accounts here belong to no organization, and tokens for other parties have no issuer: AWS's answers for both. */
export const organizationOperations = {
  async ListOrganizationsFeatures() {
    throw noOrganization();
  },
  async EnableOrganizationsRootCredentialsManagement() {
    throw noOrganization();
  },
  async DisableOrganizationsRootCredentialsManagement() {
    throw noOrganization();
  },
  async EnableOrganizationsRootSessions() {
    throw noOrganization();
  },
  async DisableOrganizationsRootSessions() {
    throw noOrganization();
  },
  async GenerateOrganizationsAccessReport() {
    throw noOrganization();
  },
  async GetOrganizationsAccessReport({ JobId }) {
    throw new IamError('NoSuchEntityException', `Could not find the specified job ${JobId}`);
  },
  async GetOutboundWebIdentityFederationInfo() {
    throw federationDisabled();
  },
  async DisableOutboundWebIdentityFederation() {
    throw federationDisabled();
  },
} satisfies Partial<IamHandlers>;

function noOrganization(): IamError {
  const message = "The request failed because your account isn't a member of an organization.";
  return new IamError('OrganizationNotFoundException', message);
}

function federationDisabled(): IamError {
  const message = 'Outbound web identity federation is not enabled for this account.';
  return new IamError('FeatureDisabledException', message);
}
