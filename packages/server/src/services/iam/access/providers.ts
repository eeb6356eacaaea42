import type { IamOperations } from '../../../../generated/types/iam.ts';
import type { AccessRules } from '../../../platform/service.ts';
import { linkedRoleOf } from '../model/service-linked-roles.ts';
import { entityArn } from '../model/entity.ts';
import { serverCertificatesTable } from '../store/server-certificates.ts';
import { creationRule, entityRule, listRule, requestTags, untagKeys } from './entity-rules.ts';
import { roleAccess } from './roles.ts';

const onCertificate = entityRule({
  type: 'server-certificate',
  table: serverCertificatesTable,
  nameOf: (input: { ServerCertificateName: string }) => input.ServerCertificateName,
});
const onOidcProvider = {
  resources: (input: { OpenIDConnectProviderArn: string }) => [input.OpenIDConnectProviderArn],
};
const onSamlProvider = { resources: (input: { SAMLProviderArn: string }) => [input.SAMLProviderArn] };

/** Server certificates, identity providers, service-linked roles and reports. */
export const providerAccess = {
  UploadServerCertificate: creationRule(
    'server-certificate',
    (input: { ServerCertificateName: string }) => input.ServerCertificateName,
  ),
  GetServerCertificate: onCertificate(),
  ListServerCertificates: listRule('server-certificate'),
  UpdateServerCertificate: onCertificate(),
  DeleteServerCertificate: onCertificate(),
  TagServerCertificate: onCertificate(requestTags),
  UntagServerCertificate: onCertificate(untagKeys),
  ListServerCertificateTags: onCertificate(),
  CreateOpenIDConnectProvider: {
    resources: ({ Url }, { account }) => [
      `arn:aws:iam::${account}:oidc-provider/${Url.replace(/^https?:\/\//, '').replace(/\/$/, '')}`,
    ],
    conditions: async (input) => requestTags(input),
  },
  GetOpenIDConnectProvider: onOidcProvider,
  UpdateOpenIDConnectProviderThumbprint: onOidcProvider,
  AddClientIDToOpenIDConnectProvider: onOidcProvider,
  RemoveClientIDFromOpenIDConnectProvider: onOidcProvider,
  DeleteOpenIDConnectProvider: onOidcProvider,
  ListOpenIDConnectProviderTags: onOidcProvider,
  TagOpenIDConnectProvider: { ...onOidcProvider, conditions: async (input) => requestTags(input) },
  UntagOpenIDConnectProvider: { ...onOidcProvider, conditions: async (input) => untagKeys(input) },
  CreateSAMLProvider: {
    resources: ({ Name }, { account }) => [`arn:aws:iam::${account}:saml-provider/${Name}`],
    conditions: async (input) => requestTags(input),
  },
  GetSAMLProvider: onSamlProvider,
  UpdateSAMLProvider: onSamlProvider,
  DeleteSAMLProvider: onSamlProvider,
  ListSAMLProviderTags: onSamlProvider,
  TagSAMLProvider: { ...onSamlProvider, conditions: async (input) => requestTags(input) },
  UntagSAMLProvider: { ...onSamlProvider, conditions: async (input) => untagKeys(input) },
  CreateServiceLinkedRole: {
    resources: ({ AWSServiceName, CustomSuffix }, { account }) => [
      entityArn('role', { account, ...linkedRoleOf(AWSServiceName, CustomSuffix) }),
    ],
    conditions: async ({ AWSServiceName }) => ({ 'iam:AWSServiceName': AWSServiceName }),
  },
  DeleteServiceLinkedRole: roleAccess.GetRole,
  SimulatePrincipalPolicy: { resources: ({ PolicySourceArn }) => [PolicySourceArn] },
  GetContextKeysForPrincipalPolicy: { resources: ({ PolicySourceArn }) => [PolicySourceArn] },
  GenerateServiceLastAccessedDetails: { resources: ({ Arn }) => [Arn] },
} satisfies AccessRules<IamOperations>;
