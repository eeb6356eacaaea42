import type { ResourceHandler } from '../../../platform/resource-handler.ts';
import { accessKeyResource } from './access-key.ts';
import { groupResource } from './group.ts';
import { groupPolicyResource, rolePolicyResource, userPolicyResource } from './inline-policy.ts';
import { instanceProfileResource } from './instance-profile.ts';
import { managedPolicyResource } from './managed-policy.ts';
import { oidcProviderResource } from './oidc-provider.ts';
import { policyResource } from './policy.ts';
import { roleResource } from './role.ts';
import { samlProviderResource } from './saml-provider.ts';
import { serverCertificateResource } from './server-certificate.ts';
import { serviceLinkedRoleResource } from './service-linked-role.ts';
import { userToGroupAdditionResource } from './user-to-group-addition.ts';
import { userResource } from './user.ts';
import { virtualMfaDeviceResource } from './virtual-mfa-device.ts';

export const resourceTypes: Readonly<Record<string, ResourceHandler>> = {
  'AWS::IAM::AccessKey': accessKeyResource,
  'AWS::IAM::Group': groupResource,
  'AWS::IAM::GroupPolicy': groupPolicyResource,
  'AWS::IAM::InstanceProfile': instanceProfileResource,
  'AWS::IAM::ManagedPolicy': managedPolicyResource,
  'AWS::IAM::OIDCProvider': oidcProviderResource,
  'AWS::IAM::Policy': policyResource,
  'AWS::IAM::Role': roleResource,
  'AWS::IAM::RolePolicy': rolePolicyResource,
  'AWS::IAM::SAMLProvider': samlProviderResource,
  'AWS::IAM::ServerCertificate': serverCertificateResource,
  'AWS::IAM::ServiceLinkedRole': serviceLinkedRoleResource,
  'AWS::IAM::User': userResource,
  'AWS::IAM::UserPolicy': userPolicyResource,
  'AWS::IAM::UserToGroupAddition': userToGroupAdditionResource,
  'AWS::IAM::VirtualMFADevice': virtualMfaDeviceResource,
};
