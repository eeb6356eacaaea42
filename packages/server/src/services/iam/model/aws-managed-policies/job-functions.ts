import { allow, allowAllBut, type PolicyEntry } from './statement.ts';

const ownUser = 'arn:aws:iam::*:user/${aws:username}';

export const jobFunctionPolicies = (): PolicyEntry[] => [
  {
    name: 'AdministratorAccess',
    description: 'Provides full access to AWS services and resources.',
    created: '2015-02-06',
    version: 1,
    statements: [allow('*')],
  },
  {
    name: 'PowerUserAccess',
    description:
      'Provides full access to AWS services and resources, but does not allow management of Users and groups.',
    created: '2015-02-06',
    version: 5,
    statements: [
      allowAllBut('iam:* organizations:* account:*'),
      allow(
        `account:GetAccountInformation account:GetGovCloudAccountInformation account:GetPrimaryEmail
         account:ListRegions iam:CreateServiceLinkedRole iam:DeleteServiceLinkedRole iam:ListRoles
         organizations:DescribeEffectivePolicy organizations:DescribeOrganization`,
      ),
    ],
  },
  {
    name: 'ReadOnlyAccess',
    description: 'Provides read-only access to AWS services and resources.',
    created: '2015-02-06',
    version: 120,
    statements: [
      allow(
        `acm:Describe* acm:Get* acm:List* apigateway:GET application-autoscaling:Describe*
         autoscaling:Describe* autoscaling:GetPredictiveScalingForecast cloud9:Describe* cloud9:List*
         cloudformation:Describe* cloudformation:Detect* cloudformation:Estimate* cloudformation:Get*
         cloudformation:List* cloudformation:ValidateTemplate cloudwatch:Describe* cloudwatch:GenerateQuery
         cloudwatch:Get* cloudwatch:List* codebuild:BatchGet* codebuild:DescribeCodeCoverages
         codebuild:DescribeTestCases codebuild:List* codecommit:BatchGet* codecommit:Describe* codecommit:Get*
         codecommit:GitPull codecommit:List* codedeploy:BatchGet* codedeploy:Get* codedeploy:List*
         codepipeline:Get* codepipeline:List* cognito-identity:Describe* cognito-identity:List*
         cognito-idp:AdminGet* cognito-idp:AdminList* cognito-idp:Describe* cognito-idp:Get* cognito-idp:List*
         dynamodb:BatchGet* dynamodb:Describe* dynamodb:Get* dynamodb:List* dynamodb:PartiQLSelect dynamodb:Query
         dynamodb:Scan ec2:Describe* ec2:Get* ec2:ListImagesInRecycleBin ec2:ListSnapshotsInRecycleBin
         ec2:SearchLocalGatewayRoutes ec2:SearchTransitGatewayRoutes ecr:BatchCheck* ecr:BatchGet* ecr:Describe*
         ecr:Get* ecr:List* ecs:Describe* ecs:List* eks:Describe* eks:List* elasticloadbalancing:Describe*
         events:Describe* events:List* events:Test* iam:Generate* iam:Get* iam:List* iam:Simulate*
         kinesis:Describe* kinesis:Get* kinesis:List* kms:Describe* kms:Get* kms:List* lambda:Get* lambda:List*
         logs:Describe* logs:FilterLogEvents logs:Get* logs:ListAnomalies logs:ListLogAnomalyDetectors
         logs:ListTagsForResource logs:ListTagsLogGroup logs:StartLiveTail logs:StartQuery logs:StopLiveTail
         logs:StopQuery logs:TestMetricFilter opsworks-cm:Describe* opsworks-cm:List* opsworks:Describe*
         opsworks:Get* pipes:Describe* pipes:List* rds:Describe* rds:Download* rds:List* resource-groups:Get*
         resource-groups:List* resource-groups:Search* route53:Get* route53:List* route53:Test* s3:DescribeJob
         s3:Get* s3:List* scheduler:Get* scheduler:List* schemas:Describe* schemas:Get* schemas:List*
         schemas:Search* secretsmanager:Describe* secretsmanager:GetResourcePolicy secretsmanager:List* sns:Check*
         sns:Get* sns:List* sqs:Get* sqs:List* sqs:Receive* ssm:Describe* ssm:Get* ssm:List* states:Describe*
         states:GetExecutionHistory states:List* states:ValidateStateMachineDefinition sts:GetAccessKeyInfo
         sts:GetCallerIdentity sts:GetSessionToken tag:DescribeReportCreation tag:Get* xray:BatchGet* xray:Get*
         xray:List*`,
      ),
    ],
  },
  {
    name: 'ViewOnlyAccess',
    path: '/job-function/',
    description: 'This policy grants permissions to view resources and basic metadata across all AWS services.',
    created: '2016-11-10',
    version: 20,
    statements: [
      allow(
        `acm:ListCertificates apigateway:GET application-autoscaling:DescribeScalingPolicies autoscaling:Describe*
         cloudformation:DescribeStacks cloudformation:List* cloudwatch:DescribeAlarms* cloudwatch:Get*
         cloudwatch:List* codebuild:ListBuilds* codebuild:ListProjects codecommit:ListRepositories codedeploy:Get*
         codedeploy:List* codepipeline:ListPipelines cognito-idp:List* dynamodb:DescribeLimits
         dynamodb:DescribeTable dynamodb:ListTables ec2:DescribeAccountAttributes ec2:DescribeAddresses
         ec2:DescribeAvailabilityZones ec2:DescribeImages ec2:DescribeInstances ec2:DescribeInternetGateways
         ec2:DescribeKeyPairs ec2:DescribeNatGateways ec2:DescribeNetworkAcls ec2:DescribeNetworkInterfaces
         ec2:DescribeRegions ec2:DescribeReserved* ec2:DescribeRouteTables ec2:DescribeSecurityGroups
         ec2:DescribeSnapshots ec2:DescribeSpot* ec2:DescribeSubnets ec2:DescribeTags ec2:DescribeVolume*
         ec2:DescribeVpc* ec2:DescribeVpnGateways ecr:DescribeRepositories ecr:ListImages ecs:Describe* ecs:List*
         elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeLoadBalancers
         elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth
         events:ListRuleNamesByTarget events:ListRules events:ListTargetsByRule iam:GetAccountSummary
         iam:GetLoginProfile iam:List* kinesis:ListStreams kms:ListKeys lambda:List* logs:Describe*
         opsworks:Describe* opsworks-cm:Describe* rds:Describe* route53:Get* route53:List*
         s3:ListAllMyBuckets s3:ListBucket secretsmanager:List* sns:List* sqs:ListQueues ssm:DescribeParameters
         ssm:ListAssociations ssm:ListDocuments states:ListActivities states:ListStateMachines`,
      ),
    ],
  },
  {
    name: 'SecurityAudit',
    description:
      'The security audit template grants access to read security configuration metadata. It is useful for software that audits the configuration of an AWS account.',
    created: '2015-02-06',
    version: 60,
    statements: [
      allow(
        `acm:Describe* acm:List* application-autoscaling:Describe* autoscaling:Describe* cloud9:Describe*
         cloud9:ListEnvironments cloudformation:Describe* cloudformation:GetStackPolicy
         cloudformation:GetTemplate cloudformation:ListStack* cloudwatch:Describe* codebuild:ListProjects
         codecommit:BatchGetRepositories codecommit:GetBranch codecommit:GetObjectIdentifier
         codecommit:GetRepository codecommit:GitPull codecommit:List* codedeploy:Batch* codedeploy:Get*
         codedeploy:List* codepipeline:GetPipelineState codepipeline:ListPipelines cognito-idp:Describe*
         cognito-idp:ListDevices cognito-idp:ListGroups cognito-idp:ListUserPools dynamodb:Describe*
         dynamodb:ListTables ec2:Describe* ec2:GetEbsEncryptionByDefault ecr:DescribeRepositories
         ecr:GetRepositoryPolicy ecs:Describe* ecs:List* eks:Describe* eks:List* elasticloadbalancing:Describe*
         events:Describe* events:List* iam:GenerateCredentialReport iam:GenerateServiceLastAccessedDetails
         iam:Get* iam:List* iam:Simulate* kinesis:Describe* kinesis:List* kms:Describe* kms:Get* kms:List*
         lambda:GetAccountSettings lambda:GetFunctionConfiguration lambda:GetLayerVersionPolicy lambda:GetPolicy
         lambda:List* logs:Describe* logs:ListTagsForResource opsworks-cm:DescribeServers
         opsworks:DescribeStacks rds:Describe* rds:DownloadDBLogFilePortion rds:ListTagsForResource route53:Get*
         route53:List* s3:GetAccelerateConfiguration s3:GetAccess* s3:GetAccount* s3:GetAnalyticsConfiguration
         s3:GetBucket* s3:GetEncryptionConfiguration s3:GetInventoryConfiguration s3:GetLifecycleConfiguration
         s3:GetMetricsConfiguration s3:GetObjectAcl s3:GetObjectVersionAcl s3:GetReplicationConfiguration
         s3:ListAccessPoints s3:ListAllMyBuckets s3:ListBucket* secretsmanager:DescribeSecret
         secretsmanager:GetResourcePolicy secretsmanager:ListSecretVersionIds secretsmanager:ListSecrets
         sns:GetTopicAttributes sns:List* sqs:GetQueueAttributes sqs:ListDeadLetterSourceQueues sqs:ListQueueTags
         sqs:ListQueues ssm:Describe* ssm:GetAutomationExecution ssm:ListDocuments states:DescribeStateMachine
         states:ListStateMachines tag:GetResources tag:GetTagKeys xray:GetEncryptionConfig xray:GetGroup
         xray:GetGroups xray:GetSamplingRules`,
      ),
      allow(
        'apigateway:GET',
        `arn:aws:apigateway:*::/apis arn:aws:apigateway:*::/apis/*/authorizers/* arn:aws:apigateway:*::/apis/*/stages
         arn:aws:apigateway:*::/restapis arn:aws:apigateway:*::/restapis/*/authorizers
         arn:aws:apigateway:*::/restapis/*/stages arn:aws:apigateway:*::/vpclinks`,
      ),
    ],
  },
  {
    name: 'Billing',
    path: '/job-function/',
    description: 'Grants permissions for billing and cost management.',
    created: '2016-11-10',
    version: 20,
    statements: [
      allow(
        `account:GetAccountInformation aws-portal:*Billing aws-portal:*PaymentMethods aws-portal:*Usage
         billing:Get* billing:List* billing:PutContractInformation billing:RedeemCredits billing:Update* budgets:*
         ce:* consolidatedbilling:Get* consolidatedbilling:List* cur:* freetier:Get* freetier:Put* invoicing:Get*
         invoicing:List* invoicing:Put* payments:* purchase-orders:* tax:*`,
      ),
    ],
  },
  {
    name: 'IAMFullAccess',
    description: 'Provides full access to IAM via the AWS Management Console.',
    created: '2015-02-06',
    version: 2,
    statements: [
      allow(
        `iam:* organizations:DescribeAccount organizations:DescribeOrganization
         organizations:DescribeOrganizationalUnit organizations:DescribePolicy organizations:ListChildren
         organizations:ListParents organizations:ListPoliciesForTarget organizations:ListRoots
         organizations:ListPolicies organizations:ListTargetsForPolicy`,
      ),
    ],
  },
  {
    name: 'IAMReadOnlyAccess',
    description: 'Provides read only access to IAM via the AWS Management Console.',
    created: '2015-02-06',
    version: 4,
    statements: [
      allow(
        `iam:GenerateCredentialReport iam:GenerateServiceLastAccessedDetails iam:Get* iam:List*
         iam:SimulateCustomPolicy iam:SimulatePrincipalPolicy`,
      ),
    ],
  },
  {
    name: 'IAMUserChangePassword',
    description: 'Provides the ability for an IAM user to change their own password.',
    created: '2016-11-15',
    version: 2,
    statements: [
      allow('iam:ChangePassword', `${ownUser} arn:aws:iam::*:user/*/\${aws:username}`),
      allow('iam:GetAccountPasswordPolicy'),
    ],
  },
  {
    name: 'IAMUserSSHKeys',
    description: 'Provides the ability for an IAM user to manage their own SSH keys.',
    created: '2015-07-09',
    version: 1,
    statements: [
      allow(
        'iam:DeleteSSHPublicKey iam:GetSSHPublicKey iam:ListSSHPublicKeys iam:UpdateSSHPublicKey iam:UploadSSHPublicKey',
        ownUser,
      ),
    ],
  },
  {
    name: 'IAMSelfManageServiceSpecificCredentials',
    description: 'Allows an IAM user to manage their own Service Specific Credentials.',
    created: '2016-12-22',
    version: 1,
    statements: [
      allow(
        `iam:CreateServiceSpecificCredential iam:ListServiceSpecificCredentials iam:UpdateServiceSpecificCredential
         iam:DeleteServiceSpecificCredential iam:ResetServiceSpecificCredential`,
        ownUser,
      ),
    ],
  },
];
