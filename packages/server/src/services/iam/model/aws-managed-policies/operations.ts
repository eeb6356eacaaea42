import { allow, createLinkedRoleFor, type PolicyEntry } from './statement.ts';

const readMetrics = 'autoscaling:Describe* cloudwatch:Describe* cloudwatch:Get* cloudwatch:List*';

/** Policies for watching, configuring and securing what runs. */
export const operationsPolicies = (): PolicyEntry[] => [
  {
    name: 'CloudWatchFullAccess',
    description: 'Provides full access to CloudWatch.',
    created: '2015-02-06',
    version: 4,
    statements: [
      allow(
        'autoscaling:Describe* cloudwatch:* logs:* sns:* iam:GetPolicy iam:GetPolicyVersion iam:GetRole oam:ListSinks',
      ),
      createLinkedRoleFor(
        'events.amazonaws.com',
        'arn:aws:iam::*:role/aws-service-role/events.amazonaws.com/AWSServiceRoleForCloudWatchEvents*',
      ),
      allow('oam:ListAttachedLinks', 'arn:aws:oam:*:*:sink/*'),
    ],
  },
  {
    name: 'CloudWatchFullAccessV2',
    description: 'Provides full access to CloudWatch.',
    created: '2023-08-01',
    version: 2,
    statements: [
      allow(
        `application-autoscaling:DescribeScalingPolicies autoscaling:DescribeAutoScalingGroups
         autoscaling:DescribePolicies cloudwatch:* logs:* sns:CreateTopic sns:ListSubscriptions
         sns:ListSubscriptionsByTopic sns:ListTopics sns:Subscribe iam:GetPolicy iam:GetPolicyVersion iam:GetRole
         oam:ListSinks rum:* synthetics:* xray:*`,
      ),
      createLinkedRoleFor(
        'application-signals.cloudwatch.amazonaws.com',
        'arn:aws:iam::*:role/aws-service-role/application-signals.cloudwatch.amazonaws.com/AWSServiceRoleForCloudWatchApplicationSignals',
      ),
      createLinkedRoleFor(
        'events.amazonaws.com',
        'arn:aws:iam::*:role/aws-service-role/events.amazonaws.com/AWSServiceRoleForCloudWatchEvents*',
      ),
      allow('oam:ListAttachedLinks', 'arn:aws:oam:*:*:sink/*'),
    ],
  },
  {
    name: 'CloudWatchReadOnlyAccess',
    description: 'Provides read only access to CloudWatch.',
    created: '2015-02-06',
    version: 12,
    statements: [
      allow(
        `application-autoscaling:DescribeScalingPolicies application-signals:BatchGet* application-signals:Get*
         application-signals:List* autoscaling:Describe* cloudwatch:BatchGet* cloudwatch:Describe*
         cloudwatch:GenerateQuery cloudwatch:Get* cloudwatch:List* logs:Get* logs:List* logs:StartQuery
         logs:StopQuery logs:Describe* logs:TestMetricFilter logs:FilterLogEvents logs:StartLiveTail
         logs:StopLiveTail oam:ListSinks sns:Get* sns:List* rum:BatchGet* rum:Get* rum:List* synthetics:Describe*
         synthetics:Get* synthetics:List* xray:BatchGet* xray:Get*`,
      ),
      allow('oam:ListAttachedLinks', 'arn:aws:oam:*:*:sink/*'),
    ],
  },
  {
    name: 'CloudWatchLogsFullAccess',
    description: 'Provides full access to CloudWatch Logs.',
    created: '2015-02-06',
    version: 2,
    statements: [allow('logs:* cloudwatch:GenerateQuery')],
  },
  {
    name: 'CloudWatchLogsReadOnlyAccess',
    description: 'Provides read only access to CloudWatch Logs.',
    created: '2015-02-06',
    version: 6,
    statements: [
      allow(
        `logs:Describe* logs:Get* logs:List* logs:StartQuery logs:StopQuery logs:TestMetricFilter
         logs:FilterLogEvents logs:StartLiveTail logs:StopLiveTail cloudwatch:GenerateQuery`,
      ),
    ],
  },
  {
    name: 'CloudWatchEventsFullAccess',
    description: 'Provides full access to Amazon CloudWatch Events.',
    created: '2016-01-14',
    version: 2,
    statements: [allow('events:*'), allow('iam:PassRole', 'arn:aws:iam::*:role/AWS_Events_Invoke_Targets')],
  },
  {
    name: 'CloudWatchAgentServerPolicy',
    description: 'Permissions required to use AmazonCloudWatchAgent on servers.',
    created: '2018-03-07',
    version: 5,
    statements: [
      allow(
        `cloudwatch:PutMetricData ec2:DescribeVolumes ec2:DescribeTags logs:PutLogEvents
         logs:PutRetentionPolicy logs:DescribeLogStreams logs:DescribeLogGroups logs:CreateLogStream
         logs:CreateLogGroup xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules
         xray:GetSamplingTargets xray:GetSamplingStatisticSummaries`,
      ),
      allow('ssm:GetParameter', 'arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*'),
    ],
  },
  {
    name: 'CloudWatchAgentAdminPolicy',
    description: 'Full permissions required to use AmazonCloudWatchAgent.',
    created: '2018-03-07',
    version: 4,
    statements: [
      allow(
        `cloudwatch:PutMetricData ec2:DescribeTags logs:PutLogEvents logs:PutRetentionPolicy
         logs:DescribeLogStreams logs:DescribeLogGroups logs:CreateLogStream logs:CreateLogGroup
         xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets
         xray:GetSamplingStatisticSummaries`,
      ),
      allow('ssm:GetParameter ssm:PutParameter', 'arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*'),
    ],
  },
  {
    name: 'AmazonCloudWatchEvidentlyReadOnlyAccess',
    description: 'Provides read only access to Amazon CloudWatch Evidently.',
    created: '2021-11-29',
    version: 1,
    statements: [allow(`evidently:Get* evidently:List* ${readMetrics}`)],
  },
  {
    name: 'AWSXRayDaemonWriteAccess',
    description:
      "Allow the AWS X-Ray Daemon to relay raw trace segments data to the service's API and retrieve sampling data (rules, targets, etc.) to be used by the X-Ray SDK.",
    created: '2018-08-28',
    version: 2,
    statements: [
      allow(
        `xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets
         xray:GetSamplingStatisticSummaries`,
      ),
    ],
  },
  {
    name: 'AWSXrayWriteOnlyAccess',
    description: 'AWS X-Ray write only managed policy.',
    created: '2016-12-01',
    version: 2,
    statements: [
      allow(
        `xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets
         xray:GetSamplingStatisticSummaries`,
      ),
    ],
  },
  {
    name: 'AmazonSSMFullAccess',
    description: 'Provides full access to Amazon SSM.',
    created: '2015-05-29',
    version: 4,
    statements: [
      allow(
        `cloudwatch:PutMetricData ds:CreateComputer ds:DescribeDirectories ec2:DescribeInstanceStatus logs:* ssm:*
         ec2messages:*`,
      ),
      createLinkedRoleFor(
        'ssm.amazonaws.com',
        'arn:aws:iam::*:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*',
      ),
      allow(
        'iam:DeleteServiceLinkedRole iam:GetServiceLinkedRoleDeletionStatus',
        'arn:aws:iam::*:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*',
      ),
      allow(
        `ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel
         ssmmessages:OpenDataChannel`,
      ),
    ],
  },
  {
    name: 'AmazonSSMReadOnlyAccess',
    description: 'Provides read only access to Amazon SSM.',
    created: '2015-05-29',
    version: 1,
    statements: [allow('ssm:Describe* ssm:Get* ssm:List*')],
  },
  {
    name: 'AmazonSSMManagedInstanceCore',
    description: 'The policy for Amazon EC2 Role to enable AWS Systems Manager service core functionality.',
    created: '2019-03-15',
    version: 2,
    statements: [
      allow(
        `ssm:DescribeAssociation ssm:GetDeployablePatchSnapshotForInstance ssm:GetDocument ssm:DescribeDocument
         ssm:GetManifest ssm:GetParameter ssm:GetParameters ssm:ListAssociations ssm:ListInstanceAssociations
         ssm:PutInventory ssm:PutComplianceItems ssm:PutConfigurePackageResult ssm:UpdateAssociationStatus
         ssm:UpdateInstanceAssociationStatus ssm:UpdateInstanceInformation`,
      ),
      allow(
        `ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel
         ssmmessages:OpenDataChannel`,
      ),
      allow(
        `ec2messages:AcknowledgeMessage ec2messages:DeleteMessage ec2messages:FailMessage
         ec2messages:GetEndpoint ec2messages:GetMessages ec2messages:SendReply`,
      ),
    ],
  },
  {
    name: 'SecretsManagerReadWrite',
    description:
      'Provides read/write access to AWS Secrets Manager via the AWS Management Console. Note: this exludes IAM actions, so combine with IAMFullAccess if rotation configuration is required.',
    created: '2018-04-04',
    version: 5,
    statements: [
      allow(
        `secretsmanager:* cloudformation:CreateChangeSet cloudformation:DescribeChangeSet
         cloudformation:DescribeStackResource cloudformation:DescribeStacks cloudformation:ExecuteChangeSet
         docdb-elastic:GetCluster docdb-elastic:ListClusters ec2:DescribeSecurityGroups ec2:DescribeSubnets
         ec2:DescribeVpcs kms:DescribeKey kms:ListAliases kms:ListKeys lambda:ListFunctions
         rds:DescribeDBClusters rds:DescribeDBInstances redshift:DescribeClusters
         redshift-serverless:ListWorkgroups redshift-serverless:GetNamespace tag:GetResources`,
      ),
      allow(
        `lambda:AddPermission lambda:CreateFunction lambda:GetFunction lambda:InvokeFunction
         lambda:UpdateFunctionConfiguration`,
        'arn:aws:lambda:*:*:function:SecretsManager*',
      ),
      allow(
        'serverlessrepo:CreateCloudFormationChangeSet serverlessrepo:GetApplication',
        'arn:aws:serverlessrepo:*:*:applications/SecretsManager*',
      ),
      allow(
        's3:GetObject',
        'arn:aws:s3:::awsserverlessrepo-changesets* arn:aws:s3:::secrets-manager-rotation-apps-*/*',
      ),
    ],
  },
  {
    name: 'AWSKeyManagementServicePowerUser',
    description: 'Provides access to AWS Key Management Service (KMS).',
    created: '2015-02-06',
    version: 2,
    statements: [
      allow(
        `kms:CreateAlias kms:CreateKey kms:DeleteAlias kms:Describe* kms:GenerateRandom kms:Get* kms:List*
         kms:TagResource kms:UntagResource iam:ListGroups iam:ListRoles iam:ListUsers`,
      ),
    ],
  },
  {
    name: 'AWSCertificateManagerFullAccess',
    description: 'Provides full access to AWS Certificate Manager (ACM).',
    created: '2016-01-21',
    version: 2,
    statements: [
      allow('acm:*'),
      allow(
        'iam:CreateServiceLinkedRole',
        'arn:aws:iam::*:role/aws-service-role/acm.amazonaws.com/AWSServiceRoleForCertificateManager*',
        {
          StringEquals: { 'iam:AWSServiceName': 'acm.amazonaws.com' },
        },
      ),
      allow(
        'iam:DeleteServiceLinkedRole iam:GetServiceLinkedRoleDeletionStatus iam:GetRole',
        'arn:aws:iam::*:role/aws-service-role/acm.amazonaws.com/AWSServiceRoleForCertificateManager*',
      ),
    ],
  },
  {
    name: 'AWSCertificateManagerReadOnly',
    description: 'Provides read only access to AWS Certificate Manager (ACM).',
    created: '2016-01-21',
    version: 3,
    statements: [
      allow(
        'acm:DescribeCertificate acm:ListCertificates acm:GetCertificate acm:ListTagsForCertificate acm:GetAccountConfiguration',
      ),
    ],
  },
  {
    name: 'ResourceGroupsandTagEditorFullAccess',
    description: 'Provides full access to Resource Groups and Tag Editor.',
    created: '2015-02-06',
    version: 6,
    statements: [
      allow(
        `tag:getResources tag:getTagKeys tag:getTagValues tag:TagResources tag:UntagResources resource-groups:*
         cloudformation:DescribeStacks cloudformation:ListStackResources cloudformation:ListStacks`,
      ),
    ],
  },
  {
    name: 'AWSCloudFormationFullAccess',
    description: 'Provides full access to AWS CloudFormation.',
    created: '2019-07-26',
    version: 1,
    statements: [allow('cloudformation:*')],
  },
  {
    name: 'AWSCloudFormationReadOnlyAccess',
    description: 'Provides access to AWS CloudFormation via the AWS Management Console.',
    created: '2015-02-06',
    version: 2,
    statements: [
      allow(
        `cloudformation:Describe* cloudformation:EstimateTemplateCost cloudformation:Get* cloudformation:List*
         cloudformation:ValidateTemplate cloudformation:Detect*`,
      ),
    ],
  },
];
