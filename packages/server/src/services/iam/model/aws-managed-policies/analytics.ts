import { allow, allowElsewhere, createLinkedRoleFor, passRoleTo, type PolicyEntry } from './statement.ts';

/** Policies for catalogues, queries, warehouses and streams. */
export const analyticsPolicies = (): PolicyEntry[] => [
  {
    name: 'AWSGlueServiceRole',
    path: '/service-role/',
    description: 'Lets AWS Glue crawl data and run jobs.',
    created: '2017-08-14',
    version: 5,
    statements: [
      allow(`glue:* s3:GetBucketLocation s3:ListBucket s3:ListAllMyBuckets s3:GetBucketAcl ec2:DescribeVpcEndpoints
         ec2:DescribeRouteTables ec2:CreateNetworkInterface ec2:DeleteNetworkInterface
         ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcAttribute
         iam:ListRolePolicies iam:GetRole iam:GetRolePolicy cloudwatch:PutMetricData`),
      allow('s3:CreateBucket', 'arn:aws:s3:::aws-glue-*'),
      allow('s3:GetObject s3:PutObject s3:DeleteObject', 'arn:aws:s3:::aws-glue-*/* arn:aws:s3:::*/*aws-glue-*/*'),
      allow('s3:GetObject', 'arn:aws:s3:::crawler-public* arn:aws:s3:::aws-glue-*'),
      allow('logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents', 'arn:aws:logs:*:*:*:/aws-glue/*'),
      allow(
        'ec2:CreateTags ec2:DeleteTags',
        `arn:aws:ec2:*:*:network-interface/* arn:aws:ec2:*:*:security-group/* arn:aws:ec2:*:*:instance/*`,
        { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'aws-glue-service-resource' } },
      ),
    ],
  },
  {
    name: 'AWSGlueConsoleFullAccess',
    description: 'Provides full access to AWS Glue via the AWS Management Console.',
    created: '2017-08-14',
    version: 14,
    statements: [
      allow(`glue:* redshift:DescribeClusters redshift:DescribeClusterSubnetGroups iam:ListRoles iam:ListUsers
         iam:ListGroups iam:ListRolePolicies iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies
         ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeVpcEndpoints
         ec2:DescribeRouteTables ec2:DescribeVpcAttribute ec2:DescribeKeyPairs ec2:DescribeInstances
         ec2:DescribeImages rds:DescribeDBInstances rds:DescribeDBClusters rds:DescribeDBSubnetGroups
         s3:ListAllMyBuckets s3:ListBucket s3:GetBucketAcl s3:GetBucketLocation cloudformation:ListStacks
         cloudformation:DescribeStacks cloudformation:GetTemplateSummary dynamodb:ListTables kms:ListAliases
         kms:DescribeKey cloudwatch:GetMetricData cloudwatch:ListDashboards databrew:ListRecipes
         databrew:ListRecipeVersions databrew:DescribeRecipe`),
      allow(
        's3:GetObject s3:PutObject',
        'arn:aws:s3:::aws-glue-*/* arn:aws:s3:::*/*aws-glue-*/* arn:aws:s3:::aws-glue-*',
      ),
      allow('tag:GetResources'),
      allow('s3:CreateBucket', 'arn:aws:s3:::aws-glue-*'),
      allow('logs:GetLogEvents', 'arn:aws:logs:*:*:/aws-glue/*'),
      allow('cloudformation:CreateStack cloudformation:DeleteStack', 'arn:aws:cloudformation:*:*:stack/aws-glue*/*'),
      allow(
        'ec2:RunInstances',
        `arn:aws:ec2:*:*:instance/* arn:aws:ec2:*:*:key-pair/* arn:aws:ec2:*:*:image/*
         arn:aws:ec2:*:*:security-group/* arn:aws:ec2:*:*:network-interface/* arn:aws:ec2:*:*:subnet/*
         arn:aws:ec2:*:*:volume/*`,
      ),
      allow('ec2:TerminateInstances ec2:CreateTags ec2:DeleteTags', 'arn:aws:ec2:*:*:instance/*', {
        StringEquals: { 'ec2:ResourceTag/aws:cloudformation:logical-id': 'ZeppelinInstance' },
        StringLike: { 'ec2:ResourceTag/aws:cloudformation:stack-id': 'arn:aws:cloudformation:*:*:stack/aws-glue-*/*' },
      }),
      passRoleTo('glue.amazonaws.com', 'arn:aws:iam::*:role/AWSGlueServiceRole*'),
      passRoleTo('ec2.amazonaws.com', 'arn:aws:iam::*:role/AWSGlueServiceNotebookRole*'),
      passRoleTo('glue.amazonaws.com', 'arn:aws:iam::*:role/service-role/AWSGlueServiceRole*'),
    ],
  },
  {
    name: 'AmazonAthenaFullAccess',
    description: 'Provides full access to Amazon Athena and scoped access to where its data and results are.',
    created: '2016-11-30',
    version: 15,
    statements: [
      allow('athena:*'),
      allow(`glue:CreateDatabase glue:DeleteDatabase glue:GetCatalog glue:GetCatalogs glue:GetDatabase
         glue:GetDatabases glue:UpdateDatabase glue:CreateTable glue:DeleteTable glue:BatchDeleteTable
         glue:UpdateTable glue:GetTable glue:GetTables glue:BatchCreatePartition glue:CreatePartition
         glue:DeletePartition glue:BatchDeletePartition glue:UpdatePartition glue:GetPartition glue:GetPartitions
         glue:BatchGetPartition glue:StartColumnStatisticsTaskRun glue:GetColumnStatisticsTaskRun
         glue:GetColumnStatisticsTaskRuns glue:GetCatalogImportStatus`),
      allow(
        `s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListBucketMultipartUploads s3:ListMultipartUploadParts
         s3:AbortMultipartUpload s3:CreateBucket s3:PutObject s3:PutBucketPublicAccessBlock`,
        'arn:aws:s3:::aws-athena-query-results-*',
      ),
      allow('s3:GetObject s3:ListBucket', 'arn:aws:s3:::athena-examples*'),
      allow('s3:ListBucket s3:GetBucketLocation s3:ListAllMyBuckets'),
      allow('sns:ListTopics sns:GetTopicAttributes'),
      allow(`cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms cloudwatch:GetMetricData`),
      allow('lakeformation:GetDataAccess'),
      allow('datazone:ListDomains datazone:ListProjects datazone:ListAccountEnvironments'),
      allow('pricing:GetProducts'),
    ],
  },
  {
    name: 'AmazonKinesisFirehoseFullAccess',
    description: 'Provides full access to all delivery streams.',
    created: '2015-10-07',
    version: 1,
    statements: [allow('firehose:*')],
  },
  {
    name: 'AmazonMSKFullAccess',
    description: 'Provides full access to Amazon MSK and to what it depends on.',
    created: '2019-01-14',
    version: 7,
    statements: [
      allow(`kafka:* ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeSecurityGroups ec2:DescribeRouteTables
         ec2:DescribeVpcEndpoints ec2:DescribeVpcAttribute kms:DescribeKey kms:CreateGrant logs:CreateLogDelivery
         logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries
         logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups S3:GetBucketPolicy
         firehose:TagDeliveryStream`),
      allow('ec2:CreateVpcEndpoint', 'arn:*:ec2:*:*:vpc/* arn:*:ec2:*:*:subnet/* arn:*:ec2:*:*:security-group/*'),
      allow('ec2:CreateVpcEndpoint', 'arn:*:ec2:*:*:vpc-endpoint/*', {
        StringEquals: { 'aws:RequestTag/AWSMSKManaged': 'true' },
        StringLike: { 'aws:RequestTag/ClusterArn': '*' },
      }),
      allow('ec2:CreateTags', 'arn:*:ec2:*:*:vpc-endpoint/*', {
        StringEquals: { 'ec2:CreateAction': 'CreateVpcEndpoint' },
      }),
      allow('ec2:DeleteVpcEndpoints', 'arn:*:ec2:*:*:vpc-endpoint/*', {
        StringEquals: { 'ec2:ResourceTag/AWSMSKManaged': 'true' },
        StringLike: { 'ec2:ResourceTag/ClusterArn': '*' },
      }),
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'kafka.amazonaws.com' } }),
      allow(
        'iam:CreateServiceLinkedRole',
        'arn:aws:iam::*:role/aws-service-role/kafka.amazonaws.com/AWSServiceRoleForKafka*',
        { StringEquals: { 'iam:AWSServiceName': 'kafka.amazonaws.com' } },
      ),
      allow(
        'iam:CreateServiceLinkedRole',
        `arn:aws:iam::*:role/aws-service-role/delivery.logs.amazonaws.com/AWSServiceRoleForLogDelivery*`,
        { StringEquals: { 'iam:AWSServiceName': 'delivery.logs.amazonaws.com' } },
      ),
    ],
  },
  {
    name: 'AmazonRedshiftFullAccess',
    description: 'Provides full access to Amazon Redshift.',
    created: '2015-02-06',
    version: 5,
    statements: [
      allow(`redshift:* redshift-serverless:* ec2:DescribeAccountAttributes ec2:DescribeAddresses
         ec2:DescribeAvailabilityZones ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs
         ec2:DescribeInternetGateways sns:CreateTopic sns:Get* sns:List* cloudwatch:Describe* cloudwatch:Get*
         cloudwatch:List* cloudwatch:PutMetricAlarm cloudwatch:EnableAlarmActions cloudwatch:DisableAlarmActions
         tag:GetResources tag:UntagResources tag:GetTagValues tag:GetTagKeys tag:TagResources`),
      createLinkedRoleFor(
        'redshift.amazonaws.com',
        'arn:aws:iam::*:role/aws-service-role/redshift.amazonaws.com/AWSServiceRoleForRedshift',
      ),
      allow(`redshift-data:ExecuteStatement redshift-data:CancelStatement redshift-data:ListStatements
         redshift-data:GetStatementResult redshift-data:DescribeStatement redshift-data:ListDatabases
         redshift-data:ListSchemas redshift-data:ListTables redshift-data:DescribeTable`),
      allow('secretsmanager:ListSecrets'),
      allow('secretsmanager:CreateSecret secretsmanager:GetSecretValue secretsmanager:TagResource', '*', {
        StringLike: { 'secretsmanager:ResourceTag/RedshiftDataFullAccess': '*' },
      }),
    ],
  },
  {
    name: 'AmazonOpenSearchServiceFullAccess',
    description: 'Provides full access to Amazon OpenSearch Service.',
    created: '2021-09-08',
    version: 1,
    statements: [allow('es:*')],
  },
  {
    name: 'AmazonElastiCacheFullAccess',
    description: 'Provides full access to Amazon ElastiCache.',
    created: '2015-02-06',
    version: 3,
    statements: [
      allow('elasticache:*'),
      createLinkedRoleFor(
        'elasticache.amazonaws.com',
        `arn:aws:iam::*:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache`,
      ),
      allow('ec2:CreateVpcEndpoint', 'arn:aws:ec2:*:*:vpc-endpoint/*', {
        StringLike: { 'ec2:VpceServiceName': 'com.amazonaws.elasticache.serverless.*' },
      }),
      allowElsewhere('ec2:CreateVpcEndpoint', 'arn:aws:ec2:*:*:vpc-endpoint/*'),
      allow('ec2:CreateTags', 'arn:aws:ec2:*:*:vpc-endpoint/*', {
        StringEquals: { 'aws:RequestTag/AmazonElastiCacheManaged': 'true', 'ec2:CreateAction': 'CreateVpcEndpoint' },
      }),
      allow('ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups'),
      allow('kms:DescribeKey kms:ListAliases kms:ListKeys'),
      allow('cloudwatch:GetMetricStatistics cloudwatch:GetMetricData'),
      allow(`application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScheduledActions
         application-autoscaling:DescribeScalingPolicies application-autoscaling:DescribeScalingActivities`),
      allow('logs:DescribeLogGroups'),
      allow('firehose:ListDeliveryStreams'),
      allow('s3:ListAllMyBuckets'),
      allow('outposts:ListOutposts'),
      allow('sns:ListTopics'),
    ],
  },
  {
    name: 'AmazonDynamoDBFullAccess_v2',
    description: 'Provides full access to Amazon DynamoDB.',
    created: '2025-05-22',
    version: 3,
    statements: [
      allow('dynamodb:* dax:*'),
      allow('kms:DescribeKey kms:ListAliases'),
      allow('lambda:ListEventSourceMappings lambda:ListFunctions'),
      allow('sns:ListTopics'),
      allow(
        `application-autoscaling:DeleteScalingPolicy application-autoscaling:DeregisterScalableTarget
         application-autoscaling:PutScalingPolicy application-autoscaling:RegisterScalableTarget`,
        '*',
        { StringEquals: { 'application-autoscaling:service-namespace': 'dynamodb' } },
      ),
      allow(`application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingActivities
         application-autoscaling:DescribeScalingPolicies`),
      allow('tag:GetResources'),
      allow('cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics cloudwatch:GetMetricData'),
      allow('kinesis:ListStreams kinesis:DescribeStream kinesis:DescribeStreamSummary'),
      allow('ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups'),
      allow('cloudwatch:GetInsightRuleReport', 'arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*'),
      allow('iam:CreateServiceLinkedRole', '*', {
        StringEquals: {
          'iam:AWSServiceName': [
            'replication.dynamodb.amazonaws.com',
            'dax.amazonaws.com',
            'dynamodb.application-autoscaling.amazonaws.com',
            'contributorinsights.dynamodb.amazonaws.com',
            'kinesisreplication.dynamodb.amazonaws.com',
          ],
        },
      }),
      allow('iam:ListRoles'),
    ],
  },
  {
    name: 'AmazonDMSVPCManagementRole',
    path: '/service-role/',
    description: 'Lets Database Migration Service manage its network interfaces.',
    created: '2015-11-18',
    version: 4,
    statements: [
      allow(`ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeAvailabilityZones
         ec2:DescribeDhcpOptions ec2:DescribeInternetGateways ec2:DescribeNetworkInterfaces
         ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:ModifyNetworkInterfaceAttribute`),
    ],
  },
  {
    name: 'AmazonDMSCloudWatchLogsRole',
    path: '/service-role/',
    description: 'Lets Database Migration Service write logs of replication instances.',
    created: '2016-01-07',
    version: 2,
    statements: [
      allow('logs:DescribeLogGroups'),
      allow(
        'logs:DescribeLogStreams',
        `arn:aws:logs:*:*:log-group:dms-tasks-* arn:aws:logs:*:*:log-group:dms-serverless-replication-*`,
      ),
      allow(
        'logs:CreateLogGroup',
        `arn:aws:logs:*:*:log-group:dms-tasks-*
         arn:aws:logs:*:*:log-group:dms-serverless-replication-*:log-stream:`,
      ),
      allow(
        'logs:CreateLogStream',
        `arn:aws:logs:*:*:log-group:dms-tasks-*:log-stream:dms-task-*
         arn:aws:logs:*:*:log-group:dms-serverless-replication-*:log-stream:dms-serverless-*`,
      ),
      allow(
        'logs:PutLogEvents',
        `arn:aws:logs:*:*:log-group:dms-tasks-*:log-stream:dms-task-*
         arn:aws:logs:*:*:log-group:dms-serverless-replication-*:log-stream:dms-serverless-*`,
      ),
    ],
  },
  {
    name: 'AmazonRDSDirectoryServiceAccess',
    path: '/service-role/',
    description: 'Lets Amazon RDS join instances to directories.',
    created: '2016-02-26',
    version: 2,
    statements: [
      allow(`ds:DescribeDirectories ds:AuthorizeApplication ds:UnauthorizeApplication
         ds:GetAuthorizedApplicationDetails`),
    ],
  },
];
