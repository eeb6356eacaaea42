import { allow, type PolicyEntry } from './statement.ts';

/** Policies for organizations, products for their members, and support. */
export const organizationPolicies = (): PolicyEntry[] => [
  {
    name: 'AWSOrganizationsFullAccess',
    description: 'Provides full access to AWS Organizations.',
    created: '2018-11-06',
    version: 9,
    statements: [
      allow('organizations:*'),
      allow(`account:PutAlternateContact account:DeleteAlternateContact account:GetAlternateContact
         account:GetContactInformation account:PutContactInformation account:ListRegions account:EnableRegion
         account:DisableRegion account:PutAccountName account:GetAccountInformation`),
      allow('iam:CreateServiceLinkedRole', '*', {
        StringEquals: { 'iam:AWSServiceName': 'organizations.amazonaws.com' },
      }),
    ],
  },
  {
    name: 'AWSOrganizationsReadOnlyAccess',
    description: 'Provides read only access to AWS Organizations.',
    created: '2018-11-06',
    version: 6,
    statements: [
      allow('organizations:Describe* organizations:List*'),
      allow(`account:GetAlternateContact account:GetContactInformation account:ListRegions account:GetRegionOptStatus
         account:GetPrimaryEmail`),
    ],
  },
  {
    name: 'AWSServiceCatalogAdminFullAccess',
    description: 'Provides full access to the administration of AWS Service Catalog.',
    created: '2018-02-15',
    version: 8,
    statements: [
      allow(
        `cloudformation:CreateStack cloudformation:DeleteStack cloudformation:DescribeStackEvents
         cloudformation:DescribeStacks cloudformation:SetStackPolicy cloudformation:UpdateStack
         cloudformation:CreateChangeSet cloudformation:DescribeChangeSet cloudformation:ExecuteChangeSet
         cloudformation:ListChangeSets cloudformation:DeleteChangeSet cloudformation:ListStackResources
         cloudformation:TagResource cloudformation:CreateStackSet cloudformation:CreateStackInstances
         cloudformation:UpdateStackSet cloudformation:UpdateStackInstances cloudformation:DeleteStackSet
         cloudformation:DeleteStackInstances cloudformation:DescribeStackSet cloudformation:DescribeStackInstance
         cloudformation:DescribeStackSetOperation cloudformation:ListStackInstances
         cloudformation:ListStackSetOperations cloudformation:ListStackSetOperationResults`,
        `arn:aws:cloudformation:*:*:stack/SC-* arn:aws:cloudformation:*:*:stack/StackSet-SC-*
         arn:aws:cloudformation:*:*:changeSet/SC-* arn:aws:cloudformation:*:*:stackset/SC-*`,
      ),
      allow(`cloudformation:CreateUploadBucket cloudformation:GetTemplateSummary cloudformation:ValidateTemplate
         iam:GetGroup iam:GetRole iam:GetUser iam:ListGroups iam:ListRoles iam:ListUsers servicecatalog:Get*
         servicecatalog:Scan* servicecatalog:Search* servicecatalog:List* servicecatalog:TagResource
         servicecatalog:UntagResource servicecatalog:SyncResource ssm:DescribeDocument ssm:GetAutomationExecution
         ssm:ListDocuments ssm:ListDocumentVersions config:DescribeConfigurationRecorders
         config:DescribeConfigurationRecorderStatus`),
      allow(`servicecatalog:Accept* servicecatalog:Associate* servicecatalog:Batch* servicecatalog:Copy*
         servicecatalog:Create* servicecatalog:Delete* servicecatalog:Describe* servicecatalog:Disable*
         servicecatalog:Disassociate* servicecatalog:Enable* servicecatalog:Execute* servicecatalog:Import*
         servicecatalog:Provision* servicecatalog:Put* servicecatalog:Reject* servicecatalog:Terminate*
         servicecatalog:Update*`),
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'servicecatalog.amazonaws.com' } }),
      allow(
        'iam:CreateServiceLinkedRole',
        `arn:aws:iam::*:role/aws-service-role/orgsdatasync.servicecatalog.amazonaws.com/AWSServiceRoleForServiceCatalogOrgsDataSync`,
        { StringEquals: { 'iam:AWSServiceName': 'orgsdatasync.servicecatalog.amazonaws.com' } },
      ),
    ],
  },
  {
    name: 'AWSServiceCatalogEndUserFullAccess',
    description: 'Provides full access to the products of AWS Service Catalog.',
    created: '2018-02-15',
    version: 7,
    statements: [
      allow(
        `cloudformation:CreateStack cloudformation:DeleteStack cloudformation:DescribeStackEvents
         cloudformation:DescribeStacks cloudformation:SetStackPolicy cloudformation:ValidateTemplate
         cloudformation:UpdateStack cloudformation:CreateChangeSet cloudformation:DescribeChangeSet
         cloudformation:ExecuteChangeSet cloudformation:ListChangeSets cloudformation:DeleteChangeSet
         cloudformation:TagResource cloudformation:CreateStackSet cloudformation:CreateStackInstances
         cloudformation:UpdateStackSet cloudformation:UpdateStackInstances cloudformation:DeleteStackSet
         cloudformation:DeleteStackInstances cloudformation:DescribeStackSet cloudformation:DescribeStackInstance
         cloudformation:DescribeStackSetOperation cloudformation:ListStackInstances
         cloudformation:ListStackResources cloudformation:ListStackSetOperations
         cloudformation:ListStackSetOperationResults`,
        `arn:aws:cloudformation:*:*:stack/SC-* arn:aws:cloudformation:*:*:stack/StackSet-SC-*
         arn:aws:cloudformation:*:*:changeSet/SC-* arn:aws:cloudformation:*:*:stackset/SC-*`,
      ),
      allow(`cloudformation:GetTemplateSummary servicecatalog:DescribeProduct servicecatalog:DescribeProductView
         servicecatalog:DescribeProvisioningParameters servicecatalog:ListLaunchPaths
         servicecatalog:ProvisionProduct servicecatalog:SearchProducts ssm:DescribeDocument
         ssm:GetAutomationExecution config:DescribeConfigurationRecorders
         config:DescribeConfigurationRecorderStatus`),
      allow(
        `servicecatalog:DescribeProvisionedProduct servicecatalog:DescribeRecord servicecatalog:ListRecordHistory
         servicecatalog:ListStackInstancesForProvisionedProduct servicecatalog:ScanProvisionedProducts
         servicecatalog:TerminateProvisionedProduct servicecatalog:UpdateProvisionedProduct
         servicecatalog:SearchProvisionedProducts servicecatalog:CreateProvisionedProductPlan
         servicecatalog:DescribeProvisionedProductPlan servicecatalog:ExecuteProvisionedProductPlan
         servicecatalog:DeleteProvisionedProductPlan servicecatalog:ListProvisionedProductPlans
         servicecatalog:ListServiceActionsForProvisioningArtifact
         servicecatalog:ExecuteProvisionedProductServiceAction
         servicecatalog:DescribeServiceActionExecutionParameters`,
        '*',
        { StringEquals: { 'servicecatalog:userLevel': 'self' } },
      ),
    ],
  },
  {
    name: 'AWSSupportAccess',
    description: 'Provides access to AWS Support.',
    created: '2015-02-06',
    version: 4,
    statements: [allow('support:* support-console:*')],
  },
];
