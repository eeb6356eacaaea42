import { allow, createLinkedRoleFor, passRoleTo, type PolicyEntry } from './statement.ts';

/** Policies for storage, databases and streams. */
export const dataPolicies = (): PolicyEntry[] => [
  {
    name: 'AmazonS3FullAccess',
    description: 'Provides full access to all buckets via the AWS Management Console.',
    created: '2015-02-06',
    version: 2,
    statements: [allow('s3:* s3-object-lambda:*')],
  },
  {
    name: 'AmazonS3ReadOnlyAccess',
    description: 'Provides read only access to all buckets via the AWS Management Console.',
    created: '2015-02-06',
    version: 3,
    statements: [allow('s3:Get* s3:List* s3:Describe* s3-object-lambda:Get* s3-object-lambda:List*')],
  },
  {
    name: 'AmazonDynamoDBFullAccess',
    description: 'Provides full access to Amazon DynamoDB via the AWS Management Console.',
    created: '2015-02-06',
    version: 15,
    statements: [
      allow(
        `dynamodb:* dax:* application-autoscaling:DeleteScalingPolicy application-autoscaling:DeregisterScalableTarget
         application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingActivities
         application-autoscaling:DescribeScalingPolicies application-autoscaling:PutScalingPolicy
         application-autoscaling:RegisterScalableTarget cloudwatch:DeleteAlarms cloudwatch:DescribeAlarmHistory
         cloudwatch:DescribeAlarms cloudwatch:DescribeAlarmsForMetric cloudwatch:GetMetricStatistics
         cloudwatch:ListMetrics cloudwatch:PutMetricAlarm cloudwatch:GetMetricData ec2:DescribeVpcs
         ec2:DescribeSubnets ec2:DescribeSecurityGroups iam:GetRole iam:ListRoles kms:DescribeKey kms:ListAliases
         sns:CreateTopic sns:DeleteTopic sns:ListSubscriptions sns:ListSubscriptionsByTopic sns:ListTopics
         sns:Subscribe sns:Unsubscribe sns:SetTopicAttributes lambda:CreateFunction lambda:ListFunctions
         lambda:ListEventSourceMappings lambda:CreateEventSourceMapping lambda:DeleteEventSourceMapping
         lambda:GetFunctionConfiguration lambda:DeleteFunction resource-groups:ListGroups
         resource-groups:ListGroupResources resource-groups:GetGroup resource-groups:GetGroupQuery
         resource-groups:DeleteGroup resource-groups:CreateGroup tag:GetResources kinesis:ListStreams
         kinesis:DescribeStream kinesis:DescribeStreamSummary`,
      ),
      allow('cloudwatch:GetInsightRuleReport', 'arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*'),
      passRoleTo('application-autoscaling.amazonaws.com application-autoscaling.amazonaws.com.cn dax.amazonaws.com'),
      createLinkedRoleFor(
        `replication.dynamodb.amazonaws.com dax.amazonaws.com dynamodb.application-autoscaling.amazonaws.com
         contributorinsights.dynamodb.amazonaws.com kinesisreplication.dynamodb.amazonaws.com`,
      ),
    ],
  },
  {
    name: 'AmazonDynamoDBReadOnlyAccess',
    description: 'Provides read only access to Amazon DynamoDB via the AWS Management Console.',
    created: '2015-02-06',
    version: 14,
    statements: [
      allow(
        `application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingActivities
         application-autoscaling:DescribeScalingPolicies cloudwatch:DescribeAlarmHistory cloudwatch:DescribeAlarms
         cloudwatch:DescribeAlarmsForMetric cloudwatch:GetMetricStatistics cloudwatch:ListMetrics
         cloudwatch:GetMetricData dynamodb:BatchGetItem dynamodb:Describe* dynamodb:List* dynamodb:GetAbacStatus
         dynamodb:GetItem dynamodb:GetResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:PartiQLSelect
         dax:Describe* dax:List* dax:GetItem dax:BatchGetItem dax:Query dax:Scan ec2:DescribeVpcs
         ec2:DescribeSubnets ec2:DescribeSecurityGroups iam:GetRole iam:ListRoles kms:DescribeKey kms:ListAliases
         sns:ListSubscriptionsByTopic sns:ListTopics lambda:ListFunctions lambda:ListEventSourceMappings
         lambda:GetFunctionConfiguration resource-groups:ListGroups resource-groups:ListGroupResources
         resource-groups:GetGroup resource-groups:GetGroupQuery tag:GetResources kinesis:ListStreams
         kinesis:DescribeStream kinesis:DescribeStreamSummary`,
      ),
      allow('cloudwatch:GetInsightRuleReport', 'arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*'),
    ],
  },
  {
    name: 'AmazonRDSFullAccess',
    description: 'Provides full access to Amazon RDS via the AWS Management Console.',
    created: '2015-02-06',
    version: 16,
    statements: [
      allow(
        `rds:* application-autoscaling:DeleteScalingPolicy application-autoscaling:DeregisterScalableTarget
         application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingActivities
         application-autoscaling:DescribeScalingPolicies application-autoscaling:PutScalingPolicy
         application-autoscaling:RegisterScalableTarget cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics
         cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms cloudwatch:ListMetrics cloudwatch:GetMetricData
         ec2:DescribeAccountAttributes ec2:DescribeAvailabilityZones ec2:DescribeCoipPools
         ec2:DescribeInternetGateways ec2:DescribeLocalGatewayRouteTablePermissions
         ec2:DescribeLocalGatewayRouteTables ec2:DescribeLocalGatewayRouteTableVpcAssociations
         ec2:DescribeLocalGateways ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcAttribute
         ec2:DescribeVpcs ec2:GetCoipPoolUsage sns:ListSubscriptions sns:ListTopics sns:Publish
         logs:DescribeLogStreams logs:GetLogEvents outposts:GetOutpostInstanceTypes
         devops-guru:GetResourceCollection`,
      ),
      allow('pi:*', 'arn:aws:pi:*:*:metrics/rds/* arn:aws:pi:*:*:perf-reports/rds/*'),
      createLinkedRoleFor('rds.amazonaws.com rds.application-autoscaling.amazonaws.com'),
      allow('devops-guru:SearchInsights devops-guru:ListAnomaliesForInsight', '*', {
        'ForAllValues:StringEquals': { 'devops-guru:ServiceNames': ['RDS'] },
        Null: { 'devops-guru:ServiceNames': 'false' },
      }),
    ],
  },
  {
    name: 'AmazonRDSReadOnlyAccess',
    description: 'Provides read only access to Amazon RDS via the AWS Management Console.',
    created: '2015-02-06',
    version: 9,
    statements: [
      allow(
        `rds:Describe* rds:ListTagsForResource ec2:DescribeAccountAttributes ec2:DescribeAvailabilityZones
         ec2:DescribeInternetGateways ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcAttribute
         ec2:DescribeVpcs cloudwatch:GetMetricStatistics cloudwatch:ListMetrics cloudwatch:GetMetricData
         logs:DescribeLogStreams logs:GetLogEvents devops-guru:GetResourceCollection`,
      ),
      allow('devops-guru:SearchInsights devops-guru:ListAnomaliesForInsight', '*', {
        'ForAllValues:StringEquals': { 'devops-guru:ServiceNames': ['RDS'] },
        Null: { 'devops-guru:ServiceNames': 'false' },
      }),
    ],
  },
  {
    name: 'AmazonKinesisFullAccess',
    description: 'Provides full access to all streams via the AWS Management Console.',
    created: '2015-02-06',
    version: 1,
    statements: [allow('kinesis:*')],
  },
  {
    name: 'AmazonKinesisReadOnlyAccess',
    description: 'Provides read only access to all streams via the AWS Management Console.',
    created: '2015-02-06',
    version: 1,
    statements: [allow('kinesis:Get* kinesis:List* kinesis:Describe*')],
  },
];
