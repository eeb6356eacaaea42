import { allow, createLinkedRoleFor, type PolicyEntry } from './statement.ts';

/** Policies for traces, alarms, canaries, trails and rules. */
export const observabilityPolicies = (): PolicyEntry[] => [
  {
    name: 'AWSXrayFullAccess',
    description: 'Provides full access to AWS X-Ray.',
    created: '2016-12-01',
    version: 2,
    statements: [allow('xray:*')],
  },
  {
    name: 'AWSXrayReadOnlyAccess',
    description: 'Provides read only access to AWS X-Ray.',
    created: '2016-12-01',
    version: 8,
    statements: [
      allow(`xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries xray:BatchGetTraces
         xray:BatchGetTraceSummaryById xray:GetDistinctTraceGraphs xray:GetServiceGraph xray:GetTraceGraph
         xray:GetTraceSummaries xray:GetGroups xray:GetGroup xray:ListTagsForResource xray:ListResourcePolicies
         xray:GetTimeSeriesServiceStatistics xray:GetInsightSummaries xray:GetInsight xray:GetInsightEvents
         xray:GetInsightImpactGraph`),
    ],
  },
  {
    name: 'CloudWatchActionsEC2Access',
    description: 'Lets alarms stop, reboot and terminate instances.',
    created: '2015-07-07',
    version: 1,
    statements: [
      allow(`cloudwatch:Describe* ec2:Describe* ec2:RebootInstances ec2:StopInstances ec2:TerminateInstances`),
    ],
  },
  {
    name: 'CloudWatchSyntheticsFullAccess',
    description: 'Provides full access to canaries of Amazon CloudWatch.',
    created: '2019-11-25',
    version: 14,
    statements: [
      allow('synthetics:*'),
      allow('s3:CreateBucket s3:PutEncryptionConfiguration', 'arn:aws:s3:::cw-syn-results-*'),
      allow('iam:ListRoles s3:ListAllMyBuckets xray:GetTraceSummaries xray:BatchGetTraces'),
      allow(
        'apigateway:GET',
        `arn:aws:apigateway:*::/restapis arn:aws:apigateway:*::/restapis/*/stages
         arn:aws:apigateway:*::/restapis/*/stages/*/exports/swagger arn:aws:apigateway:*::/apis`,
      ),
      allow('s3:GetBucketLocation', 'arn:aws:s3:::*'),
      allow('s3:GetObject s3:ListBucket', 'arn:aws:s3:::cw-syn-*'),
      allow('s3:GetObjectVersion', 'arn:aws:s3:::aws-synthetics-library-*'),
      allow('iam:PassRole', 'arn:aws:iam::*:role/service-role/CloudWatchSyntheticsRole*', {
        StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'synthetics.amazonaws.com'] },
      }),
      allow('iam:GetRole iam:ListAttachedRolePolicies', 'arn:aws:iam::*:role/service-role/CloudWatchSyntheticsRole*'),
      allow('cloudwatch:GetMetricData cloudwatch:GetMetricStatistics cloudwatch:ListMetrics'),
      allow('cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms', 'arn:aws:cloudwatch:*:*:alarm:Synthetics-*'),
      allow('cloudwatch:DescribeAlarms', 'arn:aws:cloudwatch:*:*:alarm:*'),
      allow(
        `logs:GetLogRecord logs:DescribeLogStreams logs:StartQuery logs:GetLogEvents logs:FilterLogEvents
         logs:GetLogGroupFields`,
        'arn:aws:logs:*:*:log-group:/aws/lambda/cwsyn-*',
        { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
      ),
      allow(
        `lambda:CreateFunction lambda:AddPermission lambda:PublishVersion lambda:UpdateFunctionCode
         lambda:UpdateFunctionConfiguration lambda:GetFunctionConfiguration lambda:GetFunction
         lambda:DeleteFunction lambda:ListTags lambda:TagResource lambda:UntagResource`,
        'arn:aws:lambda:*:*:function:cwsyn-*',
      ),
      allow(
        'lambda:GetLayerVersion lambda:PublishLayerVersion lambda:DeleteLayerVersion',
        `arn:aws:lambda:*:*:layer:cwsyn-* arn:aws:lambda:*:*:layer:Synthetics:*
         arn:aws:lambda:*:*:layer:Synthetics_Selenium:* arn:aws:lambda:*:*:layer:AWS-CW-Synthetics*:*`,
      ),
      allow('ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups'),
      allow('sns:ListTopics'),
      allow('sns:CreateTopic sns:Subscribe sns:ListSubscriptionsByTopic', 'arn:*:sns:*:*:Synthetics-*'),
      allow('kms:ListAliases'),
      allow('kms:DescribeKey', 'arn:aws:kms:*:*:key/*'),
      allow('kms:Decrypt', 'arn:aws:kms:*:*:key/*', { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } }),
    ],
  },
  {
    name: 'AWSCloudTrail_FullAccess',
    description: 'Provides full access to AWS CloudTrail.',
    created: '2020-10-08',
    version: 3,
    statements: [
      allow(
        'sns:AddPermission sns:CreateTopic sns:SetTopicAttributes sns:GetTopicAttributes',
        'arn:aws:sns:*:*:aws-cloudtrail-logs*',
      ),
      allow('sns:ListTopics'),
      allow('s3:CreateBucket s3:PutBucketPolicy s3:PutBucketPublicAccessBlock', 'arn:aws:s3:::aws-cloudtrail-logs*'),
      allow('s3:ListAllMyBuckets s3:GetBucketLocation s3:GetBucketPolicy'),
      allow('cloudtrail:*'),
      allow('logs:CreateLogGroup', 'arn:aws:logs:*:*:log-group:aws-cloudtrail-logs*'),
      allow('iam:ListRoles iam:GetRolePolicy iam:GetUser'),
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } }),
      allow('kms:CreateKey kms:CreateAlias kms:ListKeys kms:ListAliases'),
      allow('lambda:ListFunctions'),
      allow('dynamodb:ListGlobalTables dynamodb:ListTables'),
    ],
  },
  {
    name: 'AWSConfigRulesExecutionRole',
    path: '/service-role/',
    description: 'Lets functions evaluate rules of AWS Config.',
    created: '2016-03-25',
    version: 3,
    statements: [
      allow('s3:GetObject', 'arn:aws:s3:::*/AWSLogs/*/Config/*'),
      allow('config:Put* config:Get* config:List* config:Describe* config:BatchGet* config:Select*'),
    ],
  },
  {
    name: 'AmazonSSMAutomationRole',
    path: '/service-role/',
    description: 'Lets Systems Manager run automation documents.',
    created: '2016-12-05',
    version: 9,
    statements: [
      allow('lambda:InvokeFunction', 'arn:aws:lambda:*:*:function:Automation*'),
      allow(`ec2:CreateImage ec2:CopyImage ec2:DeregisterImage ec2:DescribeImages ec2:DeleteSnapshot
         ec2:StartInstances ec2:RunInstances ec2:StopInstances ec2:TerminateInstances ec2:DescribeInstanceStatus
         ec2:CreateTags ec2:DeleteTags ec2:DescribeTags cloudformation:CreateStack
         cloudformation:DescribeStackEvents cloudformation:DescribeStacks cloudformation:UpdateStack
         cloudformation:DeleteStack cloudformation:TagResource cloudformation:UntagResource`),
      allow('ssm:*'),
      allow('sns:Publish', 'arn:aws:sns:*:*:Automation*'),
      allow('ssmmessages:OpenDataChannel', 'arn:*:ssm:*:*:session/*'),
    ],
  },
  {
    name: 'AmazonSSMMaintenanceWindowRole',
    path: '/service-role/',
    description: 'Lets Systems Manager run tasks in maintenance windows.',
    created: '2016-12-01',
    version: 3,
    statements: [
      allow(`ssm:GetAutomationExecution ssm:GetParameters ssm:ListCommands ssm:SendCommand
         ssm:StartAutomationExecution`),
      allow('lambda:InvokeFunction', 'arn:aws:lambda:*:*:function:SSM* arn:aws:lambda:*:*:function:*:SSM*'),
      allow(
        'states:DescribeExecution states:StartExecution',
        'arn:aws:states:*:*:stateMachine:SSM* arn:aws:states:*:*:execution:SSM*',
      ),
      allow('resource-groups:ListGroups resource-groups:ListGroupResources'),
      allow('tag:GetResources'),
    ],
  },
  {
    name: 'AmazonSSMPatchAssociation',
    description: 'Lets instances be patched by associations.',
    created: '2020-05-13',
    version: 1,
    statements: [
      allow('ssm:DescribeEffectivePatchesForPatchBaseline', 'arn:aws:ssm:*:*:patchbaseline/*'),
      allow('ssm:GetPatchBaseline', 'arn:aws:ssm:*:*:patchbaseline/*'),
      allow('tag:GetResources'),
      allow('ssm:DescribePatchBaselines'),
    ],
  },
  {
    name: 'AmazonSSMDirectoryServiceAccess',
    description: 'Lets Systems Manager join instances to directories.',
    created: '2019-03-15',
    version: 1,
    statements: [allow('ds:CreateComputer ds:DescribeDirectories')],
  },
  {
    name: 'AmazonEC2SpotFleetTaggingRole',
    path: '/service-role/',
    description: 'Lets spot fleets request, tag and terminate instances.',
    created: '2017-06-29',
    version: 5,
    statements: [
      allow(`ec2:DescribeImages ec2:DescribeSubnets ec2:RequestSpotInstances ec2:TerminateInstances
         ec2:DescribeInstanceStatus ec2:CreateTags ec2:RunInstances`),
      allow('iam:PassRole', '*', {
        StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] },
      }),
      allow(
        'elasticloadbalancing:RegisterInstancesWithLoadBalancer',
        'arn:aws:elasticloadbalancing:*:*:loadbalancer/*',
      ),
      allow('elasticloadbalancing:RegisterTargets', 'arn:aws:elasticloadbalancing:*:*:*/*'),
    ],
  },
  {
    name: 'AmazonEC2SpotFleetAutoscaleRole',
    path: '/service-role/',
    description: 'Lets Application Auto Scaling change the size of spot fleets.',
    created: '2016-08-19',
    version: 3,
    statements: [
      allow('ec2:DescribeSpotFleetRequests ec2:ModifySpotFleetRequest'),
      allow('cloudwatch:DescribeAlarms cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms'),
      createLinkedRoleFor(
        'ec2.application-autoscaling.amazonaws.com',
        `arn:aws:iam::*:role/aws-service-role/ec2.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_EC2SpotFleetRequest`,
      ),
    ],
  },
  {
    name: 'AutoScalingNotificationAccessRole',
    path: '/service-role/',
    description: 'Lets Auto Scaling notify queues and topics.',
    created: '2015-02-06',
    version: 1,
    statements: [allow('sqs:SendMessage sqs:GetQueueUrl sns:Publish')],
  },
];
